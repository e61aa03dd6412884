using System.Globalization;

namespace Maner.Experiments.Reports;

/// <summary>One field of a figure.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Lines">One line per method.</param>
internal sealed record Panel(string Title, IReadOnlyList<PanelLine> Lines)
{
    /// <summary>The sizes of its points, the same for all lines.</summary>
    public IReadOnlyList<int> Sizes => [.. Lines[0].Points.Select(point => point.Size)];
}

/// <summary>A method's scores by training size.</summary>
/// <param name="Method">The method.</param>
/// <param name="Points">Sizes in ascending order and scores.</param>
internal sealed record PanelLine(string Method, IReadOnlyList<PanelPoint> Points)
{
    /// <summary>The mark of a number that rests on all of the line; nothing without need.</summary>
    public string Mark => Points.Any(point => point.IsMarked) ? MethodTables.Mark : "";
}

/// <summary>A score at a training size.</summary>
/// <param name="Size">Number of sentences.</param>
/// <param name="Score">F1.</param>
/// <param name="Deviation">The standard deviation over seeds; null for a mean over languages, and for one seed.</param>
/// <param name="IsMarked">Whether not all runs behind it ended as planned.</param>
internal sealed record PanelPoint(int Size, double Score, double? Deviation, bool IsMarked)
{
    public override string ToString() => Numbers.F1(Score) + (Deviation is { } deviation ? $" ± {Numbers.F1(deviation)}" : "") + (IsMarked ? MethodTables.Mark : "");
}

/// <summary>Curves over training sizes, a field per language, all with the same axes.</summary>
internal static class LinePlot
{
    private const double Height = 256, Left = 50, Right = 16, Top = 28, Bottom = 52, TickWidth = 36, WideTickWidth = 48;

    /// <param name="panels">The fields.</param>
    /// <param name="id">The figure's name, unique within a page.</param>
    /// <param name="title">What it shows, unlike any other figure of the page.</param>
    /// <param name="width">The drawing's width in pixels at its natural size.</param>
    /// <param name="axis">The horizontal axis; null for training sentences.</param>
    public static string Draw(IReadOnlyList<Panel> panels, string id, string title, double width, HorizontalAxis? axis = null)
    {
        axis ??= HorizontalAxis.Sentences;
        PanelPoint[] points = [.. panels.SelectMany(panel => panel.Lines).SelectMany(line => line.Points)];
        int[] sizes = [.. points.Select(point => point.Size).Distinct().Order()];
        var axes = Axes.Of(sizes, points.Min(point => point.Score), points.Max(point => point.Score));
        int columns = width < Svg.Wide ? 1 : panels.Count is 1 or 2 or 4 ? Math.Min(2, panels.Count) : 3;
        int rows = (panels.Count + columns - 1) / columns;
        string[] methods = [.. panels[0].Lines.Select(line => line.Method)];
        double legend = 12 + MethodStyle.LegendHeight(methods, Left, width - Right);
        var svg = new Svg(
            width, legend + (rows * Height), id, title,
            $"{panels.Count} fields ({string.Join(", ", panels.Select(panel => panel.Title))}), in each a line for each of {string.Join(", ", methods)} from {sizes[0]} to {sizes[^1]} {axis.Unit}. The table below has the numbers.");
        MethodStyle.Legend(svg, methods, Left, 20, width - Right, withLines: true);
        for (int index = 0; index < panels.Count; index++)
        {
            Draw(svg, panels[index], axes, axis, index % columns * (width / columns), legend + (index / columns * Height), width / columns);
        }

        return svg.Finish();
    }

    /// <summary>The axes that all fields have.</summary>
    /// <param name="Sizes">Where the lines have points.</param>
    /// <param name="First">The tenth of F1 at the foot.</param>
    /// <param name="Last">The tenth of F1 at the top.</param>
    /// <param name="Step">Tenths between grid lines.</param>
    private sealed record Axes(int[] Sizes, int First, int Last, int Step)
    {
        /// <summary>Axes that hold all scores; they begin at 0, unless the lower part would be empty.</summary>
        public static Axes Of(int[] sizes, double lowest, double highest)
        {
            const int MostLines = 6;
            int first = lowest < 0.2 ? 0 : (int)Math.Floor(lowest * 10), last = Math.Max(first + 1, (int)Math.Ceiling(highest * 10));
            return last - first <= MostLines ? new Axes(sizes, first, last, 1) : new Axes(sizes, first / 2 * 2, (last + 1) / 2 * 2, 2);
        }
    }

    private static void Draw(Svg svg, Panel panel, Axes axes, HorizontalAxis axis, double left, double above, double width)
    {
        int[] sizes = axes.Sizes, ticks = axis.Ticks(sizes);
        double low = axes.First / 10.0, high = axes.Last / 10.0;
        svg.Text(left + Left, above + 16, panel.Title);
        for (int tenth = axes.First; tenth <= axes.Last; tenth += axes.Step)
        {
            double y = Y(tenth / 10.0);
            svg.Line("grid", left + Left, y, left + width - Right, y);
            svg.Text(left + Left - 6, y + 4, (tenth / 10.0).ToString("0.0", CultureInfo.InvariantCulture), "end");
        }

        svg.Line("line", left + Left, Y(low), left + width - Right, Y(low));
        int every = Math.Max(1, (int)Math.Ceiling(ticks.Length * TickWidth / (width - Left - Right)));
        double last = double.NegativeInfinity;
        for (int index = 0; index < ticks.Length; index++)
        {
            svg.Line("line", X(ticks[index]), Y(low), X(ticks[index]), Y(low) + 4);
            if (axis.IsLogarithmic ? X(ticks[index]) - last >= WideTickWidth : index % every == 0)
            {
                svg.Text(X(ticks[index]), Y(low) + 18, axis.Text(ticks[index]), "middle");
                last = X(ticks[index]);
            }
        }

        svg.Text(left + 6, above + 16, "F1");
        svg.Text(left + ((Left + width - Right) / 2), Y(low) + 36, axis.Label, "middle");
        foreach (PanelLine line in panel.Lines)
        {
            svg.Path(MethodStyle.Stroke(line.Method), line.Points.Select(point => (X(point.Size), Y(point.Score))), MethodStyle.Dash(line.Method));
            foreach (PanelPoint point in line.Points)
            {
                svg.Marker(MethodStyle.Number(line.Method), X(point.Size), Y(point.Score), $"{panel.Title}, {line.Method}, {point.Size} {axis.Unit}: {point}");
            }
        }

        double X(int size) => left + Left + (axis.Share(size, sizes) * (width - Left - Right - 16)) + 8;

        double Y(double f1) => above + Top + ((high - f1) / (high - low) * (Height - Top - Bottom));
    }
}
