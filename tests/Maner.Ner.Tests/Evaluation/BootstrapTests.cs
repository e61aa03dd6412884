using Maner.Ner.Evaluation;
using Maner.Tensors;
using Xunit;

namespace Maner.Ner.Tests.Evaluation;

public sealed class BootstrapTests
{
    [Fact]
    public void Interval_of_independent_sentences_is_that_of_a_proportion()
    {
        // One entity gold and one predicted a sentence, 300 of 400 right: F1 is the share that is right.
        EntityScore[] sentences = [.. Enumerable.Range(0, 400).Select(sentence => new EntityScore(sentence % 4 == 0 ? 0 : 1, 1, 1))];
        double halfWidth = 1.96 * Math.Sqrt(0.75 * 0.25 / 400);

        Interval interval = Bootstrap.F1Interval(sentences, new Rng(1), resamples: 4_000);

        Assert.Equal(0.75 - halfWidth, interval.Low, 0.005);
        Assert.Equal(0.75 + halfWidth, interval.High, 0.005);
        Assert.Equal(0.95, interval.Level);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_seed_another()
    {
        var rng = new Rng(5);
        EntityScore[] sentences = SentenceScores.Of(Enumerable.Range(0, 100).Select(_ => Evaluated.Random(rng)), SpanRule.Strict);

        Interval interval = Bootstrap.F1Interval(sentences, new Rng(1));

        Assert.Equal(interval, Bootstrap.F1Interval(sentences, new Rng(1)));
        Assert.NotEqual(interval, Bootstrap.F1Interval(sentences, new Rng(2)));
        Assert.InRange(SentenceScores.Total(sentences).F1, interval.Low, interval.High);
        Assert.True(interval.Low < interval.High);
    }

    [Fact]
    public void A_higher_level_gives_a_wider_interval()
    {
        EntityScore[] sentences = [.. Enumerable.Range(0, 50).Select(sentence => new EntityScore(sentence % 2, 1, 1))];

        Interval narrow = Bootstrap.F1Interval(sentences, new Rng(1), level: 0.5);
        Interval wide = Bootstrap.F1Interval(sentences, new Rng(1), level: 0.99);

        Assert.True(wide.Low < narrow.Low && narrow.High < wide.High);
    }

    [Fact]
    public void No_sentences_give_an_interval_at_0() =>
        Assert.Equal(new Interval(0, 0, 0.95), Bootstrap.F1Interval([], new Rng(1)));

    [Fact]
    public void The_difference_is_drawn_in_pairs()
    {
        // Both systems vary a lot between sentences, yet always in step: unpaired draws would give a wide interval.
        EntityScore[] better = [.. Enumerable.Range(0, 60).Select(sentence => new EntityScore(sentence % 2 == 0 ? 10 : 2, 10, 10))];
        EntityScore[] worse = [.. better.Select(score => score with { Correct = score.Correct - 1 })];

        Interval interval = Bootstrap.DifferenceInterval(better, worse, new Rng(1));

        Assert.Equal(0.1, interval.Low, 12);
        Assert.Equal(0.1, interval.High, 12);
    }

    [Fact]
    public void Percentiles_are_interpolated_as_NumPy_does()
    {
        double[] values = [4, 1, 3, 2];

        // numpy.percentile([1, 2, 3, 4], [25, 75]) is [1.75, 3.25].
        Assert.Equal(new Interval(1.75, 3.25, 0.5), Interval.OfPercentiles(values, 0.5));
    }
}
