using System.Globalization;

namespace Maner.Experiments.Reports;

/// <summary>One field of a figure.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Lines">A line a method.</param>
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

/// <summary>Curves over training sizes, a field a language, all with the same axes.</summary>
internal static class LinePlot
{
    private const int PanelsARow = 2;
    private const double Width = 360, Height = 256, Left = 50, Right = 16, Top = 28, Bottom = 52, Legend = 36;

    /// <param name="panels">The fields.</param>
    /// <param name="id">The figure's name, unique within a page.</param>
    /// <param name="title">What it shows, unlike any other figure of the page.</param>
    public static string Draw(IReadOnlyList<Panel> panels, string id, string title)
    {
        int[] sizes = [.. panels.SelectMany(panel => panel.Lines).SelectMany(line => line.Points).Select(point => point.Size).Distinct().Order()];
        double highest = panels.SelectMany(panel => panel.Lines).SelectMany(line => line.Points).Max(point => point.Score);
        double top = Math.Max(0.1, Math.Ceiling(highest * 10) / 10);
        int rows = (panels.Count + PanelsARow - 1) / PanelsARow;
        string[] methods = [.. panels[0].Lines.Select(line => line.Method)];
        var svg = new Svg(
            PanelsARow * Width, Legend + (rows * Height), id, title,
            $"{panels.Count} fields ({string.Join(", ", panels.Select(panel => panel.Title))}), in each a line for each of {string.Join(", ", methods)} from {sizes[0]} to {sizes[^1]} sentences. The table below has the numbers.");
        MethodStyle.Legend(svg, methods, Left, 20, withLines: true);
        for (int index = 0; index < panels.Count; index++)
        {
            Draw(svg, panels[index], index % PanelsARow * Width, Legend + (index / PanelsARow * Height), sizes, top);
        }

        return svg.Finish();
    }

    private static void Draw(Svg svg, Panel panel, double left, double above, int[] sizes, double top)
    {
        svg.Text(left + Left, above + 16, panel.Title);
        for (double f1 = 0; f1 <= top + 0.001; f1 += top > 0.5 ? 0.2 : 0.1)
        {
            svg.Line("grid", left + Left, Y(f1), left + Width - Right, Y(f1));
            svg.Text(left + Left - 6, Y(f1) + 4, f1.ToString("0.0", CultureInfo.InvariantCulture), "end");
        }

        svg.Line("line", left + Left, Y(0), left + Width - Right, Y(0));
        int every = (sizes.Length + 5) / 6;
        for (int index = 0; index < sizes.Length; index++)
        {
            svg.Line("line", X(sizes[index]), Y(0), X(sizes[index]), Y(0) + 4);
            if (index % every == 0)
            {
                svg.Text(X(sizes[index]), Y(0) + 18, sizes[index].ToString(CultureInfo.InvariantCulture), "middle");
            }
        }

        svg.Text(left + 4, Y(top / 2) + 4, "F1");
        svg.Text(left + ((Left + Width - Right) / 2), Y(0) + 36, "training sentences", "middle");
        foreach (PanelLine line in panel.Lines)
        {
            svg.Path(MethodStyle.Stroke(line.Method), line.Points.Select(point => (X(point.Size), Y(point.Score))), MethodStyle.Dash(line.Method));
            foreach (PanelPoint point in line.Points)
            {
                svg.Marker(MethodStyle.Number(line.Method), X(point.Size), Y(point.Score), $"{panel.Title}, {line.Method}, {point.Size} sentences: {point}");
            }
        }

        double X(int size) => left + Left + ((size - sizes[0]) / (double)Math.Max(1, sizes[^1] - sizes[0]) * (Width - Left - Right - 10)) + 5;

        double Y(double f1) => above + Top + ((1 - (f1 / top)) * (Height - Top - Bottom));
    }
}
