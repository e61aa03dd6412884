namespace Maner.Training;

/// <summary>What came out of a run; the tagger holds the chosen parameters.</summary>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Updates">Optimizer updates done.</param>
/// <param name="FinalLoss">Mean training loss of the last epoch, in nats per word.</param>
/// <param name="BestDevF1">Dev F1 of the chosen parameters; null without dev data.</param>
/// <param name="BestEpoch">Epoch of the chosen parameters; the last without dev data.</param>
/// <param name="Seconds">Time taken, evaluations on dev included.</param>
/// <param name="SentencesPerSecond">Training sentences per second.</param>
/// <param name="Warning">Why the run looks collapsed; null when it does not.</param>
/// <param name="PlannedEpochs">Epochs of the full run: more than <paramref name="Epochs"/> where <see cref="TrainingOptions.Patience"/> ended it early.</param>
public sealed record TrainingResult(
    int Epochs, int Updates, double FinalLoss, double? BestDevF1, int BestEpoch, double Seconds, double SentencesPerSecond, string? Warning, int PlannedEpochs);
