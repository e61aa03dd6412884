using Maner.Experiments.Cells;
using Maner.Experiments.Plans;

namespace Maner.Experiments.Reports;

/// <summary>A training run that measured what its encoder knew of the language before and after.</summary>
/// <param name="Entry">Its place.</param>
/// <param name="F1">Strict F1 on test.</param>
/// <param name="Before">Masked-LM loss before, in nats per masked token.</param>
/// <param name="After">The same after.</param>
internal sealed record ForgettingRun(PlannedEntry Entry, double F1, double Before, double After)
{
    /// <summary>What was forgotten: how much the loss rose.</summary>
    public double Forgotten => After - Before;

    /// <summary>The runs of a block that have all of it.</summary>
    public static IReadOnlyList<ForgettingRun> Of(IEnumerable<PlannedEntry> entries, IReadOnlyDictionary<string, CellResult> results) =>
    [
        .. entries.Select(entry => (Entry: entry, results.GetValueOrDefault(entry.Cell)?.Last)).Where(run => run.Last is { Test: not null, MlmLossBefore: not null, MlmLossAfter: not null })
            .Select(run => new ForgettingRun(run.Entry, run.Last!.Test!.Strict.F1, run.Last.MlmLossBefore!.Value, run.Last.MlmLossAfter!.Value)),
    ];
}
