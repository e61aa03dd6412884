using Maner.Text.Data;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Xunit;

namespace Maner.Tests.Text.Data;

/// <summary>
/// Real files that break readers. The counts were taken by an independent Python script that splits each file at LF and
/// tabs and applies conlleval's rule; the repairs are those that the reader reported, compared with the files where they were looked at.
/// </summary>
public sealed class QuirkFileTests
{
    [Theory]
    [InlineData("bilou", 14, 187, 7, TagScheme.Bilou, "empty-token 24")]
    [InlineData("byte-order-mark", 3, 58, 16, TagScheme.Iob2, "inside-without-begin 2, unknown-prefix 3")]
    [InlineData("c1-control", 4, 48, 5, TagScheme.Iob2, "control-character 2")]
    [InlineData("combining-mark-first", 3, 38, 1, TagScheme.Iob2, "")]
    [InlineData("comment-and-third-column", 2, 35, 4, TagScheme.Iob2, "column-count 1")]
    [InlineData("docstart", 2, 58, 2, TagScheme.Iob2, "")]
    [InlineData("double-tab", 3, 39, 5, TagScheme.Iob2, "column-count 1, inside-without-begin 2")]
    [InlineData("empty-token", 3, 69, 7, TagScheme.Iob2, "empty-token 1")]
    [InlineData("i-without-b", 2, 40, 3, TagScheme.Iob2, "inside-without-begin 1")]
    [InlineData("iobes", 10, 191, 27, TagScheme.Iobes, "end-without-begin 2, inside-without-begin 1, unfinished-entity 2")]
    [InlineData("one-endless-sentence", 1, 6000, 750, TagScheme.Io, "whitespace-in-token 4")]
    [InlineData("token-with-space", 2, 40, 1, TagScheme.Iob2, "whitespace-in-token 1")]
    [InlineData("wikiann-prefixed", 31, 270, 52, TagScheme.Iob2, "")]
    [InlineData("zero-width-non-joiner", 5, 46, 7, TagScheme.Iob2, "")]
    public void Every_file_survives_with_its_counts(string name, int sentences, int words, int entities, TagScheme scheme, string repairs)
    {
        DataSet set = LabelledData.Read(SharedFiles.OrSkip($"data/quirks/{name}.conll"));
        DataStatistics counts = DataStatistics.Of(set.Sentences);
        Assert.Equal((sentences, words, entities, scheme), (counts.Sentences, counts.Words, counts.Entities, set.Scheme!.Value));
        Assert.Equal(repairs, string.Join(", ", set.Repairs.CountBy(repair => RepairKinds.NameOf(repair.Kind))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
    }

    [Fact]
    public void No_quirk_file_is_left_out() =>
        Assert.Equal(14, Directory.GetFiles(SharedFiles.OrSkip("data/quirks"), "*.conll").Length);

    [Theory]
    [InlineData("wikiann", 84, 58_700, 462_983, 73_403)]
    [InlineData("masakhaner2", 24, 21_600, 538_430, 32_902)]
    public void Every_corpus_file_reads_as_IOB2_with_nothing_lost(string corpus, int files, int sentences, int words, int entities)
    {
        string[] paths = Directory.GetFiles(SharedFiles.OrSkip($"data/{corpus}"), "*.conll", SearchOption.AllDirectories);
        var found = new List<Sentence>();
        foreach (string path in paths)
        {
            DataSet set = LabelledData.Read(path);
            Assert.Equal(TagScheme.Iob2, set.Scheme);
            Assert.Empty(set.Assumptions);
            Assert.DoesNotContain(set.Repairs, repair => repair.Kind is not (RepairKind.DuplicateSentence or RepairKind.InsideWithoutBegin or RepairKind.InvisibleCharacter));
            found.AddRange(set.Sentences);
        }

        DataStatistics counts = DataStatistics.Of(found);
        Assert.Equal((files, sentences, words, entities), (paths.Length, counts.Sentences, counts.Words, counts.Entities));
    }
}
