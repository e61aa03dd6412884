using System.Globalization;

namespace Maner.Experiments.Reports;

/// <summary>A row a language, a mark a method: who gains and who loses is seen along the row.</summary>
internal static class DotPlot
{
    private const double Width = 760, Left = 150, Right = 20, Top = 60, Bottom = 30;

    /// <param name="grid">The scores.</param>
    /// <param name="order">The languages from top to bottom.</param>
    /// <param name="id">The figure's name, unique within a page.</param>
    /// <param name="title">What it shows, unlike any other figure of the page.</param>
    public static string Draw(Grid grid, IReadOnlyList<string> order, string id, string title)
    {
        double height = Top + (order.Count * Svg.LineHeight) + Bottom;
        var svg = new Svg(
            Width, height, id, title,
            $"A row for each of {order.Count} languages, ordered by the F1 of {grid.Baseline}; in each row a mark for each of {string.Join(", ", grid.Methods)} at its mean F1. The table below has the numbers.");
        MethodStyle.Legend(svg, grid.Methods, Left, 20, withLines: false);
        for (int tenth = 0; tenth <= 10; tenth += 2)
        {
            double x = X(tenth / 10.0);
            svg.Line("grid", x, Top - 6, x, height - Bottom + 4);
            svg.Text(x, Top - 10, (tenth / 10.0).ToString("0.0", CultureInfo.InvariantCulture), "middle");
        }

        for (int row = 0; row < order.Count; row++)
        {
            double y = Top + ((row + 0.5) * Svg.LineHeight);
            svg.Text(Left - 12, y + 4, order[row], "end");
            (string Method, double F1)[] scores =
                [.. grid.Methods.Select(method => (method, grid.Of(order[row], method).F1?.Mean)).Where(score => score.Mean is not null).Select(score => (score.method, score.Mean!.Value))];
            if (scores.Length > 1)
            {
                svg.Line("grid", X(scores.Min(score => score.F1)), y, X(scores.Max(score => score.F1)), y, width: 2);
            }

            foreach ((string method, double f1) in scores)
            {
                svg.Marker(MethodStyle.Number(method), X(f1), y, $"{order[row]}, {method}: {Numbers.F1(f1)}");
            }
        }

        svg.Text(Left + ((Width - Left - Right) / 2), height - 8, "F1 (strict, micro; mean over seeds)", "middle");
        return svg.Finish();
    }

    private static double X(double f1) => Left + (f1 * (Width - Left - Right));
}
