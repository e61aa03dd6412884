using Maner.Testing;
using Maner.Text.Words;
using Xunit;

namespace Maner.Text.Tests.Words;

public sealed class WordCutFileTests
{
    [Fact]
    public void A_cut_that_was_written_cuts_the_same()
    {
        using var folder = new TemporaryFolder();
        WordCut cut = WordCutTests.Learn([.. Enumerable.Range(0, 10).Select(_ => "'yan 北京 是 首都 Dr. Ali R&B ca n't 50% 5% 1%")]);
        File.WriteAllBytes(folder.File(WordCutFile.FileName), WordCutFile.Write(cut));

        WordCut loaded = WordCutFile.Load(folder.Path)!;

        const string Text = "'Yan Dr. Juma can't 9% R&B 首都北京";
        Assert.Equal(cut.Split(Text), loaded.Split(Text));
        Assert.NotEqual(WordSplitter.Split(Text), loaded.Split(Text));
        Assert.Equal(WordCutFile.Write(cut), WordCutFile.Write(loaded));
        Assert.True(loaded.Seen!.Contains("‘YAN"));
        Assert.Null(WordCutFile.Load(folder.File("no such folder")));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"format_version": 2, "rules": {}}""")]
    [InlineData("""{"format_version": 1, "rules": null}""")]
    [InlineData("""{"format_version": 1, "rules": {"cut": null}}""")]
    [InlineData("""{"format_version": 1, "rules": {"keep": null}}""")]
    [InlineData("""{"format_version": 1, "rules": {}, "seen": "AAAA"}""")]
    [InlineData("""{"format_version": 1, "rules": {}, "lexicon": {"abc": 1}}""")]
    [InlineData("""{"format_version": 1, "rules": {}, "lexicon": {"北": 0}}""")]
    [InlineData("""{"format_version": 1, "rules": {}, "lexicon": {"": 1}}""")]
    public void A_damaged_file_is_refused_with_its_name(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(WordCutFile.FileName), content);
        Assert.StartsWith(folder.File(WordCutFile.FileName), Assert.Throws<InvalidDataException>(() => WordCutFile.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_knows_its_words_and_few_others()
    {
        Dictionary<string, int> words = Enumerable.Range(0, 20_000).ToDictionary(number => $"neno{number}", _ => 1);
        SeenWords seen = SeenWords.Of(words);
        Assert.All(words.Keys, word => Assert.True(seen.Contains(word)));
        Assert.InRange(Enumerable.Range(0, 20_000).Count(number => seen.Contains($"jina{number}")), 0, 40);
    }
}
