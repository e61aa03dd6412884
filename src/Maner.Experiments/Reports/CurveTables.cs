using System.Globalization;
using Maner.Experiments.Statistics;

namespace Maner.Experiments.Reports;

/// <summary>Scores at growing training sizes: the paper's Figure 3.</summary>
/// <param name="tests">Remembers paired tests.</param>
internal sealed class CurveTables(PairedTests tests)
{
    /// <summary>The parts of a curve.</summary>
    /// <param name="grids">A grid per size.</param>
    /// <param name="name">The figure's name.</param>
    /// <param name="title">What the figure shows.</param>
    public IEnumerable<Part> Of(IReadOnlyList<(int Size, Grid Grid)> grids, string name, string title)
    {
        (int Size, Grid Grid)[] scored = Scored(grids);
        if (scored.Length == 0)
        {
            yield return new Paragraph("No training size has scores of every method yet.");
            yield break;
        }

        if (LeftOut([.. grids.Except(scored).OrderBy(point => point.Size)]) is { } sizes)
        {
            yield return sizes;
        }

        // Each language has its curve over the sizes that it has; a mean over languages is one curve only if it is over the same at every size.
        string[] planned = [.. grids.SelectMany(point => point.Grid.DataSets).Distinct()];
        string[] everywhere = CommonToAll(scored);
        IReadOnlyList<string> methods = scored[0].Grid.Methods;
        List<Panel> panels = [.. planned.Select(data => PanelOf(data, data)).Where(panel => panel.Sizes.Count > 0)];
        if (everywhere.Length > 1)
        {
            panels.Insert(0, PanelOf($"mean of {everywhere.Length} languages", everywhere));
        }

        var table = new Table(
            "F1 by training sentences, mean ± sd over seeds",
            ["language", "sentences#", .. methods.Select(method => method + "#")],
            [.. panels.SelectMany(panel => panel.Sizes.Select((size, index) => (IReadOnlyList<string>)
                [panel.Title, Numbers.Whole(size), .. panel.Lines.Select(line => line.Points[index].ToString())]))]);
        yield return new Figure(name, title, LinePlot.Draw(panels, name, title, Svg.Wide), LinePlot.Draw(panels, name + "-narrow", title, Svg.Narrow), table);
        if (methods.Count > 1 && panels.Exists(panel => panel.Sizes.Count > 1))
        {
            yield return Crossings(panels.FindAll(panel => panel.Sizes.Count > 1), scored[0].Grid.Reference);
        }

        (string Size, Grid Grid)[] shownGrids = [.. scored.Select(point => (Numbers.Whole(point.Size), everywhere.Length > 0 ? point.Grid.Only(everywhere) : point.Grid))];
        var tables = new MethodTables(tests);
        if (methods.Count > 1 && everywhere.Length > 0)
        {
            foreach (Part part in tables.Differences(shownGrids))
            {
                yield return part;
            }
        }

        yield return MethodTables.Costs(shownGrids);
        if (everywhere.Length < planned.Length)
        {
            string scores = $"scores of every method at each of {Sizes(scored)} sentences";
            yield return new Paragraph(everywhere.Length == 0
                ? $"No data set has {scores}, so there is no mean over data sets."
                : string.Create(CultureInfo.InvariantCulture, $"Means over data sets are over the {everywhere.Length} of {planned.Length} that have {scores}; without {string.Join(", ", planned.Except(everywhere))}."));
        }

        foreach (Paragraph note in MethodTables.Unplanned([.. scored.SelectMany(point => point.Grid.Common.SelectMany(data => methods.Select(method => point.Grid.Of(data, method))))]))
        {
            yield return note;
        }

        Panel PanelOf(string title, params string[] data) => new(title, [.. methods.Select(method => new PanelLine(
            method, [.. scored.Where(point => data.All(point.Grid.Common.Contains)).Select(point => PointOf(point.Size, [.. data.Select(set => point.Grid.Of(set, method))]))]))]);

        static PanelPoint PointOf(int size, Runs[] runs) => new(
            size, runs.Average(run => run.F1!.Value.Mean), runs.Length == 1 ? runs[0].F1!.Value.StandardDeviation : null, runs.Any(run => run.IsMarked));
    }

    /// <summary>The points of a curve over the data sets that have scores of every method at each of them; without such a data set, none.</summary>
    public static (int Size, Grid Grid)[] Everywhere(IReadOnlyList<(int Size, Grid Grid)> grids)
    {
        (int Size, Grid Grid)[] scored = Scored(grids);
        string[] everywhere = CommonToAll(scored);
        return everywhere.Length == 0 ? [] : [.. scored.Select(point => (point.Size, point.Grid.Only(everywhere)))];
    }

    private static (int Size, Grid Grid)[] Scored(IReadOnlyList<(int Size, Grid Grid)> grids) =>
        [.. grids.Where(point => point.Grid.Common.Count > 0).OrderBy(point => point.Size)];

    private static string[] CommonToAll((int Size, Grid Grid)[] scored) =>
        scored.Length == 0 ? [] : [.. scored[0].Grid.Common.Where(data => scored.All(point => point.Grid.Common.Contains(data)))];

    /// <summary>The sizes without a point in the curves, and why; null when there are none.</summary>
    private static Paragraph? LeftOut((int Size, Grid Grid)[] grids)
    {
        IEnumerable<string> sizes = grids.Select(point => string.Create(
            CultureInfo.InvariantCulture,
            $"{point.Size} (of {point.Grid.All.Sum(runs => runs.Count)} runs {point.Grid.All.Sum(runs => runs.Missing)} missing and {point.Grid.All.Sum(runs => runs.Failed)} failed)"));
        return grids.Length == 0 ? null : new Paragraph($"Sizes left out, because no data set has scores of every method there: {string.Join(", ", sizes)}.");
    }

    private static string Sizes(IEnumerable<(int Size, Grid Grid)> grids) => string.Join(", ", grids.Select(point => Numbers.Whole(point.Size)));

    private static Table Crossings(List<Panel> panels, string reference)
    {
        return new Table(
            "Where the curves cross, by linear interpolation, and the sentences that another method needs for what the first reaches with the fewest",
            ["language", "methods", "crossing at#", "afterwards higher", "sentences to reach the first's start#"],
            [.. panels.SelectMany(panel => panel.Lines.Where(line => line.Method != reference).Select(line => Row(panel, line)))]);

        IReadOnlyList<string> Row(Panel panel, PanelLine other)
        {
            PanelLine first = panel.Lines.First(line => line.Method == reference);
            IReadOnlyList<LearningCurve.Crossing> crossings = LearningCurve.Crossings(first.Points.Zip(other.Points, (one, two) => ((double)one.Size, one.Score, two.Score)));
            string mark = first.Mark.Length > 0 ? first.Mark : other.Mark;
            double? size = LearningCurve.SizeThatReaches(other.Points.Select(point => ((double)point.Size, point.Score)), first.Points[0].Score);
            string higher = crossings.Count == 0 ? first.Points[^1].Score >= other.Points[^1].Score ? reference : other.Method : crossings[^1].FirstLeadsAfter ? reference : other.Method;
            return
            [
                panel.Title, $"{reference}, {other.Method}",
                (crossings.Count == 0 ? "never" : string.Join(", ", crossings.Select(crossing => Numbers.Whole(crossing.Sentences)))) + mark,
                higher,
                (size is { } needed ? (needed == other.Points[0].Size ? "at most " : "") + Numbers.Whole(needed) : string.Create(CultureInfo.InvariantCulture, $"more than {other.Points[^1].Size}")) + mark,
            ];
        }
    }
}
