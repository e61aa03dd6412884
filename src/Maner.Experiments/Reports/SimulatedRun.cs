using Maner.Experiments.Cells;
using Maner.Experiments.Plans;

namespace Maner.Experiments.Reports;

/// <summary>What a budget is counted in.</summary>
/// <param name="Name">Its name, in the plural.</param>
/// <param name="Of">Its value at a round.</param>
internal sealed record BudgetUnit(string Name, Func<SimulatedRound, double> Of)
{
    /// <summary>Sentences.</summary>
    public static BudgetUnit Sentences { get; } = new("sentences", round => round.Sentences);

    /// <summary>Words.</summary>
    public static BudgetUnit Words { get; } = new("words", round => round.Words);

    /// <summary>Estimated seconds of the annotator.</summary>
    public static BudgetUnit Seconds { get; } = new("estimated seconds", round => round.Seconds);
}

/// <summary>A simulation of active learning that is finished.</summary>
/// <param name="Entry">Its place in the plan.</param>
/// <param name="Rounds">Its rounds that were scored.</param>
internal sealed record SimulatedRun(PlannedEntry Entry, IReadOnlyList<SimulatedRound> Rounds)
{
    /// <summary>Its strategy.</summary>
    public string Strategy => Entry.Strategy!;

    /// <summary>What it is paired by: the runs of all strategies with the same seed set and start.</summary>
    public (string Data, ulong Seed, string Encoder, string Method, string Variant) Pair => (Entry.Data, Entry.Seed, Entry.Encoder, Entry.Method, Entry.Variant);

    /// <summary>The curve of F1 over a budget.</summary>
    public IReadOnlyList<(double Budget, double Score)> Curve(BudgetUnit unit) => [.. Rounds.Select(round => (unit.Of(round), round.Test!.Value.F1))];

    /// <summary>The round at a number of sentences; null where there is none.</summary>
    public SimulatedRound? At(int sentences) => Rounds.FirstOrDefault(round => round.Sentences == sentences);

    /// <summary>The finished simulations of a block.</summary>
    public static IReadOnlyList<SimulatedRun> Of(IEnumerable<PlannedEntry> entries, IReadOnlyDictionary<string, CellResult> results) =>
    [
        .. entries.Where(entry => entry.Strategy is not null && results.GetValueOrDefault(entry.Cell)?.Last.Rounds is not null)
            .Select(entry => new SimulatedRun(entry, [.. results[entry.Cell].Last.Rounds!.Where(round => round.Test is not null)])).Where(run => run.Rounds.Count > 0),
    ];
}
