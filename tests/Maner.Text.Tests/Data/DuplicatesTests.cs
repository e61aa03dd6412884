using Maner.Text.Data;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

public sealed class DuplicatesTests
{
    [Fact]
    public void Overlap_names_both_files_and_lines()
    {
        DataSet train = Read("a\tB-X\n\nb\tO\n", path: "train.conll");
        DataSet test = Read("c\tO\n\na\tO\n\na\tB-X\n", path: "test.conll");
        Assert.Equal(
            ["test.conll:3: 'a' is also in train.conll:1 with other entities; kept in both.", "test.conll:5: 'a' is also in train.conll:1; kept in both."],
            Duplicates.Overlap(train, test).Select(repair => repair.ToString()));
    }

    [Fact]
    public void A_sentence_that_looks_the_same_is_the_same()
    {
        DataSet train = Read("\u1ecd\u0301\tO\n\n", path: "train.conll"), test = Read("o\u0301\u0323\tO\n\n\u1ecd\tO\n\n", path: "test.conll");
        Assert.Equal([1], Duplicates.Overlap(train, test).Select(repair => repair.Line));
    }

    [Fact]
    public void Statistics_count_words_entities_and_repeats()
    {
        DataStatistics counts = DataStatistics.Of(Read("a\tB-X\nb\tI-X\nc\tO\n\nd\tB-Y\n\nd\tB-Y\n").Sentences);
        Assert.Equal((3, 1, 5, 3), (counts.Sentences, counts.RepeatedSentences, counts.Words, counts.LongestSentence));
        Assert.Equal([new TypeCount("X", 1, 2), new TypeCount("Y", 2, 2)], counts.Types);
        Assert.Equal(5.0 / 3, counts.WordsPerSentence);
        Assert.Equal(4.0 / 3, counts.WordsPerEntity);
        Assert.Equal(0.2, counts.OutsideShare);
    }
}
