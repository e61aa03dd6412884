using System.Text.Json;
using System.Text.Json.Nodes;
using Maner.Ner.Evaluation;
using Maner.Tensors;

namespace Maner.Training;

/// <summary>All that a comparison of methods found, as <c>comparison.json</c> holds it. Shares are 0 to 1.</summary>
internal sealed record ComparisonReport
{
    /// <summary>The name of the encoder's folder.</summary>
    public required string Encoder { get; init; }

    /// <summary>The data that the scores are on: <c>test</c>, or <c>dev</c>, which also chose the checkpoints.</summary>
    public required string ScoredOn { get; init; }

    /// <summary>Training sentences.</summary>
    public required int TrainSentences { get; init; }

    /// <summary>What drew them from the files; null when none are left out, or the first were taken.</summary>
    public ulong? SampleSeed { get; init; }

    /// <summary>Sentences scored.</summary>
    public required int ScoredSentences { get; init; }

    /// <summary>The options that all runs share.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>SHA-256 of each data file, by its role.</summary>
    public required IReadOnlyDictionary<string, string> DataSha256 { get; init; }

    /// <summary>A summary of each method, in the order asked for.</summary>
    public required IReadOnlyList<MethodSummary> Methods { get; init; }

    /// <summary>The reference method against each other.</summary>
    public required IReadOnlyList<MethodDifference> Differences { get; init; }

    /// <summary>Every run, collapsed ones too.</summary>
    public required IReadOnlyList<ComparedRun> Runs { get; init; }

    /// <summary>The report as indented JSON with snake_case names.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Readable.ComparisonReport);

    internal static JsonObject SharedOptions(TrainingOptions options)
    {
        JsonObject shared = JsonSerializer.SerializeToNode(options, TrainingJson.Default.TrainingOptions)!.AsObject();
        foreach (OptionDescription<TrainingOptions> own in TrainingOptionTable.Table.All.Where(option => option.IsOfOneRun))
        {
            shared.Remove(JsonNamingPolicy.SnakeCaseLower.ConvertName(own.Property));
        }

        return shared;
    }
}

/// <summary>One training run of a comparison.</summary>
/// <param name="Method">The method.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Strict">Micro scores by strict IOB2.</param>
/// <param name="Lenient">Micro scores by the rule of conlleval and seqeval's default.</param>
/// <param name="DevF1">Strict F1 on dev of the chosen checkpoint; null without dev data.</param>
/// <param name="Updates">Optimizer updates.</param>
/// <param name="FinalLoss">Mean loss of the last epoch, in nats per word.</param>
/// <param name="Seconds">Time of training, evaluations on dev included.</param>
/// <param name="Warning">Why the run looks collapsed; null when it does not.</param>
internal sealed record ComparedRun(
    string Method, ulong Seed, EntityScore Strict, EntityScore Lenient, double? DevF1, int Updates, double FinalLoss, double Seconds, string? Warning);

/// <summary>A method over its seeds; collapsed runs count like any other.</summary>
/// <param name="Method">The method.</param>
/// <param name="F1">Strict F1.</param>
/// <param name="Precision">Strict precision.</param>
/// <param name="Recall">Strict recall.</param>
/// <param name="LenientF1">F1 by the rule of conlleval and seqeval's default.</param>
/// <param name="MeanSeconds">Mean time of a run's training.</param>
/// <param name="Collapsed">Runs that look collapsed.</param>
internal sealed record MethodSummary(
    string Method, MeanAndDeviation F1, MeanAndDeviation Precision, MeanAndDeviation Recall, MeanAndDeviation LenientF1, double MeanSeconds, int Collapsed)
{
    internal static MethodSummary Of(string method, IReadOnlyCollection<ComparedRun> runs)
    {
        return new MethodSummary(
            method, Over(run => run.Strict.F1), Over(run => run.Strict.Precision), Over(run => run.Strict.Recall), Over(run => run.Lenient.F1),
            Math.Round(runs.Average(run => run.Seconds), 3), runs.Count(run => run.Warning is not null));

        MeanAndDeviation Over(Func<ComparedRun, double> score) => MeanAndDeviation.Of([.. runs.Select(score)]);
    }
}

/// <summary>Two methods on the same sentences, the runs of all seeds pooled.</summary>
/// <param name="Reference">The first.</param>
/// <param name="Other">The second.</param>
/// <param name="Test">The paired test; its difference is reference minus other.</param>
internal sealed record MethodDifference(string Reference, string Other, PairedComparison Test)
{
    /// <summary>A difference with a larger p-value is taken for chance.</summary>
    public const double SignificanceLevel = 0.05;

    /// <summary>The better method; null when the two are not distinguishable.</summary>
    public string? Better => Test.PValue > SignificanceLevel ? null : Test.Difference > 0 ? Reference : Other;

    /// <summary>Tests two methods: their scores of the same sentences, an array a seed.</summary>
    /// <exception cref="ArgumentException">Runs differ in their number of sentences.</exception>
    public static MethodDifference Between(string reference, IReadOnlyList<EntityScore[]> referenceRuns, string other, IReadOnlyList<EntityScore[]> otherRuns) =>
        new(reference, other, PairedTest.Compare(SentenceScores.SumOverRuns(referenceRuns), SentenceScores.SumOverRuns(otherRuns), new Rng(1)));
}
