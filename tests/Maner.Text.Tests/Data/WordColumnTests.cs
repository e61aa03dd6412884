using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

/// <summary>Columns in front of the words that are no words: ids, codes, copies in lower case; and chunks beside tags.</summary>
public sealed class WordColumnTests
{
    [Theory]
    [InlineData("a1.1|Juma|B-PER\na1.2|ran|O\n")]
    [InlineData("0_0|Juma|B-PER\n0_1|ran|O\n")]
    [InlineData("s0.w0|Juma|B-PER\ns0.w1|ran|O\n")]
    [InlineData("d1.s1.t1|Juma|B-PER\nd1.s1.t2|ran|O\n")]
    [InlineData("T1|Juma|B-PER\nT2|ran|O\n")]
    [InlineData("s-1|Juma|B-PER\ns-2|ran|O\n")] // looks like tags
    [InlineData("0:4|Juma|B-PER\n5:8|ran|O\n")]
    [InlineData("3fa9|Juma|B-PER\nb01c|ran|O\n")]
    [InlineData("w1.1|Juma|B-PER\nw1.2|ran|O\nn1.1|Juma|B-PER\nn1.2|ran|O\nn1.3|far|O\nw1.3|far|O\nw1.4|in|O\nw1.5|a|O\n")] // two shapes
    [InlineData("T1|Juma|NNP|B-PER\nT2|ran|VBD|O\n")]
    public void Ids_are_no_words(string file)
    {
        Assert.StartsWith("Juma ran", WordsOf(Read(file.Replace('|', '\t'))), StringComparison.Ordinal);
        Assert.StartsWith("PER 0-1", EntitiesOf(Read(file.Replace('|', '\t'))), StringComparison.Ordinal);
        Assert.Contains(Read(file.Replace('|', '\t')).Assumptions, note => note.Contains("Words were read from column 2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("w1\tNN\tB-PER\nw2\tVB\tO\n")] // words, or ids in front of a word in capitals
    [InlineData("en\tJuma\tB-PER\nen\tran\tO\nhi\tghar\tO\n")]
    [InlineData("yes\tJuma\tB-PER\nno\tran\tO\nno\tfar\tO\n")]
    [InlineData("Xx\tJuma\tB-PER\nx\tran\tO\nx\tfar\tO\n")]
    public void Two_columns_that_may_be_words_are_refused_by_name(string file)
    {
        string message = MessageOf(file);
        Assert.Contains("column 1 with 2 different values and column 2 with ", message, StringComparison.Ordinal);
        Assert.Contains("WordColumn", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_codes_in_front_of_many_words_are_no_words()
    {
        string[] words = [.. Enumerable.Range(0, 40).Select(word => $"{(char)('a' + (word % 20))}{new string('x', 1 + (word / 20))}")];
        string file = string.Concat(words.Select((word, place) => $"{(place % 3 == 0 ? "en" : "hi")}\t{word}\t{(place % 5 == 0 ? "B-PER" : "O")}\n"));
        Assert.Equal(string.Join(' ', words), WordsOf(Read(file)));
    }

    [Theory]
    [InlineData("juma\tJuma\tB-PER\nran\tran\tO\n")]
    [InlineData("JUMA\tJuma\tB-PER\nRAN\tran\tO\n")]
    public void Words_are_read_as_written_where_a_copy_in_one_case_is_in_front(string file) => Assert.Equal("Juma ran", WordsOf(Read(file)));

    [Fact]
    public void A_copy_in_lower_case_behind_the_words_changes_nothing() =>
        Assert.Equal("Juma ran", WordsOf(Read("Juma\tjuma\tB-PER\nran\tran\tO\n")));
}
