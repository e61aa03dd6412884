using Maner.Ner.Sequences;
using Maner.Tensors;
using Xunit;

namespace Maner.Ner.Tests.Lexical;

/// <summary>Against all sequences, one by one.</summary>
public sealed class LinearChainTests
{
    private const int Classes = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_best_sequence_and_all_probabilities_are_those_of_counting_every_sequence(int words)
    {
        var rng = new Rng((ulong)words);
        for (int trial = 0; trial < 50; trial++)
        {
            double[] scores = Random(rng, words * Classes), transitions = Random(rng, Classes * Classes);
            if (trial % 2 == 1)
            {
                transitions[trial % 9] = LinearChain.Forbidden;
            }

            int[] best = new int[words];
            double[] marginals = new double[words * Classes], pairs = new double[Classes * Classes];
            LinearChain.BestSequence(scores, transitions, best);
            double total = LinearChain.Marginals(scores, transitions, marginals, pairs);

            (int[] Tags, double Score)[] all = [.. Sequences(words).Select(tags => (tags, Score(tags, scores, transitions)))];
            Assert.Equal(all.MaxBy(entry => entry.Score).Tags, best);
            double expected = Math.Log(all.Sum(entry => Math.Exp(entry.Score)));
            Assert.Equal(expected, total, 1e-9);
            for (int index = 0; index < marginals.Length; index++)
            {
                Assert.Equal(all.Where(entry => entry.Tags[index / Classes] == index % Classes).Sum(entry => Math.Exp(entry.Score - expected)), marginals[index], 1e-9);
            }

            for (int index = 0; index < pairs.Length; index++)
            {
                double count = all.Sum(entry => Math.Exp(entry.Score - expected) * Enumerable.Range(1, words - 1)
                    .Count(word => entry.Tags[word - 1] == index / Classes && entry.Tags[word] == index % Classes));
                Assert.Equal(count, pairs[index], 1e-9);
            }
        }
    }

    [Fact]
    public void Of_scores_far_apart_nothing_overflows()
    {
        double[] scores = [1e4, -1e4, 0, -1e4, 1e4, 0], marginals = new double[6];
        double total = LinearChain.Marginals(scores, new double[9], marginals, []);
        Assert.Equal(2e4, total, 1e-6);
        Assert.Equal([1, 0, 0, 0, 1, 0], marginals.Select(value => Math.Round(value, 9)));
    }

    private static IEnumerable<int[]> Sequences(int words) =>
        words == 0 ? [[]] : Sequences(words - 1).SelectMany(_ => Enumerable.Range(0, Classes), (before, tag) => (int[])[.. before, tag]);

    private static double Score(int[] tags, double[] scores, double[] transitions) =>
        tags.Select((tag, word) => scores[(word * Classes) + tag] + (word > 0 ? transitions[(tags[word - 1] * Classes) + tag] : 0)).Sum();

    private static double[] Random(Rng rng, int length) => [.. Enumerable.Range(0, length).Select(_ => 3 * rng.NextNormal())];
}
