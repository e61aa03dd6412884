using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

/// <summary>A row that is a whole sentence is no word, and its tags are no type.</summary>
public sealed class TagSequenceTests
{
    [Theory]
    [InlineData("Amina lives\tB-PER O\nIt rains now\tO O O\n", "file.tsv")]
    [InlineData("sentence\ttags\nAmina lives\tB-PER O\nIt rains now\tO O O\n", "file.tsv")]
    [InlineData("tokens;ner_tags\nAmina lives;B-PER O\nIt rains now;O O O\n", "file.csv")]
    [InlineData("tokens,ner_tags\n\"['Amina', 'lives']\",\"['B-PER', 'O']\"\n\"['It', 'rains']\",\"['O', 'O']\"\n", "file.csv")]
    [InlineData("tokens\tner_tags\nAmina lives\t[1, 0]\nIt rains\t[0, 0]\n", "file.tsv")]
    [InlineData("Juma|B-PER ran far|O\nNeema|B-PER sat down|O\n", "file.txt")]
    public void It_is_refused_by_name(string text, string path) =>
        Assert.Matches("expected one word and its tag per (line|row), found .*sentence", MessageOf(text, path: path));

    [Fact]
    public void Types_with_spaces_stay() =>
        Assert.Equal("Work Place 0-1", EntitiesOf(Read("Tanga\tB-Work Place\nni\tO\n")));
}
