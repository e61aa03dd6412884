using Maner.Experiments.Statistics;
using Xunit;

namespace Maner.Experiments.Tests.Statistics;

public sealed class BudgetCurveTests
{
    private static readonly (double, double)[] s_curve = [(10, 0.2), (100, 0.6), (1000, 0.8)];

    [Fact]
    public void The_mean_is_the_area_over_the_logarithm()
    {
        Assert.Equal(0.55, BudgetCurve.Mean(s_curve, 10, 1000)!.Value, 12); // (0.4 + 0.7) / 2
        Assert.Equal(0.4, BudgetCurve.Mean(s_curve, 10, 100)!.Value, 12);
        double root = Math.Sqrt(1000); // half-way from 10 to 100: 0.4
        Assert.Equal(0.5, BudgetCurve.Mean(s_curve, root, 100)!.Value, 12);
        Assert.Null(BudgetCurve.Mean(s_curve, 5, 100));
        Assert.Null(BudgetCurve.Mean(s_curve, 100, 2000));
        Assert.Null(BudgetCurve.Mean(s_curve, 100, 100));
    }

    [Fact]
    public void Between_points_it_is_linear_in_the_logarithm()
    {
        Assert.Equal(0.4, BudgetCurve.At(s_curve, Math.Sqrt(1000))!.Value, 12);
        Assert.Equal(0.2, BudgetCurve.At(s_curve, 10));
        Assert.Equal(0.8, BudgetCurve.At(s_curve, 1000));
        Assert.Null(BudgetCurve.At(s_curve, 9));
        Assert.Null(BudgetCurve.At(s_curve, 1001));
    }

    [Fact]
    public void It_reaches_a_score_where_it_first_has_it()
    {
        Assert.Equal(Math.Sqrt(1000), BudgetCurve.Reaches(s_curve, 0.4)!.Value, 9);
        Assert.Equal(10, BudgetCurve.Reaches(s_curve, 0.1));
        Assert.Null(BudgetCurve.Reaches(s_curve, 0.9));
        Assert.Equal(100, BudgetCurve.Reaches([(10, 0.2), (100, 0.6), (1000, 0.5), (10_000, 0.9)], 0.6)!.Value, 9);
    }
}
