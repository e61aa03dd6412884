using Maner.Experiments.Plans;

namespace Maner.Experiments.Cells;

/// <summary>How far the cells of a plan are, told by files alone.</summary>
/// <param name="Cells">Cells in all.</param>
/// <param name="Finished">Cells with nothing left to do.</param>
/// <param name="Running">Unfinished cells that a living worker holds.</param>
/// <param name="Collapsed">Finished cells that learned nothing.</param>
/// <param name="Failed">Finished cells without a tagger.</param>
/// <param name="LastFinished">When the last result was written, UTC; null without any.</param>
public sealed record StoreStatus(int Cells, int Finished, int Running, int Collapsed, int Failed, DateTime? LastFinished)
{
    /// <summary>Whether nothing is left to do.</summary>
    public bool IsComplete => Finished == Cells;

    /// <summary>Looks at the files.</summary>
    public static StoreStatus Of(Plan plan, ResultStore store)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        CellResult[] finished = [.. store.ReadAll(plan).Values.Where(result => result.IsFinished(plan.MostAttempts))];
        var done = finished.Select(result => result.Id).ToHashSet(StringComparer.Ordinal);
        return new StoreStatus(
            plan.Cells.Count, finished.Length, plan.Cells.Count(cell => !done.Contains(cell.Id) && CellLock.IsHeld(store.LockPath(cell.Id))),
            finished.Count(result => result.Last.Status == CellStatus.Collapsed), finished.Count(result => result.Last.Status == CellStatus.Failed),
            finished.Length == 0 ? null : finished.Max(result => result.Finished));
    }
}
