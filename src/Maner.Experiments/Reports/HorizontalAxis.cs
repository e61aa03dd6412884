using System.Globalization;

namespace Maner.Experiments.Reports;

/// <summary>The horizontal axis of a <see cref="LinePlot"/>.</summary>
/// <param name="Label">What it shows.</param>
/// <param name="Unit">What a point's number counts, for the text at a point.</param>
/// <param name="IsLogarithmic">Whether equal ratios have equal lengths; then marks are at round numbers, not at the points.</param>
/// <param name="Steps">The numbers that marks may be at, of a logarithmic axis; empty for others.</param>
/// <param name="Text">A number as the axis has it.</param>
internal sealed record HorizontalAxis(string Label, string Unit, bool IsLogarithmic, IReadOnlyList<int> Steps, Func<int, string> Text)
{
    /// <summary>Training sentences, a mark for each size.</summary>
    public static HorizontalAxis Sentences { get; } = new("training sentences", "sentences", false, [], Whole);

    /// <summary>Words that were labelled.</summary>
    public static HorizontalAxis Words { get; } = new("labelled words", "words", true, [.. Decades()], Whole);

    /// <summary>Estimated seconds of the annotator.</summary>
    public static HorizontalAxis Seconds { get; } = new(
        "estimated time of the annotator", "seconds", true, [15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800],
        seconds => seconds < 60 ? Whole(seconds) + " s" : seconds < 3600 ? Whole(seconds / 60) + " min" : Whole(seconds / 3600) + " h");

    /// <summary>Where marks are.</summary>
    public int[] Ticks(int[] sizes) => IsLogarithmic ? [.. Steps.Where(step => step >= sizes[0] && step <= sizes[^1])] : sizes;

    /// <summary>The share of the axis at which a number is.</summary>
    public double Share(int size, int[] sizes) => IsLogarithmic
        ? Math.Log(size / (double)sizes[0]) / Math.Max(1e-9, Math.Log(sizes[^1] / (double)sizes[0]))
        : (size - sizes[0]) / (double)Math.Max(1, sizes[^1] - sizes[0]);

    private static IEnumerable<int> Decades()
    {
        for (int decade = 1; decade <= 1_000_000; decade *= 10)
        {
            yield return decade;
            yield return 2 * decade;
            yield return 5 * decade;
        }
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
