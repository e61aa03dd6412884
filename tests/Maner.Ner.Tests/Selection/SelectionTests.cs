using Maner.Ner.Selection;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Ner.Tests.Selection;

public sealed class SelectionTests
{
    private static readonly double[] s_places = [0.9, 0.1, 0.5, 0.3, 0.7];

    [Fact]
    public void Values_are_those_of_the_formulas()
    {
        Candidate candidate = Of(0, words: 4, logProbability: -2, lowest: 0.3, entityWords: 1.5, entities: 1) with { Disagreement = 0.25 };
        var time = new AnnotationTime(2, 0.5, 3);

        Assert.Equal(0.5, Value("mnlp"), 12);
        Assert.Equal(0.7, Value("lowest-tag"), 12);
        Assert.Equal(1.5 * (1 - Math.Exp(-0.5)) / 7, Value("entity-rate"), 12);
        Assert.Equal(1 - Math.Exp(-0.5), Value("diverse"), 12);
        Assert.Equal(0.25, Value("disagreement"), 12);
        Assert.Equal(0, Value("random"));
        Assert.Equal(0, Of(0, words: 0, logProbability: 0).NegativeLogProbability);

        double Value(string name) => AllStrategies.Named(name).Value(candidate, time);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones() =>
        Assert.Contains("random, mnlp, lowest-tag, entity-rate, diverse, disagreement, found 'best'", Assert.Throws<InvalidDataException>(() => AllStrategies.Named("best")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_most_uncertain_comes_first_whatever_its_length_and_equals_come_in_random_order()
    {
        Candidate[] pool = [Of(0, 10, -5), Of(1, 2, -1), Of(2, 2, -4), Of(3, 4, -2), Of(4, 1, -3)]; // 0.5, 0.5, 2, 0.5, 3 a word

        Assert.Equal([4, 2, 1, 3, 0], Order("mnlp", pool));
        Assert.Equal([1, 3, 2, 4, 0], Order("random", pool));
    }

    [Fact]
    public void What_is_not_known_is_last()
    {
        Candidate[] pool = [Of(0, 1, -1), Of(1, 1, -1) with { Disagreement = 0 }];
        Assert.Equal([1, 0], Order("disagreement", pool));
    }

    [Fact]
    public void Diverse_takes_one_of_each_kind_before_a_second_and_the_certain_last()
    {
        float[] east = [1, 0], north = [0, 1];
        Candidate[] pool =
        [
            Of(0, 1, -1) with { Vector = east }, Of(1, 1, -1) with { Vector = east }, Of(2, 1, -1) with { Vector = north }, Of(3, 1, -1) with { Vector = north },
            Of(4, 1, 0) with { Vector = [-1, 0] }, // certain
        ];
        for (ulong seed = 1; seed <= 20; seed++)
        {
            int[] order = Order("diverse", pool, seed);
            Assert.NotEqual(order[0] / 2, order[1] / 2);
            Assert.True(order[0] < 4 && order[1] < 4);
            Assert.Equal([0, 1, 2, 3, 4], order.Order());
            Assert.Equal(order, Order("diverse", pool, seed));

            // What is labelled is a kind that was seen.
            int[] known = [.. AllStrategies.Named("diverse").Order(pool, new SelectionContext(s_places, [east], AnnotationTime.Default, seed)).Select(candidate => candidate.Index)];
            Assert.Contains(known[0], new[] { 2, 3 });
        }
    }

    [Fact]
    public void Vectors_are_asked_for_by_name() =>
        Assert.Contains("read the candidates with vectors", Assert.Throws<ArgumentException>(() => Order("diverse", [Of(0, 1, -1)])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_batch_has_its_share_of_random_picks_evenly_spread_and_each_group_of_near_duplicates_once()
    {
        Candidate[] pool = [.. Enumerable.Range(0, 40).Select(index => Of(index, 1, -index))];
        double[] places = [.. Enumerable.Range(0, 40).Select(index => index / 40.0)];
        int[] firsts = [.. Enumerable.Range(0, 40).Select(index => index / 2 * 2)]; // pairs of near-duplicates
        var context = new SelectionContext(places, [], AnnotationTime.Default, 1);

        IReadOnlyList<Pick> batch = BatchSelection.Choose(AllStrategies.Named("mnlp"), pool, context, firsts, [0, 39], 8, 0.25);

        Assert.Equal([37, 35, 33, 2, 31, 29, 27, 4], batch.Select(pick => pick.Index));
        Assert.Equal([3, 7], Enumerable.Range(0, 8).Where(index => batch[index].IsRandom));
        Assert.All(batch.Where(pick => !pick.IsRandom), pick => Assert.Equal(("mnlp", (double)pick.Index), (pick.Strategy, pick.Value)));
        Assert.Equal(8, batch.Select(pick => firsts[pick.Index]).Distinct().Count());
        Assert.Equal(18, BatchSelection.Choose(AllStrategies.Named("mnlp"), pool, context, firsts, [0, 39], 100, 0).Count); // 20 pairs without 2
        Assert.All(BatchSelection.Choose(AllStrategies.Named("random"), pool, context, firsts, [], 5, 0), pick => Assert.True(pick.IsRandom));
    }

    [Fact]
    public void The_live_share_is_20_to_30_percent_of_every_batch()
    {
        Candidate[] pool = [.. Enumerable.Range(0, 100).Select(index => Of(index, 1, -index))];
        var context = new SelectionContext([.. pool.Select(candidate => candidate.Index / 100.0)], [], AnnotationTime.Default, 1);
        foreach (int count in new[] { 10, 20, 30, 60 })
        {
            int random = BatchSelection.Choose(AllStrategies.Named("mnlp"), pool, context, [.. Enumerable.Range(0, 100)], [], count, BatchSelection.LiveRandomShare).Count(pick => pick.IsRandom);
            Assert.InRange(random, 0.2 * count, 0.3 * count);
        }
    }

    private static int[] Order(string name, Candidate[] pool, ulong seed = 1) =>
        [.. AllStrategies.Named(name).Order(pool, new SelectionContext(s_places, [], AnnotationTime.Default, seed)).Select(candidate => candidate.Index)];

    private static Candidate Of(int index, int words, double logProbability, double lowest = 1, double entityWords = 0, double entities = 0) =>
        new(index, Sentence.FromWords([.. Enumerable.Repeat("neno", words)]), new int[words], logProbability, lowest, entityWords, entities);
}
