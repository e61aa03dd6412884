using System.Text.Json;
using Maner.Ner.Evaluation;

namespace Maner.Training;

/// <summary>The figures of a fine-tuning run, as <c>metrics.json</c> and <c>--json</c> have them.</summary>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Updates">Optimizer updates done.</param>
/// <param name="FinalLoss">Mean training loss of the last epoch.</param>
/// <param name="BestEpoch">Epoch of the chosen parameters.</param>
/// <param name="Seconds">Time taken.</param>
/// <param name="SentencesPerSecond">Training sentences per second.</param>
/// <param name="PeakMemoryMb">Most memory that the process has had resident, in MiB.</param>
/// <param name="PlannedEpochs">Epochs of the full run, where patience ended it early.</param>
/// <param name="Warning">Why the run looks collapsed; null when it does not.</param>
/// <param name="Dev">Scores on dev; null without.</param>
/// <param name="Test">Scores on test; null without.</param>
internal sealed record TrainingMetrics(
    int Epochs, int Updates, double FinalLoss, int BestEpoch, double Seconds, double SentencesPerSecond, long PeakMemoryMb, int? PlannedEpochs, string? Warning,
    Report? Dev, Report? Test)
{
    /// <summary>The figures of a run that is done now.</summary>
    public static TrainingMetrics Of(TrainingResult training, Report? dev, Report? test) => new(
        training.Epochs, training.Updates, training.FinalLoss, training.BestEpoch, Math.Round(training.Seconds, 3), Math.Round(training.SentencesPerSecond, 2),
        PeakMemory.Mib(), training.Epochs < training.PlannedEpochs ? training.PlannedEpochs : null, training.Warning, dev, test);

    /// <summary>The figures as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Readable.TrainingMetrics);
}
