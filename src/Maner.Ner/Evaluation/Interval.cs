namespace Maner.Ner.Evaluation;

/// <summary>A confidence interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Share of intervals so made that hold the true value, for example 0.95.</param>
public readonly record struct Interval(double Low, double High, double Level)
{
    /// <summary>
    /// The middle <paramref name="level"/> of values, by their percentiles with linear interpolation between neighbours
    /// (type 7 of Hyndman and Fan 1996, NumPy's default). Sorts the values.
    /// </summary>
    public static Interval OfPercentiles(Span<double> values, double level)
    {
        values.Sort();
        double tail = (1 - level) / 2;
        return new Interval(Percentile(values, tail), Percentile(values, 1 - tail), level);
    }

    private static double Percentile(ReadOnlySpan<double> sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
