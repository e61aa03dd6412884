using Maner.Text.Romanization;
using Xunit;

namespace Maner.Text.Tests.Romanization;

public sealed class SisterScriptsTests
{
    private static readonly SisterScripts s_west = SisterScripts.Named(["gujarati", "gurmukhi"], "test");

    [Theory]
    [InlineData("ગુજરાત", "गुजरात")] // Gujarati's own name of Gujarat
    [InlineData("વીરપુર", "वीरपुर")]
    [InlineData("૨૦૨૬", "२०२६")]
    [InlineData("ਪੰਜਾਬ", "पंजाब")] // tippi is the other's anusvara
    [InlineData("ਦਿੱਲੀ", "दिल्ली")] // addak doubles the consonant behind it
    [InlineData("ਸਿੱਖ", "सिख्ख")]
    [InlineData("ਫ਼ਰਾਂਸ", "फ़रांस")]
    [InlineData("(ગુજરાત),Surat", "(गुजरात),Surat")]
    [InlineData("\u0A71", "")] // a mark by itself doubles nothing
    public void Words_of_a_script_are_read_in_its_sister(string word, string read) => Assert.Equal([read], s_west.Read([word]));

    [Theory]
    [InlineData("ಕರ್ನಾಟಕ")] // not named
    [InlineData("गुजरात")]
    [InlineData("Surat")]
    [InlineData("😀")]
    [InlineData("")]
    public void Other_words_stay(string word) => Assert.Equal([word], s_west.Read([word]));

    [Fact]
    public void Nothing_is_copied_where_nothing_changes()
    {
        string[] words = ["Surat", "ಕರ್ನಾಟಕ"];
        Assert.Same(words, s_west.Read(words));
        Assert.Same(words, SisterScripts.None.Read(words));
    }

    [Fact]
    public void Every_script_has_its_own_words_read()
    {
        string[] ka = ["ক", "ਕ", "ક", "କ", "க", "క", "ಕ", "ക"]; // the letter ka of each, in the order of blocks
        Assert.Equal(ka.Length, SisterScripts.All.Count);
        for (int index = 0; index < ka.Length; index++)
        {
            IReadOnlyList<string> read = SisterScripts.Named([SisterScripts.All[index]], "test").Read(ka);
            Assert.Equal(ka.Select((letter, place) => place == index ? "क" : letter), read);
        }
    }

    [Theory]
    [InlineData("gujarati", "klingon")]
    [InlineData("gujarati", "gujarati")]
    [InlineData("gujarati", null)]
    public void Unknown_and_doubled_names_are_refused(string first, string? second)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => SisterScripts.Named([first, second!], "maner.json: read_as_devanagari"));
        Assert.StartsWith("maner.json: read_as_devanagari: expected scripts out of bengali, gurmukhi, gujarati", error.Message, StringComparison.Ordinal);
    }
}
