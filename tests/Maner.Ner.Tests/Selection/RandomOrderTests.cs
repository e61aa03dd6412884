using System.Globalization;
using Maner.Ner.Selection;
using Xunit;

namespace Maner.Ner.Tests.Selection;

public sealed class RandomOrderTests
{
    private static readonly OrderedSentence[] s_sentences =
        [.. Enumerable.Range(0, 300).Select(index => new OrderedSentence(index < 240 ? "large" : "small", index.ToString(CultureInfo.InvariantCulture), index % 3 == 0 ? 3 : 20))];

    [Fact]
    public void Every_document_and_length_has_its_share_of_every_beginning()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            double[] places = RandomOrder.Places(s_sentences, seed);
            int[] half = [.. Enumerable.Range(0, 300).Where(index => places[index] < 0.5)];
            Assert.InRange(half.Count(index => s_sentences[index].Document == "small" && s_sentences[index].Words == 3), 9, 11); // of 20
            Assert.InRange(half.Count(index => s_sentences[index].Document == "large" && s_sentences[index].Words == 20), 79, 81); // of 160
        }
    }

    [Fact]
    public void Every_sentence_is_as_likely_to_be_early()
    {
        double[][] places = [.. Enumerable.Range(1, 400).Select(seed => RandomOrder.Places(s_sentences, (ulong)seed))];
        foreach (int index in new[] { 0, 1, 150, 240, 299 })
        {
            // The mean of 400 uniform numbers is within 0.5 ± 0.06 but for four times in 100,000.
            Assert.InRange(places.Average(order => order[index]), 0.44, 0.56);
        }

        OrderedSentence[] alone = [new("one", "only", 5)];
        Assert.InRange(Enumerable.Range(1, 400).Average(seed => RandomOrder.Places(alone, (ulong)seed)[0]), 0.44, 0.56);
    }

    [Fact]
    public void Another_document_changes_no_place()
    {
        double[] before = RandomOrder.Places(s_sentences, 1);
        double[] after = RandomOrder.Places([.. s_sentences, new OrderedSentence("new", "a", 3), new OrderedSentence("new", "b", 3)], 1);
        Assert.Equal(before, after[..300]);
    }

    [Fact]
    public void The_sample_ends_at_the_first_sentence_that_is_open_and_passes_those_that_are_left_out()
    {
        double[] places = [0.4, 0.1, 0.3, 0.2, 0.5];
        Assert.Equal([1, 3], RandomOrder.Sample(places, index => index is 1 or 3 or 0, index => false));
        Assert.Equal([1, 3, 0], RandomOrder.Sample(places, index => index is 1 or 3 or 0, index => index == 2));
        Assert.Empty(RandomOrder.Sample(places, index => index != 1, index => false));
    }
}
