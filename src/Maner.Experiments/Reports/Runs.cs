using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Ner.Evaluation;

namespace Maner.Experiments.Reports;

/// <summary>The training runs of one method on one data set: a seed each.</summary>
internal sealed class Runs
{
    private readonly (PlannedEntry Entry, CellResult? Result)[] _cells;
    private readonly bool _isDev;

    public Runs(IEnumerable<(PlannedEntry Entry, CellResult? Result)> cells, bool isDev)
    {
        (_cells, _isDev) = ([.. cells], isDev);
        Scores = [.. _cells.Select(cell => (cell.Entry.Seed, Score: ScoreOf(cell.Result))).Where(cell => cell.Score is not null).Select(cell => (cell.Seed, cell.Score!))];
    }

    /// <summary>The scores that there are, with their seeds.</summary>
    public IReadOnlyList<(ulong Seed, CellScores Scores)> Scores { get; }

    /// <summary>What identifies the cells, for those who remember what they computed of them.</summary>
    public string Key => string.Join(' ', _cells.Select(cell => cell.Entry.Cell)) + (_isDev ? " dev" : "");

    /// <summary>Cells in all.</summary>
    public int Count => _cells.Length;

    /// <summary>Cells that have no result yet.</summary>
    public int Missing => _cells.Count(cell => cell.Result is null);

    /// <summary>Cells that ended without a tagger; they are in no mean.</summary>
    public int Failed => _cells.Count(cell => cell.Result?.Last.Status == CellStatus.Failed);

    /// <summary>Cells whose tagger learned nothing; they are in the means.</summary>
    public int Collapsed => _cells.Count(cell => cell.Result?.Last.Status == CellStatus.Collapsed);

    /// <summary>Cells whose second attempt counts.</summary>
    public int Retried => _cells.Count(cell => cell.Result?.Attempts.Count > 1);

    /// <summary>Whether a mean over these runs needs a mark.</summary>
    public bool IsMarked => Missing + Failed + Collapsed + Retried > 0;

    /// <summary>Strict F1 over seeds; null without a score.</summary>
    public MeanAndDeviation? F1 => Over(scores => scores.Strict.F1);

    /// <summary>The training runs that count.</summary>
    public IEnumerable<CellAttempt> Attempts => _cells.Select(cell => cell.Result?.Last).OfType<CellAttempt>();

    /// <summary>A measure over seeds; null without a score.</summary>
    public MeanAndDeviation? Over(Func<CellScores, double> measure) =>
        Scores.Count == 0 ? null : MeanAndDeviation.Of([.. Scores.Select(run => measure(run.Scores))]);

    /// <summary>The seeds of which both have a score.</summary>
    public ulong[] SeedsInCommon(Runs other) => [.. Scores.Select(run => run.Seed).Intersect(other.Scores.Select(run => run.Seed))];

    /// <summary>Mean strict F1 over some of the seeds.</summary>
    public double MeanF1(ulong[] seeds) => Scores.Where(run => seeds.Contains(run.Seed)).Average(run => run.Scores.Strict.F1);

    private CellScores? ScoreOf(CellResult? result) => _isDev ? result?.Last.Dev : result?.Last.Test;
}
