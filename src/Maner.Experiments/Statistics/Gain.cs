namespace Maner.Experiments.Statistics;

/// <summary>
/// What one method gains over another, by each of the averages that papers call "relative improvement", which differ when gains are larger
/// where scores are low.
/// </summary>
/// <param name="Count">Number of pairs (languages).</param>
/// <param name="Difference">Mean of the differences: first minus second.</param>
/// <param name="RatioOfMeans">Mean of the first over mean of the second, minus 1; null when that mean is 0.</param>
/// <param name="MeanOfRatios">Mean of first over second, minus 1, over the pairs whose second is not 0; null without such a pair.</param>
/// <param name="WithoutRatio">Pairs whose second is 0, and so have no ratio.</param>
/// <param name="Wins">Pairs whose first is larger.</param>
/// <param name="Losses">Pairs whose second is larger.</param>
/// <param name="Ties">Pairs that are equal.</param>
internal sealed record Gain(
    int Count, double Difference, double? RatioOfMeans, double? MeanOfRatios, int WithoutRatio, int Wins, int Losses, int Ties)
{
    private const double Equal = 1e-12;

    /// <summary>Compares pairs; null without a pair.</summary>
    public static Gain? Of(IReadOnlyCollection<(double First, double Second)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0)
        {
            return null;
        }

        double first = pairs.Average(pair => pair.First), second = pairs.Average(pair => pair.Second);
        double[] ratios = [.. pairs.Where(pair => pair.Second > 0).Select(pair => pair.First / pair.Second)];
        int wins = pairs.Count(pair => pair.First - pair.Second > Equal), losses = pairs.Count(pair => pair.Second - pair.First > Equal);
        return new Gain(
            pairs.Count, first - second, second > 0 ? (first / second) - 1 : null, ratios.Length > 0 ? ratios.Average() - 1 : null,
            pairs.Count - ratios.Length, wins, losses, pairs.Count - wins - losses);
    }
}
