using Maner.Experiments.Statistics;
using Maner.Ner.Evaluation;
using Xunit;

namespace Maner.Experiments.Tests.Statistics;

public sealed class GainTests
{
    [Fact]
    public void The_two_relative_gains_differ_as_by_hand()
    {
        // 0.2 → 0.3 is +50 %, 0.8 → 0.8 is 0 %: mean of ratios +25 %; means 0.5 → 0.55: ratio of means +10 %.
        Gain gain = Gain.Of([(0.3, 0.2), (0.8, 0.8)])!;

        Assert.Equal(0.05, gain.Difference, 1e-12);
        Assert.Equal(0.10, gain.RatioOfMeans!.Value, 1e-12);
        Assert.Equal(0.25, gain.MeanOfRatios!.Value, 1e-12);
        Assert.Equal((1, 0, 1), (gain.Wins, gain.Losses, gain.Ties));
    }

    [Fact]
    public void The_papers_means_give_ten_percent() => Assert.Equal(0.102, Gain.Of([(0.715, 0.649)])!.RatioOfMeans!.Value, 3);

    [Fact]
    public void A_score_of_zero_has_no_ratio_and_is_counted()
    {
        Gain gain = Gain.Of([(0.1, 0), (0.4, 0.5)])!;

        Assert.Equal((2, 1), (gain.Count, gain.WithoutRatio));
        Assert.Equal(-0.2, gain.MeanOfRatios!.Value, 1e-12);
        Assert.Null(Gain.Of([]));
    }

    [Fact]
    public void Holms_correction_is_as_by_hand()
    {
        // Sorted 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1 are 0.04, 0.06, 0.06, 0.04; no smaller one may follow a larger one.
        double[] expected = [0.06, 0.04, 0.06, 0.06], found = Holm.Adjust([0.03, 0.01, 0.04, 0.02]);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal([1, 1], Holm.Adjust([0.9, 0.6]));
    }

    [Fact]
    public void A_mean_of_two_values_has_the_exact_bootstrap_distribution()
    {
        // Draws of two from {0, 1} have means 0, ½, 1 with probabilities ¼, ½, ¼.
        Assert.Equal(new Interval(0.5, 0.5, 0.4), MeanBootstrap.Of([0, 1], level: 0.4));
        Assert.Null(MeanBootstrap.Of([0.5], level: 0.4));
    }

    [Fact]
    public void So_few_values_that_an_interval_would_be_their_range_have_none()
    {
        Assert.Null(MeanBootstrap.Of([0, 1], level: 0.6)); // leaves out 0.2 below, and both draws are the smaller with 1/4
        Assert.Null(MeanBootstrap.Of([0, 0.5, 1])); // 1/27 beside 0.025
        Interval interval = MeanBootstrap.Of([0, 0.4, 0.6, 1])!.Value; // 1/256
        Assert.InRange(interval.Low, 0.01, 0.49);
        Assert.InRange(interval.High, 0.51, 0.99);
    }

    [Fact]
    public void The_interval_of_Efrons_mice_is_as_wide_as_its_published_standard_error()
    {
        // Efron and Tibshirani 1993, Table 2.1: mean 86.86, standard error 25.24. As the bootstrap has it (n instead of n − 1): 23.36.
        Interval interval = MeanBootstrap.Of([94, 197, 16, 38, 99, 141, 23])!.Value;

        Assert.InRange((interval.High - interval.Low) / (2 * 1.96), 22, 24.5);
        Assert.InRange(interval.Low, 35, 50);
    }
}
