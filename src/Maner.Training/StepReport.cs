namespace Maner.Training;

/// <summary>What one update of a <see cref="TrainingLoop"/> did.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="InEpoch">The update's number in its epoch, counted from 1.</param>
/// <param name="Loss">Cross-entropy of the batch in nats per word.</param>
/// <param name="LearningRate">The learning rate it was made with.</param>
/// <param name="EndsEpoch">Whether it is its epoch's last.</param>
internal readonly record struct StepReport(int Epoch, int InEpoch, double Loss, float LearningRate, bool EndsEpoch);
