using Maner.Experiments.Statistics;
using Xunit;

namespace Maner.Experiments.Tests.Statistics;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Intelligence_and_television_have_the_published_correlation()
    {
        // The example of Wikipedia's article on Spearman's rank correlation: ρ = −29/165 = −0.1758, two-sided p = 0.627.
        double[] intelligence = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110], hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];

        RankCorrelation correlation = RankCorrelation.Of([.. intelligence.Zip(hours, (x, y) => ("all", x, y))]);

        Assert.Equal(10, correlation.Count);
        Assert.Equal(-29.0 / 165, correlation.Rho, 1e-12);
        Assert.Equal(0.627, correlation.PValue, 0.02);
        Assert.Equal(correlation, RankCorrelation.Of([.. intelligence.Zip(hours, (x, y) => ("all", x, y))]));
    }

    [Fact]
    public void What_tells_groups_apart_does_not_count()
    {
        // Within each group the second falls as the first rises; over both together it rises.
        (string, double, double)[] pairs = [("a", 1, 12), ("a", 2, 11), ("a", 3, 10), ("b", 11, 22), ("b", 12, 21), ("b", 13, 20)];

        Assert.Equal(-1, RankCorrelation.Of(pairs).Rho, 1e-12);
        Assert.True(RankCorrelation.Of([.. pairs.Select(pair => ("all", pair.Item2, pair.Item3))]).Rho > 0.5);
    }

    [Fact]
    public void Nothing_goes_with_what_does_not_vary()
    {
        Assert.Equal((0, 1), (RankCorrelation.Of([("a", 1, 2), ("a", 2, 2), ("a", 3, 2)]).Rho, RankCorrelation.Of([("a", 1, 2), ("a", 2, 2)]).PValue));
        Assert.Equal(new RankCorrelation(0, 0, 1), RankCorrelation.Of([]));
    }
}
