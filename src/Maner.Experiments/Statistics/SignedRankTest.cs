namespace Maner.Experiments.Statistics;

/// <summary>
/// Wilcoxon's signed-rank test (Wilcoxon 1945) of paired differences, two-sided and exact: the distribution of the statistic is counted over
/// all sign patterns of the ranks at hand, so ties need no correction. Zero differences are left out, as Wilcoxon did.
/// </summary>
/// <param name="Count">Differences that are not zero.</param>
/// <param name="Positive">Sum of the ranks of positive differences (V, or T+).</param>
/// <param name="Negative">Sum of the ranks of negative differences.</param>
/// <param name="PValue">Probability of sums at least as unequal if each difference were as likely positive as negative; 1 without differences.</param>
internal readonly record struct SignedRankTest(int Count, double Positive, double Negative, double PValue)
{
    // Differences of two means nearer than this are equal: what is left of them is rounding.
    private const double Equal = 1e-12;

    /// <summary>Tests differences.</summary>
    public static SignedRankTest Of(IEnumerable<double> differences)
    {
        double[] sorted = [.. differences.Where(difference => Math.Abs(difference) > Equal).OrderBy(Math.Abs)];
        int[] ranks = DoubledRanks(sorted);
        int positive = 0, all = 0;
        for (int index = 0; index < sorted.Length; index++)
        {
            positive += sorted[index] > 0 ? ranks[index] : 0;
            all += ranks[index];
        }

        return new SignedRankTest(sorted.Length, positive / 2.0, (all - positive) / 2.0, PValueOf(ranks, all, Math.Min(positive, all - positive)));
    }

    /// <summary>Twice the rank of each absolute difference; tied ones share the mean of their ranks, which doubled is whole.</summary>
    private static int[] DoubledRanks(double[] sorted)
    {
        var ranks = new int[sorted.Length];
        for (int first = 0; first < sorted.Length;)
        {
            int end = first + 1;
            while (end < sorted.Length && Math.Abs(sorted[end]) - Math.Abs(sorted[first]) <= Equal)
            {
                end++;
            }

            Array.Fill(ranks, first + 1 + end, first, end - first);
            first = end;
        }

        return ranks;
    }

    /// <summary>Twice the share of sign patterns whose positive sum is at most the smaller of the two observed.</summary>
    private static double PValueOf(int[] ranks, int all, int smaller)
    {
        // share[s] after k ranks: the share of the 2^k sign patterns whose positive (doubled) ranks sum to s.
        var share = new double[all + 1];
        share[0] = 1;
        int reached = 0;
        foreach (int rank in ranks)
        {
            reached += rank;
            for (int sum = reached; sum >= 0; sum--)
            {
                share[sum] = (share[sum] + (sum >= rank ? share[sum - rank] : 0)) / 2;
            }
        }

        return Math.Min(1, 2 * share.AsSpan(0, smaller + 1).ToArray().Sum());
    }
}
