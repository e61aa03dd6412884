using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Ner.Evaluation;

namespace Maner.Experiments.Tests.Reports;

/// <summary>Results that are made up, so that every number of a report can be worked out by hand, and a reader of reports.</summary>
internal static class MadeUp
{
    /// <summary>Ten sentences with an entity each, of which the first are found: F1 in tenths.</summary>
    public static CellScores Scores(int tenths) => Scores(Enumerable.Range(0, 10).Select(sentence => sentence < tenths));

    /// <summary>Sentences with an entity each, which is found, or another in its place.</summary>
    public static CellScores Scores(IEnumerable<bool> found)
    {
        EntityScore[] sentences = [.. found.Select(isFound => new EntityScore(isFound ? 1 : 0, 1, 1))];
        EntityScore total = SentenceScores.Total(sentences);
        return new CellScores
        {
            Strict = total,
            Lenient = total,
            Types = new Dictionary<string, EntityScore> { ["LOC"] = total },
            Unseen = total,
            UnseenSentences = sentences.Length,
            Counts = [.. sentences.SelectMany(score => new[] { score.Correct, score.Predicted, score.Support })],
        };
    }

    /// <summary>A training with its scores on dev and test, which one that failed has not.</summary>
    public static CellAttempt Attempt(PlannedCell cell, CellScores scores, CellStatus status = CellStatus.Ok, string? message = null) => new()
    {
        Seed = cell.Key.Options.Seed,
        Status = status,
        Message = message,
        Dev = status == CellStatus.Failed ? null : scores,
        Test = status == CellStatus.Failed ? null : scores,
        Updates = 10,
        Seconds = 3,
        TrainingSeconds = 2,
        PeakMemoryMib = 100,
    };

    /// <summary>The result of a cell.</summary>
    public static CellResult Result(PlannedCell cell, params CellAttempt[] attempts) => new()
    {
        Id = cell.Id,
        Data = cell.Data,
        Key = cell.Key,
        Attempts = attempts,
        Machine = new Machine("host", "system", "processor", 1, 512),
        Version = "1",
        Finished = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    /// <summary>Writes a result for every cell, a training each.</summary>
    public static void Write(Plan plan, ResultStore store, Func<PlannedCell, CellScores> scores)
    {
        foreach (PlannedCell cell in plan.Cells)
        {
            store.Write(Result(cell, Attempt(cell, scores(cell))));
        }
    }

    /// <summary>The cell of a data set, method and seed, where there is one size, encoder and variant.</summary>
    public static PlannedCell Cell(Plan plan, string data, string method, ulong seed) =>
        plan.Cells.Single(cell => (cell.Data, cell.Key.Options.Method, cell.Key.Options.Seed) == (data, method, seed));

    /// <summary>The part of a report under a block's title.</summary>
    public static string Section(string report, string title) => report.Split("\n## ").Single(part => part.StartsWith(title + "\n", StringComparison.Ordinal));

    /// <summary>The cells of the first row of a table that begins with a text.</summary>
    public static string[] Row(string report, string first) =>
        report.Split('\n').First(line => line.StartsWith($"| {first} |", StringComparison.Ordinal)).Trim('|', ' ').Split(" | ");
}
