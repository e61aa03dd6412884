using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests.Pretraining;

public sealed class BudgetTests
{
    [Fact]
    public void Tokens_or_hours_are_spent()
    {
        var tokens = new Budget(new PretrainingOptions { Tokens = 200 });
        Assert.Equal((0, 0.25, 1), (tokens.Spent(0, 9e9), tokens.Spent(50, 0), tokens.Spent(300, 0)));
        Assert.Equal(3, tokens.SecondsLeft(50, 0, 50));
        Assert.Equal(1, new Budget(new PretrainingOptions { Tokens = 0 }).Spent(0, 0));

        var hours = new Budget(new PretrainingOptions { Hours = 2 });
        Assert.Equal((0.25, 1), (hours.Spent(9e9, 1800), hours.Spent(0, 7201)));
        Assert.Equal(1800, hours.SecondsLeft(0, 5400, 50));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.05, 0.5)]
    [InlineData(0.1, 1)]
    [InlineData(0.55, 0.5)]
    [InlineData(1, 0)]
    public void The_learning_rate_rises_and_falls_in_lines(double spent, double share) =>
        Assert.Equal(4 * share, new Budget(new PretrainingOptions { Tokens = 1, LearningRate = 4, WarmUp = 0.1 }).LearningRate(spent), 1e-6);

    [Fact]
    public void Options_outside_what_makes_sense_are_refused()
    {
        var good = new PretrainingOptions { Tokens = 1 };
        Assert.Same(good, good.Validated());
        (PretrainingOptions Options, string Says)[] bad =
        [
            (good with { Tokens = null }, "either PretrainingOptions.Tokens or PretrainingOptions.Hours, found neither"),
            (good with { Hours = 1 }, "found both"),
            (good with { Rate = 0 }, "PretrainingOptions.Rate: expected above 0 and below 1, found 0"),
            (good with { Alpha = 1.5 }, "PretrainingOptions.Alpha: expected from 0 to 1, found 1.5"),
            (good with { DType = "bf16" }, "PretrainingOptions.DType: expected f32 or f16, found 'bf16'"),
            (good with { Shape = new EncoderShape { Hidden = 100, Heads = 3 } }, "EncoderShape.Heads: expected a divisor of the hidden width 100, found 3"),
        ];
        Assert.All(bad, item => Assert.Contains(item.Says, Assert.ThrowsAny<Exception>(item.Options.Validated).Message, StringComparison.Ordinal));
    }
}
