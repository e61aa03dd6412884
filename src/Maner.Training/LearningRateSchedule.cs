namespace Maner.Training;

/// <summary>Linear warm-up, then linear decay to zero.</summary>
/// <param name="peak">The highest learning rate.</param>
/// <param name="warmUpSteps">Updates until it is reached.</param>
/// <param name="steps">Updates in all.</param>
internal readonly struct LearningRateSchedule(float peak, int warmUpSteps, int steps)
{
    /// <summary>The learning rate of an update, counted from 0: the first is above zero already, the last not yet zero.</summary>
    public float At(int step) => step < warmUpSteps
        ? peak * (step + 1) / warmUpSteps
        : peak * (steps - step) / Math.Max(1, steps - warmUpSteps);
}
