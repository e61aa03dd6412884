using System.Globalization;
using Maner.Experiments.Statistics;

namespace Maner.Experiments.Reports;

/// <summary>Scores at growing training sizes: the paper's Figure 3.</summary>
internal static class CurveTables
{
    /// <summary>The parts of a curve.</summary>
    /// <param name="grids">A grid a size.</param>
    /// <param name="name">The figure's name.</param>
    public static IEnumerable<Part> Of(IReadOnlyList<(int Size, Grid Grid)> grids, string name)
    {
        (int Size, Grid Grid)[] scored = [.. grids.Where(point => point.Grid.Common.Count > 0).OrderBy(point => point.Size)];
        if (scored.Length == 0)
        {
            yield return new Paragraph("No training size has scores of every method yet.");
            yield break;
        }

        // A mean over languages is one curve only if it is over the same languages at every size.
        string[] everywhere = [.. scored[0].Grid.Common.Where(data => scored.All(point => point.Grid.Common.Contains(data)))];
        IReadOnlyList<string> methods = scored[0].Grid.Methods;
        List<Panel> panels = [.. everywhere.Select(data => PanelOf(data, data))];
        if (everywhere.Length > 1)
        {
            panels.Insert(0, PanelOf($"mean of {everywhere.Length} languages", everywhere));
        }

        var table = new Table(
            "F1 by training sentences, mean over seeds",
            ["language", "sentences#", .. methods.Select(method => method + "#")],
            [.. panels.SelectMany(panel => scored.Select((point, index) => (IReadOnlyList<string>)
                [panel.Title, Numbers.Whole(point.Size), .. panel.Lines.Select(line => Numbers.F1(line.Points[index].Score))]))]);
        yield return new Figure(name, "F1 by number of training sentences", LinePlot.Draw(panels, name), table);
        string reference = scored[0].Grid.Reference;
        if (methods.Count > 1 && scored.Length > 1)
        {
            yield return Crossings(panels, reference);
        }

        foreach (Paragraph note in scored.SelectMany(point => MethodTables.Marks(point.Grid)).DistinctBy(note => note.Text))
        {
            yield return note;
        }

        Panel PanelOf(string title, params string[] data) => new(title, [.. methods.Select(method => new PanelLine(
            method, [.. scored.Select(point => (point.Size, data.Average(set => point.Grid.Of(set, method).F1!.Value.Mean)))]))]);
    }

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
            double? size = LearningCurve.SizeThatReaches(other.Points.Select(point => ((double)point.Size, point.Score)), first.Points[0].Score);
            string higher = crossings.Count == 0 ? first.Points[^1].Score >= other.Points[^1].Score ? reference : other.Method : crossings[^1].FirstLeadsAfter ? reference : other.Method;
            return
            [
                panel.Title, $"{reference}, {other.Method}",
                crossings.Count == 0 ? "never" : string.Join(", ", crossings.Select(crossing => Numbers.Whole(crossing.Sentences))),
                higher,
                size is { } needed ? Numbers.Whole(needed) : string.Create(CultureInfo.InvariantCulture, $"more than {other.Points[^1].Size}"),
            ];
        }
    }
}
