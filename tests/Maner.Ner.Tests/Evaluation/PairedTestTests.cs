using Maner.Ner.Evaluation;
using Maner.Tensors;
using Xunit;

namespace Maner.Ner.Tests.Evaluation;

public sealed class PairedTestTests
{
    private static readonly EntityScore s_right = new(1, 1, 1);
    private static readonly EntityScore s_wrong = new(0, 1, 1);

    [Fact]
    public void Identical_systems_have_p_1()
    {
        EntityScore[] scores = RandomScores(1);

        PairedComparison comparison = PairedTest.Compare(scores, scores, new Rng(1), rounds: 500);

        Assert.Equal(1.0, comparison.PValue);
        Assert.Equal((0.0, 0.0), (comparison.DifferenceInterval.Low, comparison.DifferenceInterval.High));
    }

    [Fact]
    public void P_is_that_of_the_exact_test_where_it_can_be_counted()
    {
        // Eight sentences, the first system right in all, the second in none: 2 of 2^8 swappings are as extreme.
        EntityScore[] first = [.. Enumerable.Repeat(s_right, 8)];
        EntityScore[] second = [.. Enumerable.Repeat(s_wrong, 8)];

        PairedComparison comparison = PairedTest.Compare(first, second, new Rng(1), rounds: 50_000);

        Assert.Equal(1.0, comparison.Difference);
        Assert.Equal(2.0 / 256, comparison.PValue, 0.0015);
    }

    [Fact]
    public void A_clearly_better_system_has_the_smallest_possible_p_and_an_interval_above_0()
    {
        EntityScore[] first = [.. Enumerable.Range(0, 100).Select(sentence => sentence % 10 == 0 ? s_wrong : s_right)];
        EntityScore[] second = [.. Enumerable.Range(0, 100).Select(sentence => sentence % 2 == 0 ? s_wrong : s_right)];

        PairedComparison comparison = PairedTest.Compare(first, second, new Rng(1));

        Assert.Equal(1.0 / 10_001, comparison.PValue);
        Assert.Equal(0.4, comparison.Difference, 12);
        Assert.True(comparison.DifferenceInterval.Low > 0);
    }

    [Fact]
    public void Exchanging_the_systems_keeps_p_and_turns_the_difference()
    {
        EntityScore[] first = RandomScores(1);
        EntityScore[] second = RandomScores(2);

        PairedComparison forth = PairedTest.Compare(first, second, new Rng(9), rounds: 1_000);
        PairedComparison back = PairedTest.Compare(second, first, new Rng(9), rounds: 1_000);

        Assert.Equal(forth.PValue, back.PValue);
        Assert.Equal(forth.Difference, -back.Difference);
        Assert.Equal(forth.DifferenceInterval.Low, -back.DifferenceInterval.High, 12);
    }

    [Fact]
    public void Equal_systems_that_err_in_different_places_seldom_differ_significantly()
    {
        int significant = 0;
        for (ulong trial = 0; trial < 200; trial++)
        {
            PairedComparison comparison = PairedTest.Compare(
                RandomScores(2 * trial), RandomScores((2 * trial) + 1), new Rng(trial), rounds: 200, resamples: 1);
            significant += comparison.PValue <= 0.05 ? 1 : 0;
        }

        // Binomial(200, 0.05): 10 expected, 24 or more have probability below 0.0001.
        Assert.InRange(significant, 1, 23);
    }

    [Fact]
    public void Systems_scored_on_different_sentences_are_refused() =>
        Assert.Throws<ArgumentException>(() => PairedTest.Compare([s_right], [s_right, s_wrong], new Rng(1)));

    private static EntityScore[] RandomScores(ulong seed)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, 100).Select(_ => rng.Next(3) == 0 ? s_wrong : s_right)];
    }
}
