using Maner.Benchmarks.Peers;
using Xunit;

namespace Maner.Benchmarks.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3.0)]
    [InlineData(new[] { 9.0, 1.0, 2.0 }, 2.0)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 9.0 }, 3.0)]
    public void Median_is_the_middle_or_the_mean_of_the_two_middle_ones(double[] values, double expected) =>
        Assert.Equal(expected, Statistics.Median(values));

    [Fact]
    public void Seconds_take_the_median_over_passes_of_each_batch_and_then_mean_or_sum()
    {
        double[][] passes = [[1, 10], [2, 30], [9, 20]];

        Assert.Equal(11, Statistics.Seconds(passes, isMean: true));
        Assert.Equal(22, Statistics.Seconds(passes, isMean: false));
    }

    [Fact]
    public void Figure_of_rounds_has_their_median_and_the_farthest_round()
    {
        Figure figure = Statistics.Of([2.0, 2.5, 1.9]);

        Assert.Equal(2.0, figure.Median);
        Assert.Equal(0.5, figure.Spread!.Value, 12);
        Assert.Null(Statistics.Of([2.0]).Spread);
    }

    [Theory]
    [InlineData(1.916, 0.031, "1.92 s ± 0.03")]
    [InlineData(0.0451, 0.0004, "45.1 ms ± 0.4")]
    [InlineData(0.0035, 0.00001, "3.50 ms ± 0.01")]
    [InlineData(0.0451, null, "45.1 ms")]
    public void Figure_is_written_in_a_unit_that_suits_it(double median, double? spread, string expected) =>
        Assert.Equal(expected, new Figure(median, spread).ToString());
}
