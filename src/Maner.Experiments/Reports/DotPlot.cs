using System.Globalization;
using Maner.Ner.Evaluation;

namespace Maner.Experiments.Reports;

/// <summary>A row per language, a mark with its deviation per method: who gains and who loses is seen within the row.</summary>
internal static class DotPlot
{
    private const double MethodHeight = 8.5, RowGap = 9, Bottom = 44, Edge = 14, LetterWidth = 7;
    private const int LongestLabel = 22;

    /// <param name="grid">The scores.</param>
    /// <param name="order">The languages from top to bottom.</param>
    /// <param name="id">The figure's name, unique within a page.</param>
    /// <param name="title">What it shows, unlike any other figure of the page.</param>
    /// <param name="width">The drawing's width in pixels at its natural size.</param>
    public static string Draw(Grid grid, IReadOnlyList<string> order, string id, string title, double width)
    {
        double left = (LetterWidth * order.Max(name => Label(name).Length)) + 16;
        double top = 24 + MethodStyle.LegendHeight(grid.Methods, Edge, width - Edge), row = (grid.Methods.Count * MethodHeight) + RowGap;
        double height = top + (order.Count * row) + Bottom;
        (double low, double high) = Range(grid);
        var svg = new Svg(
            width, height, id, title,
            $"A row for each of {order.Count} languages, ordered by the F1 of {grid.Baseline}; in each row a mark for each of {string.Join(", ", grid.Methods)} at its mean F1, with a bar of one standard deviation over seeds to both sides. The table below has the numbers.");
        MethodStyle.Legend(svg, grid.Methods, Edge, 20, width - Edge, withLines: false);
        for (int index = 0; index < order.Count; index += 2)
        {
            svg.Rectangle("band", 0, top + (index * row), width, row);
        }

        // Ticks at tenths, or at every second one where they would touch.
        int step = (high - low) * 10 * 40 <= width - left ? 1 : 2;
        for (int tenth = (int)Math.Round(low * 10); tenth <= (int)Math.Round(high * 10); tenth += step)
        {
            double x = X(tenth / 10.0);
            svg.Line("grid", x, top, x, height - Bottom + 4);
            svg.Text(x, top - 8, (tenth / 10.0).ToString("0.0", CultureInfo.InvariantCulture), "middle");
            svg.Text(x, height - Bottom + 18, (tenth / 10.0).ToString("0.0", CultureInfo.InvariantCulture), "middle");
        }

        for (int index = 0; index < order.Count; index++)
        {
            double above = top + (index * row);
            svg.Text(left - 10, above + (row / 2) + 4.5, Label(order[index]), "end");
            for (int number = 0; number < grid.Methods.Count; number++)
            {
                string method = grid.Methods[number];
                if (grid.Of(order[index], method).F1 is not { } score)
                {
                    continue;
                }

                double y = above + (RowGap / 2) + ((number + 0.5) * MethodHeight);
                if (score.StandardDeviation is > 0 and { } deviation)
                {
                    svg.DeviationBar(MethodStyle.Number(method), X(Math.Max(low, score.Mean - deviation)), X(Math.Min(high, score.Mean + deviation)), y);
                }

                svg.Marker(MethodStyle.Number(method), X(score.Mean), y, $"{order[index]}, {method}: {Numbers.MeanAndDeviation(score)}");
            }
        }

        svg.Text(left + ((width - left - Edge) / 2), height - 8, "F1 (strict, micro), mean ± sd over seeds", "middle");
        return svg.Finish();

        double X(double f1) => left + ((f1 - low) / (high - low) * (width - left - Edge));
    }

    /// <summary>The tenths between which all marks and bars are.</summary>
    private static (double Low, double High) Range(Grid grid)
    {
        MeanAndDeviation[] scores = [.. grid.All.Select(runs => runs.F1).OfType<MeanAndDeviation>()];
        if (scores.Length == 0)
        {
            return (0, 1);
        }

        double low = Math.Floor(Math.Max(0, scores.Min(score => score.Mean - (score.StandardDeviation ?? 0))) * 10) / 10;
        double high = Math.Ceiling(Math.Min(1, scores.Max(score => score.Mean + (score.StandardDeviation ?? 0))) * 10) / 10;
        return (low, Math.Max(high, low + 0.1));
    }

    /// <summary>A name that leaves room for the marks; the table has it whole.</summary>
    private static string Label(string name) => name.Length <= LongestLabel ? name : "…" + name[^(LongestLabel - 1)..];
}
