using System.Globalization;

namespace Maner.Benchmarks.Peers;

/// <summary>From raw times to the figures of a table.</summary>
internal static class Statistics
{
    /// <summary>The middle value; the mean of the two middle ones of an even number.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Seconds of a process's work: the median over passes of every batch, and of these the mean (a training step) or the sum (a prediction).</summary>
    public static double Seconds(IReadOnlyList<IReadOnlyList<double>> passes, bool isMean)
    {
        IEnumerable<double> medians = Enumerable.Range(0, passes[0].Count).Select(batch => Median(passes.Select(pass => pass[batch])));
        return isMean ? medians.Average() : medians.Sum();
    }

    /// <summary>Median of the rounds, and the farthest that any round is from it.</summary>
    public static Figure Of(IReadOnlyList<double> rounds)
    {
        double median = Median(rounds);
        return new Figure(median, rounds.Count < 2 ? null : rounds.Max(round => Math.Abs(round - median)));
    }
}

/// <summary>A measured time.</summary>
/// <param name="Median">Median over rounds, in seconds.</param>
/// <param name="Spread">The farthest that any round is from it; null of a single round.</param>
internal readonly record struct Figure(double Median, double? Spread)
{
    /// <summary>In the unit that suits it: <c>1.92 s ± 0.03</c>, <c>45.1 ms ± 0.4</c>, <c>45.1 ms</c>.</summary>
    public override string ToString()
    {
        (double scale, string unit, string digits) = Median switch
        {
            >= 1 => (1, "s", "F2"),
            >= 0.01 => (1e3, "ms", "F1"),
            _ => (1e3, "ms", "F2"),
        };
        string median = Text(Median) + " " + unit;
        return Spread is { } spread ? $"{median} ± {Text(spread)}" : median;

        string Text(double seconds) => (seconds * scale).ToString(digits, CultureInfo.InvariantCulture);
    }
}
