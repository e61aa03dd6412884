namespace Maner.Training;

/// <summary>What one update of a <see cref="TrainingLoop"/> did.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="InEpoch">The update's number in its epoch, counted from 1.</param>
/// <param name="Losses">The loss of each objective, in their order; overwritten by the next update.</param>
/// <param name="LearningRate">The learning rate it was made with.</param>
/// <param name="EndsEpoch">Whether it is its epoch's last.</param>
internal readonly record struct StepReport(int Epoch, int InEpoch, double[] Losses, float LearningRate, bool EndsEpoch)
{
    /// <summary>Of the first objective, the tags: cross-entropy of the batch in nats per word.</summary>
    public double Loss => Losses[0];

    /// <summary>Of the text beside them, in nats per masked token; null where there is none.</summary>
    public double? MaskedLmLoss => Losses.Length > 1 ? Losses[1] : null;
}
