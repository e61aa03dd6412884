using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Xunit;

namespace Maner.Text.Tests.Data;

/// <summary>
/// Files that break readers: our own in tests/Golden/quirks, and the real ones that they are written after, where those are there. The counts of the
/// real files were taken by an independent Python script that splits each file at LF and tabs and applies conlleval's rule, those of our own by hand;
/// the repairs are those that the reader reported, compared with the files where they were looked at.
/// </summary>
public sealed class QuirkFileTests
{
    private static readonly string s_own = Path.Combine(SharedFiles.Repository, "tests/Golden/quirks");

    [Theory]
    [InlineData("bilou", 2, 12, 3, TagScheme.Bilou, "empty-token 1")]
    [InlineData("byte-order-mark", 2, 12, 6, TagScheme.Iob2, "inside-without-begin 2, unknown-prefix 1")]
    [InlineData("c1-control", 1, 5, 2, TagScheme.Iob2, "control-character 1")]
    [InlineData("combining-mark-first", 2, 6, 1, TagScheme.Iob2, "")]
    [InlineData("comment-and-third-column", 1, 6, 1, TagScheme.Iob2, "column-count 1")]
    [InlineData("docstart", 2, 8, 1, TagScheme.Iob2, "")]
    [InlineData("double-tab", 3, 10, 4, TagScheme.Iob2, "column-count 1, inside-without-begin 1")]
    [InlineData("empty-token", 2, 8, 2, TagScheme.Iob2, "empty-token 1")]
    [InlineData("i-without-b", 2, 10, 4, TagScheme.Iob2, "inside-without-begin 1")]
    [InlineData("iobes", 3, 16, 7, TagScheme.Iobes, "end-without-begin 1, inside-without-begin 1, unfinished-entity 1")]
    [InlineData("one-endless-sentence", 1, 600, 240, TagScheme.Io, "whitespace-in-token 60")]
    [InlineData("token-with-space", 2, 7, 1, TagScheme.Iob2, "whitespace-in-token 1")]
    [InlineData("wikiann-prefixed", 2, 10, 2, TagScheme.Iob2, "")]
    [InlineData("zero-width-non-joiner", 2, 5, 2, TagScheme.Iob2, "")]
    public void Every_file_of_ours_survives_with_its_counts(string name, int sentences, int words, int entities, TagScheme scheme, string repairs) =>
        Check(Path.Combine(s_own, name + ".conll"), sentences, words, entities, scheme, repairs);

    [Fact]
    public void No_file_of_ours_is_left_out() => Assert.Equal(14, Directory.GetFiles(s_own, "*.conll").Length);

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
    [InlineData("one-endless-sentence", 1, 6000, 750, TagScheme.Io, "implausible 1, whitespace-in-token 4")]
    [InlineData("token-with-space", 2, 40, 1, TagScheme.Iob2, "whitespace-in-token 1")]
    [InlineData("wikiann-prefixed", 31, 270, 52, TagScheme.Iob2, "")]
    [InlineData("zero-width-non-joiner", 5, 46, 7, TagScheme.Iob2, "")]
    public void Every_real_file_survives_with_its_counts(string name, int sentences, int words, int entities, TagScheme scheme, string repairs) =>
        Check(SharedFiles.OrSkip($"data/quirks/{name}.conll"), sentences, words, entities, scheme, repairs);

    [Fact]
    public void No_real_file_is_left_out() =>
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
            Assert.All(set.Repairs.Where(repair => repair.Kind == RepairKind.Implausible), repair => Assert.Contains("as CSV writes", repair.Found, StringComparison.Ordinal)); // MasakhaNER 2 has words """"
            Assert.DoesNotContain(set.Repairs, repair => repair.Kind is not (RepairKind.DuplicateSentence or RepairKind.InsideWithoutBegin or RepairKind.InvisibleCharacter or RepairKind.Implausible));
            found.AddRange(set.Sentences);
        }

        DataStatistics counts = DataStatistics.Of(found);
        Assert.Equal((files, sentences, words, entities), (paths.Length, counts.Sentences, counts.Words, counts.Entities));
    }

    private static void Check(string path, int sentences, int words, int entities, TagScheme scheme, string repairs)
    {
        DataSet set = LabelledData.Read(path);
        DataStatistics counts = DataStatistics.Of(set.Sentences);
        Assert.Equal((sentences, words, entities, scheme), (counts.Sentences, counts.Words, counts.Entities, set.Scheme!.Value));
        Assert.Equal(repairs, string.Join(", ", set.Repairs.CountBy(repair => RepairKinds.NameOf(repair.Kind))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
    }
}
