using Maner.Testing;
using Maner.Text.Words;
using Xunit;

namespace Maner.Text.Tests.Words;

public sealed class CutCheckTests
{
    private static readonly WordCut s_cut = WordCutTests.Learn("‘Yan Sanda sun isa Zariya .", "Juma na Ali wako Tanga , leo .");

    [Theory]
    [InlineData("‘ Yan Sanda sun isa Zariya .", "'‘ Yan' here, '‘Yan' in training")]
    [InlineData("Juma wako Tanga, leo", "'Tanga,' here, 'Tanga' in training")]
    [InlineData("Ali yuko \"Tanga\"", "'\"Tanga\"' here, 'Tanga' in training")]
    public void A_cut_unlike_that_of_training_is_told_with_an_example(string words, string example)
    {
        string? notice = Notice(s_cut, words);
        Assert.Contains(example, notice, StringComparison.Ordinal);
        Assert.Matches(@"1 of 5 words|2 of 3 words|1 of 4 words|2 of 4 words", notice);
    }

    [Theory]
    [InlineData("‘Yan Sanda sun isa Zariya .")]
    [InlineData("Fatma na Omari wako Pemba .")] // new names
    [InlineData("https://t.co/a #Tanga @ali 12 , .")]
    public void New_names_are_no_other_cut(string words) => Assert.Null(Notice(s_cut, words));

    [Fact]
    public void A_text_of_unseen_words_alone_is_told() =>
        Assert.Contains("60 of 60 words (100 %) were never seen", Notice(s_cut, [.. Enumerable.Range(0, 60).Select(number => $"slovo{(char)('a' + (number % 26))}{number}x")]), StringComparison.Ordinal);

    [Fact]
    public void A_model_that_does_not_know_its_words_says_nothing() => Assert.Null(Notice(WordCut.Default, "Tanga, Juma."));

    /// <summary>Trained on 100 sentences, asked about others of the set: cut as they are, and with the punctuation left on the words.</summary>
    [Theory]
    [InlineData("masakhaner2/swa")]
    [InlineData("masakhaner2/hau")]
    [InlineData("masakhaner2/yor")]
    [InlineData("masakhaner2/zul")]
    [InlineData("sources/en-wnut17")]
    [InlineData("sources/fi-turku")]
    [InlineData("wikiann-sources/he")]
    [InlineData("wikiann-sources/ka")]
    public void Real_data_is_told_apart(string set)
    {
        string[][] sentences = [.. File.ReadAllText(SharedFiles.OrSkip($"data/{set}/train.conll")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Take(1_000)
            .Select(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]).ToArray())];
        WordCut cut = WordCutLearner.Learn(sentences[..100]);
        var same = new CutCheck(cut);
        var attached = new CutCheck(cut);
        foreach (string[] sentence in sentences[100..])
        {
            same.Add(sentence, null);
            attached.Add(string.Join(' ', sentence).Replace(" .", ".", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal).Split(' '), null);
        }

        Assert.Null(same.Notice());
        Assert.NotNull(attached.Notice());
    }

    private static string? Notice(WordCut cut, params string[] words)
    {
        var check = new CutCheck(cut);
        check.Add(words.Length == 1 ? words[0].Split(' ') : words, null);
        return check.Notice();
    }
}
