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
        return new Figure(median, rounds.Count == 0 ? 0 : rounds.Max(round => Math.Abs(round - median)));
    }
}

/// <summary>A measured time.</summary>
/// <param name="Median">Median over rounds, in seconds.</param>
/// <param name="Spread">The farthest that any round is from it.</param>
internal readonly record struct Figure(double Median, double Spread)
{
    /// <summary>In the unit that suits it: <c>1.92 s ± 0.03</c>, <c>45.1 ms ± 0.4</c>.</summary>
    public override string ToString() => Median switch
    {
        >= 1 => FormattableString.Invariant($"{Median:F2} s ± {Spread:F2}"),
        >= 0.01 => FormattableString.Invariant($"{Median * 1e3:F1} ms ± {Spread * 1e3:F1}"),
        _ => FormattableString.Invariant($"{Median * 1e3:F2} ms ± {Spread * 1e3:F2}"),
    };
}
