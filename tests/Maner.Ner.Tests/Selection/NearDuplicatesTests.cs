using Maner.Ner.Selection;
using Xunit;

namespace Maner.Ner.Tests.Selection;

public sealed class NearDuplicatesTests
{
    [Theory]
    [InlineData("Juma alifika Tanga jana .", "juma alifika TANGA jana !", true)] // case and signs
    [InlineData("Mwaka 1999 alizaliwa", "Mwaka 2003 alizaliwa", true)] // digits
    [InlineData("Mwaka 1999 alizaliwa", "Mwaka 203 alizaliwa", false)] // not as many digits
    [InlineData("a b c d e f g h i", "a b c d e f g h j", true)] // 8 of 10 words
    [InlineData("a b c d e f g", "a b c d e f h", false)] // 6 of 8
    [InlineData("REDIRECT Nairobi", "REDIRECT Mombasa", false)] // short ones differ by a word
    [InlineData("... !", "... ?", false)] // signs alone are what they are
    [InlineData("... !", "... !", true)]
    [InlineData("हिन्दी भाषा", "हिन्दु भाषा", false)] // vowel signs count
    public void Pairs(string one, string other, bool isSame) =>
        Assert.Equal([0, isSame ? 0 : 1], NearDuplicates.Firsts([one.Split(' '), other.Split(' ')]));

    [Fact]
    public void All_of_a_group_have_the_same_first_and_an_empty_sentence_is_alone() =>
        Assert.Equal([0, 1, 0, 0, 1], NearDuplicates.Firsts([["A", "1"], [], ["a", "2"], ["a", "3", "."], []]));

    [Fact]
    public void Many_sentences_take_no_time_for_every_pair()
    {
        string[][] sentences = [.. Enumerable.Range(0, 20_000).Select(index => Enumerable.Range(0, 12).Select(word => $"w{(index * 31) + (word * word * 17 * (index % 7 + 1)):x}").ToArray())];
        int[] firsts = NearDuplicates.Firsts(sentences);
        Assert.Equal(firsts, NearDuplicates.Firsts(sentences));
        Assert.True(firsts.Distinct().Count() > 15_000);
    }
}
