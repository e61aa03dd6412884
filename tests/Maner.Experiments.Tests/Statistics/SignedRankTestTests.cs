using Maner.Experiments.Statistics;
using Xunit;

namespace Maner.Experiments.Tests.Statistics;

public sealed class SignedRankTestTests
{
    [Fact]
    public void Depression_scores_of_Hollander_and_Wolfe_have_the_published_p()
    {
        // Hollander and Wolfe 1973, p. 29, the example of R's wilcox.test: V = 40, one-sided exact p = 0.01953.
        double[] before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30];
        double[] after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];

        SignedRankTest test = SignedRankTest.Of(before.Zip(after, (x, y) => x - y));

        Assert.Equal((9, 40.0, 5.0), (test.Count, test.Positive, test.Negative));
        Assert.Equal(2 * 0.01953125, test.PValue, 1e-12);
    }

    [Fact]
    public void Darwins_plants_have_the_published_p()
    {
        // Fisher's reading of Darwin's cross- and self-fertilised maize, the example of SciPy's wilcoxon: statistic 24, p = 0.041259765625.
        SignedRankTest test = SignedRankTest.Of([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]);

        Assert.Equal(24, test.Negative);
        Assert.Equal(0.041259765625, test.PValue, 1e-12);
    }

    [Fact]
    public void Ties_share_their_ranks_and_zeros_are_left_out()
    {
        // By hand: |d| = 1, 1, 2 have ranks 1.5, 1.5, 3. Positive sums over the 8 sign patterns: 0, 1.5, 1.5, 3, 3, 4.5, 4.5, 6.
        // Observed 1.5 against 4.5: three patterns have at most 1.5, so p = 2 · 3/8.
        SignedRankTest test = SignedRankTest.Of([1, -1, 0, -2]);

        Assert.Equal((3, 1.5, 4.5), (test.Count, test.Positive, test.Negative));
        Assert.Equal(0.75, test.PValue, 1e-12);
    }

    [Fact]
    public void Hundred_languages_all_better_have_a_p_of_two_in_2_to_the_100() =>
        Assert.Equal(Math.ScaleB(2, -100), SignedRankTest.Of(Enumerable.Range(1, 100).Select(rank => rank / 1000.0)).PValue, 1e-40);

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 0.0, 0.0 })]
    [InlineData(new[] { 0.3 })]
    public void Nothing_can_be_said_of_no_difference_or_one(double[] differences) => Assert.Equal(1, SignedRankTest.Of(differences).PValue);
}
