using Maner.Annotation.Learning;
using Xunit;

namespace Maner.Annotation.Tests.Learning;

public sealed class StopAdviceTests
{
    private static readonly double[] s_stable = [0.8, 0.99, 0.992, 0.995];

    [Fact]
    public void Nothing_is_said_before_there_are_three_comparisons_and_four_scores()
    {
        Assert.Equal(StopAdvice.None, StopAdvice.Of([0.99, 0.99], Curve(0.7, 0.7, 0.7, 0.7)));
        Assert.Equal(StopAdvice.None, StopAdvice.Of(s_stable, Curve(0.7, 0.7, 0.7)));
        Assert.Equal(StopAdvice.None, StopAdvice.Of(s_stable, [.. Curve(0.7, 0.7, 0.7, 0.7).Select(point => point with { Sentences = 100 })]));
    }

    [Theory]
    [InlineData(0.995, new[] { 0.7, 0.701, 0.7, 0.701 }, true, "stop helping")]
    [InlineData(0.995, new[] { 0.5, 0.6, 0.7, 0.8 }, false, "still help")]
    [InlineData(0.95, new[] { 0.7, 0.701, 0.7, 0.701 }, false, "stands still")]
    [InlineData(0.95, new[] { 0.5, 0.6, 0.7, 0.8 }, false, "still help")]
    [InlineData(0.995, new[] { 0.8, 0.79, 0.78, 0.77 }, true, "stop helping")] // a falling curve is not steep
    public void Both_have_to_stand_still(double kappa, double[] scores, bool isStop, string says)
    {
        StopAdvice advice = StopAdvice.Of([0.1, kappa, kappa, kappa], Curve(scores));
        Assert.Equal(isStop, advice.IsStop);
        Assert.Contains(says, advice.Text, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"kappa {kappa:0.000}"), advice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_slope_is_over_the_logarithm()
    {
        // 0.1 with every doubling: log 1.25 / log 2 of that with a quarter more.
        StopAdvice advice = StopAdvice.Of(s_stable, [.. new[] { (25, 0.4), (50, 0.5), (100, 0.6), (200, 0.7) }.Select(point => new LearningPoint(point.Item1, point.Item2, 0, 1, 20, "v"))]);
        Assert.Contains(FormattableString.Invariant($"add {0.1 * Math.Log(1.25) / Math.Log(2):0.000} F1"), advice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Kappa_is_cohens()
    {
        // 20 words: both O 10, both B 4, O against B 4, B against O 2. Observed 0.7; expected 0.7 · 0.6 + 0.3 · 0.4 = 0.54.
        string[] first = [.. Enumerable.Repeat("O", 14), .. Enumerable.Repeat("B", 6)];
        string[] second = [.. Enumerable.Repeat("O", 10), .. Enumerable.Repeat("B", 4), .. Enumerable.Repeat("B", 4), .. Enumerable.Repeat("O", 2)];
        Assert.Equal((0.7 - 0.54) / 0.46, TagAgreement.Kappa([first], [second])!.Value, 12);
        Assert.Equal(1, TagAgreement.Kappa([["O", "O"]], [["O", "O"]]));
        Assert.Equal(1, TagAgreement.Kappa([["O", "B"]], [["O", "B"]])!.Value, 12);
        Assert.Null(TagAgreement.Kappa([["O"]], [["O", "O"]])); // words were cut otherwise since
        Assert.Null(TagAgreement.Kappa([], []));
    }

    private static LearningPoint[] Curve(params double[] scores) => [.. scores.Select((score, index) => new LearningPoint(10 * (index + 5), score, 0, 1, 20, $"v{index}"))];
}
