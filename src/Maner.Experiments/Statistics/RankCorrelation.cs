using Maner.Tensors;

namespace Maner.Experiments.Statistics;

/// <summary>
/// Spearman's rank correlation of two measures within groups: each value is taken as its distance from its group's mean, so that what tells the groups apart
/// (a language's level) does not count. Its p-value is that of a permutation test, two-sided, in which the second measure is shuffled within each group.
/// </summary>
/// <param name="Count">Pairs.</param>
/// <param name="Rho">The correlation, from −1 to 1; 0 where one of the two does not vary.</param>
/// <param name="PValue">The share of shuffles with a correlation at least as far from 0, the observed one counted among them.</param>
internal readonly record struct RankCorrelation(int Count, double Rho, double PValue)
{
    /// <summary>Number of shuffles.</summary>
    public const int Resamples = 10_000;

    // Of shuffles that give the same ranks: rounding must not tell them apart.
    private const double Equal = 1e-12;

    /// <summary>Correlates pairs.</summary>
    /// <param name="pairs">Each with the group that it is of.</param>
    /// <param name="seed">Seed of the shuffles.</param>
    public static RankCorrelation Of(IReadOnlyList<(string Group, double First, double Second)> pairs, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        int[][] groups = [.. Enumerable.Range(0, pairs.Count).GroupBy(index => pairs[index].Group).Select(group => group.ToArray())];
        double[] first = Ranks(Centred(groups, [.. pairs.Select(pair => pair.First)])), second = Centred(groups, [.. pairs.Select(pair => pair.Second)]);
        double rho = Correlation(first, Ranks(second));
        var rng = new Rng(seed);
        int extreme = 1;
        for (int draw = 0; draw < Resamples; draw++)
        {
            double[] shuffled = [.. second];
            foreach (int[] group in groups)
            {
                double[] values = [.. group.Select(index => second[index])];
                rng.Shuffle(values.AsSpan());
                for (int place = 0; place < group.Length; place++)
                {
                    shuffled[group[place]] = values[place];
                }
            }

            extreme += Math.Abs(Correlation(first, Ranks(shuffled))) >= Math.Abs(rho) - Equal ? 1 : 0;
        }

        return new RankCorrelation(pairs.Count, rho, extreme / (Resamples + 1.0));
    }

    private static double[] Centred(int[][] groups, double[] values)
    {
        foreach (int[] group in groups)
        {
            double mean = group.Average(index => values[index]);
            Array.ForEach(group, index => values[index] -= mean);
        }

        return values;
    }

    /// <summary>Ranks from 1; equal values share the mean of theirs.</summary>
    private static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(index => values[index])];
        var ranks = new double[values.Length];
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && values[order[end]] - values[order[start]] <= Equal; end++)
            {
            }

            for (int place = start; place < end; place++)
            {
                ranks[order[place]] = (start + 1 + end) / 2.0;
            }
        }

        return ranks;
    }

    private static double Correlation(double[] first, double[] second)
    {
        if (first.Length == 0)
        {
            return 0;
        }

        double one = first.Average(), other = second.Average(), product = 0, squares = 0, otherSquares = 0;
        for (int index = 0; index < first.Length; index++)
        {
            double a = first[index] - one, b = second[index] - other;
            product += a * b;
            squares += a * a;
            otherSquares += b * b;
        }

        return squares > 0 && otherSquares > 0 ? product / Math.Sqrt(squares * otherSquares) : 0;
    }
}
