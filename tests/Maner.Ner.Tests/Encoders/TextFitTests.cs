using Maner.Ner.Encoders;
using Maner.Testing;
using Xunit;

namespace Maner.Ner.Tests.Encoders;

public sealed class TextFitTests
{
    [Fact]
    public void Words_pieces_unknown_letters_and_spelled_words_are_counted()
    {
        var counter = new TextFitCounter(
            TestModel.With(("▁", -1), ("a", -2), ("b", -2), ("▁ab", -1), ("abab", -1)).Load(), whole: null);

        counter.Add(["ab", "abab", "aab"]); // ▁ab; ▁ abab; ▁ a a b or ▁ a … whatever is best: a letter a piece
        counter.Add(["éab", "é"]);
        TextFit fit = counter.Result();

        Assert.Equal((2, 5), (fit.Lines, fit.Words));
        Assert.Equal((2, 2), (fit.UnknownWords, fit.UnknownPieces));
        Assert.Equal(2, fit.SpelledWords);
        Assert.Equal([("é", 2L)], fit.UnknownLetters);
        Assert.Equal(ScriptKnowledge.Unknown, fit.Script);
    }

    [Theory]
    [InlineData("Amina anaishi Mombasa tangu jana", "Known")]
    [InlineData("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ᎠᏂᏴᏫ", "Unknown")]
    [InlineData("中文 新闻", "Known")] // single characters are words there
    public void The_script_of_a_text_is_known_or_not(string text, string expected)
    {
        var counter = new TextFitCounter(Tokenizers.Xlmr, whole: null);
        counter.Add(TextWords.Cut(text));
        Assert.Equal(expected, counter.Result().Script.ToString());
    }

    [Theory]
    [InlineData(29, 29, null)]
    [InlineData(100, 15, true)]
    [InlineData(100, 3, false)]
    [InlineData(100, 4, null)]
    public void Masked_words_that_are_found_are_understanding(int masks, int inFive, bool? expected) =>
        Assert.Equal(expected, new FilledMasks(masks, 0, inFive, []).IsUnderstood);
}
