using Maner.Experiments.Plans;

namespace Maner.Experiments.Cells;

/// <summary>How far the cells of a plan are, told by files alone.</summary>
/// <param name="Cells">Cells in all.</param>
/// <param name="Finished">Cells with nothing left to do.</param>
/// <param name="Running">Unfinished cells that a living worker holds.</param>
/// <param name="Collapsed">Finished cells that learned nothing.</param>
/// <param name="Failed">Finished cells without a tagger.</param>
/// <param name="TimeLeft">An estimate: what finished cells took, for as many side by side as are running; null without either.</param>
public sealed record StoreStatus(int Cells, int Finished, int Running, int Collapsed, int Failed, TimeSpan? TimeLeft)
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
        int running = plan.Cells.Count(cell => !done.Contains(cell.Id) && CellLock.IsHeld(store.LockPath(cell.Id)));
        return new StoreStatus(
            plan.Cells.Count, finished.Length, running,
            finished.Count(result => result.Last.Status == CellStatus.Collapsed), finished.Count(result => result.Last.Status == CellStatus.Failed),
            Estimate(finished, plan.Cells.Count - finished.Length, running));
    }

    private static TimeSpan? Estimate(IEnumerable<CellResult> finished, int left, int running)
    {
        // Of a worker that died no time is known.
        double[] seconds = [.. finished.Select(result => result.Attempts.Sum(attempt => attempt.Seconds)).Where(taken => taken > 0)];
        return seconds.Length == 0 || running == 0 ? null : TimeSpan.FromSeconds(seconds.Average() * left / running);
    }
}
