using Maner.Experiments.Corpora;
using Maner.Training;

namespace Maner.Experiments.Reports;

/// <summary>Language by language: the paper's Figure 2, with a paired test in each language.</summary>
/// <param name="tests">Remembers paired tests.</param>
internal sealed class LanguageTables(PairedTests tests)
{
    private const string RahimiSize = "100";

    /// <summary>The parts of a figure of languages.</summary>
    /// <param name="grid">The scores.</param>
    /// <param name="name">The figure's name.</param>
    /// <param name="title">What the figure shows.</param>
    /// <param name="size">Training sentences, as the experiment's file names their number.</param>
    public IEnumerable<Part> Of(Grid grid, string name, string title, string size)
    {
        string[] order = [.. grid.DataSets.OrderByDescending(data => grid.Of(data, grid.Baseline).F1?.Mean ?? -1).ThenBy(data => data, StringComparer.Ordinal)];
        Table table = Table(grid, order);
        yield return new Figure(name, title, DotPlot.Draw(grid, order, name, title, Svg.Wide), DotPlot.Draw(grid, order, name + "-narrow", title, Svg.Narrow), table);
        foreach (Paragraph note in MethodTables.Marks(grid))
        {
            yield return note;
        }

        if (size == RahimiSize && Rahimi(grid, order) is { } published)
        {
            yield return published;
        }
    }

    private Table Table(Grid grid, string[] order) => new Table(
        "F1 by language: mean ± sd over seeds; p within the language by approximate randomisation over test sentences",
        ["language", .. grid.Methods.Select(method => method + "#"), .. grid.Others.SelectMany(other => new[] { $"{grid.Reference} − {other}#", "p#" })],
        [.. order.Select(data => (IReadOnlyList<string>)[data, .. grid.Methods.Select(method => Score(grid.Of(data, method))), .. grid.Others.SelectMany(other => Difference(grid, data, other))])]).WithoutEmptyColumns();

    private static string Score(Runs runs) => Numbers.MeanAndDeviation(runs.F1) + (runs.IsMarked ? MethodTables.Mark : "");

    private IEnumerable<string> Difference(Grid grid, string data, string other)
    {
        MethodDifference? test = tests.Of(grid, data, grid.Reference, other);
        yield return Numbers.Signed(grid.Pair(data, grid.Reference, other) is { } pair ? pair.First - pair.Second : null);
        yield return test is null ? Numbers.None : Numbers.P(test.Test.PValue);
    }

    private static Table? Rahimi(Grid grid, string[] order)
    {
        (string Data, RahimiScores Scores)[] known =
        [
            .. order.Select(name => (name, Scores: PublishedResults.RahimiOfData(name))).Where(row => row.Scores is not null).Select(row => (row.name, row.Scores!)),
        ];
        return known.Length == 0 ? null : new Table(
            "For comparison, Rahimi, Li and Cohn 2019, Table 4 (100 sentences; BiLSTM-CRF on fastText vectors, no transformer; another draw of sentences, larger test sets)",
            ["language", .. grid.Methods.Select(method => method + "#"), "BiLSTM-CRF#", "transfer from 10 languages first#"],
            [.. known.Select(row => (IReadOnlyList<string>)
                [row.Data, .. grid.Methods.Select(method => Numbers.F1(grid.Of(row.Data, method).F1?.Mean) + (grid.Of(row.Data, method).IsMarked ? MethodTables.Mark : "")), Numbers.F1(row.Scores.Supervised), Numbers.F1(row.Scores.Transfer)])]);
    }
}
