using Maner.Experiments.Plans;

namespace Maner.Experiments.Cells;

/// <summary>How far the cells of a plan are, told by files alone.</summary>
/// <param name="Cells">Cells in all.</param>
/// <param name="Finished">Cells with nothing left to do.</param>
/// <param name="Running">Unfinished cells that a living worker holds.</param>
/// <param name="Collapsed">Finished cells that learned nothing.</param>
/// <param name="Failed">Finished cells without a tagger.</param>
/// <param name="TimeLeft">An estimate: what finished cells took for their size, for as many side by side as are running; null without either.</param>
internal sealed record StoreStatus(int Cells, int Finished, int Running, int Collapsed, int Failed, TimeSpan? TimeLeft)
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
            Estimate(plan, finished, running));
    }

    private static TimeSpan? Estimate(Plan plan, IEnumerable<CellResult> finished, int running)
    {
        // Of a worker that died no time is known.
        Dictionary<string, double> load = plan.Cells.ToDictionary(cell => cell.Id, cell => cell.Load, StringComparer.Ordinal);
        double left = load.Values.Sum(), seconds = 0, done = 0;
        foreach (CellResult result in finished)
        {
            left -= load[result.Id];
            double taken = result.Attempts.Sum(attempt => attempt.Seconds);
            (seconds, done) = taken > 0 ? (seconds + taken, done + load[result.Id]) : (seconds, done);
        }

        return done == 0 || running == 0 ? null : TimeSpan.FromSeconds(seconds / done * left / running);
    }
}
