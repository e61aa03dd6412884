using Maner.Experiments.Statistics;
using Xunit;

namespace Maner.Experiments.Tests.Statistics;

public sealed class LearningCurveTests
{
    [Fact]
    public void Curves_cross_where_straight_lines_do()
    {
        // Difference +0.1 at 100 and −0.3 at 500: a quarter of the way.
        LearningCurve.Crossing crossing = Assert.Single(LearningCurve.Crossings([(500, 0.5, 0.8), (100, 0.5, 0.4), (1000, 0.6, 0.9)]));

        Assert.Equal(200, crossing.Sentences, 1e-9);
        Assert.False(crossing.FirstLeadsAfter);
    }

    [Fact]
    public void Curves_that_are_equal_where_they_cross_cross_there()
    {
        LearningCurve.Crossing crossing = Assert.Single(LearningCurve.Crossings([(100, 0.5, 0.4), (200, 0.5, 0.5), (300, 0.5, 0.8)]));

        Assert.Equal(200, crossing.Sentences);
        Assert.False(crossing.FirstLeadsAfter);
    }

    [Fact]
    public void Curves_that_touch_do_not_cross()
    {
        Assert.Empty(LearningCurve.Crossings([(100, 0.5, 0.4), (200, 0.5, 0.5), (300, 0.6, 0.5)]));
        Assert.Empty(LearningCurve.Crossings([(100, 0.5, 0.4)]));
    }

    [Fact]
    public void The_size_that_reaches_a_score_lies_between_its_neighbours()
    {
        Assert.Equal(150, LearningCurve.SizeThatReaches([(100, 0.4), (200, 0.6)], 0.5)!.Value, 1e-9);
        Assert.Equal(100, LearningCurve.SizeThatReaches([(100, 0.4), (200, 0.6)], 0.3));
        Assert.Null(LearningCurve.SizeThatReaches([(100, 0.4), (200, 0.6)], 0.7));
    }
}
