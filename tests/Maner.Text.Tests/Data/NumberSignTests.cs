using Maner.Text.Data;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

/// <summary>A line that begins with <c>#</c> is a comment only if it has no tag; a word <c>#</c> is never dropped in silence.</summary>
public sealed class NumberSignTests
{
    private const string Rows = "Juma|B-PER\nran|O\nfar|O\n\n";

    [Theory]
    [InlineData('\t', "# O", "#", "separator:5")]
    [InlineData('\t', "# B-ORG", "#", "separator:5")]
    [InlineData('\t', "# 1 B-ORG", "# 1", "separator:5, whitespace-in-token:5")]
    [InlineData('\t', "#\tO", "#", "")]
    [InlineData('\t', "#", "#", "missing-tag:5")]
    [InlineData(' ', "# O", "#", "")]
    [InlineData(' ', "# 1 B-MISC", "#", "column-count:5")]
    [InlineData(' ', "# o", "#", "unknown-prefix:5")]
    [InlineData(' ', "# PER", "#", "unknown-prefix:5")]
    [InlineData(' ', "#", "#", "missing-tag:5")]
    [InlineData(';', "#;O", "#", "")]
    public void A_word_is_read(char separator, string line, string word, string repairs)
    {
        DataSet set = Read(Rows.Replace('|', separator) + line + $"\nok{separator}O\n");
        Assert.Equal(($"Juma ran far|{word} ok", repairs), (WordsOf(set), RepairsOf(set)));
    }

    [Fact]
    public void Words_without_another_outside_are_read() =>
        Assert.Equal("# # # Juma", WordsOf(Read("#\tO\n#\tO\n#\tO\nJuma\tB-PER\n")));

    [Fact]
    public void A_word_without_its_number_is_read() =>
        Assert.Equal("Juma ran # far", WordsOf(Read("1\tJuma\tB-PER\n2\tran\tO\n#\tO\n4\tfar\tO\n")));

    [Theory]
    [InlineData("# a remark on this file")]
    [InlineData("# text = Juma ran to O")]
    [InlineData("# sent_id = 7")]
    public void A_remark_is_none(string line)
    {
        foreach (char separator in "\t ;")
        {
            Assert.Equal("Juma ran far|ok", WordsOf(Read(Rows.Replace('|', separator) + line + $"\nok{separator}O\n")));
        }
    }

    [Fact]
    public void An_empty_remark_among_others_is_none() =>
        Assert.Equal("Juma ok", WordsOf(Read("# a remark on this file\n#\n# and more\nJuma\tB-PER\nok\tO\n")));
}
