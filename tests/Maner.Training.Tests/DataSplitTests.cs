using Maner.Tensors;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Training.Tests;

public sealed class DataSplitTests
{
    [Fact]
    public void Sentences_with_the_same_words_are_in_one_part_whatever_is_drawn()
    {
        var rng = new Rng(3);
        for (ulong seed = 0; seed < 50; seed++)
        {
            Sentence[] sentences = [.. Enumerable.Range(0, 80).Select(_ => Sentence.FromWords([$"w{rng.Next(40)}"]))];
            int[] documents = [.. Enumerable.Range(0, 80).Select(index => index / 5)];
            foreach (int[]? by in new[] { null, documents })
            {
                DataSplit.Result split = DataSplit.Of(sentences, by, [30, 10, null], seed);
                Assert.All(Enumerable.Range(0, 80).GroupBy(index => sentences[index].JoinedWords), same => Assert.Single(same.Select(index => split.PartOf[index]).Distinct()));
                Assert.Equal(80 - sentences.Select(sentence => sentence.JoinedWords).Distinct().Count(), split.Repeated);
                Assert.DoesNotContain(-1, split.PartOf);
                Assert.Equal(by is null, split.Moved == 0 && split.PartOf.Count(part => part == 0) == 30);
            }
        }
    }

    [Fact]
    public void A_smaller_training_part_is_in_a_larger_one()
    {
        Sentence[] sentences = [.. Enumerable.Range(0, 100).Select(number => Sentence.FromWords([$"w{number}"]))];
        int[] small = Train(20), large = Train(50);
        Assert.Equal((20, 50), (small.Length, large.Length));
        Assert.Empty(small.Except(large));
        Assert.Equal(small, Train(20));

        int[] Train(int size) => [.. DataSplit.Of(sentences, null, [size, 10, 5], 1).PartOf.Index().Where(part => part.Item == 0).Select(part => part.Index)];
    }
}
