using Maner.Ner.Evaluation;
using Xunit;

namespace Maner.Ner.Tests.Evaluation;

public sealed class MeanAndDeviationTests
{
    [Fact]
    public void The_deviation_is_that_of_a_sample() =>
        // Squared distances from 5 add up to 32; 32 / 7.
        Assert.Equal(new MeanAndDeviation(5, Math.Sqrt(32.0 / 7), 8), MeanAndDeviation.Of([2, 4, 4, 4, 5, 5, 7, 9]));

    [Fact]
    public void One_value_has_no_deviation() =>
        Assert.Equal(new MeanAndDeviation(0.5, null, 1), MeanAndDeviation.Of([0.5]));

    [Fact]
    public void No_values_are_refused() => Assert.Throws<ArgumentException>(() => MeanAndDeviation.Of([]));
}
