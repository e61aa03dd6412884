using System.Text;
using Maner.Text.Data;
using Maner.Text.Formats;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

/// <summary>Columns that are not what they look like: read with what is odd about them named, or refused by name.</summary>
public sealed class OddColumnTests
{
    private const string Empty = "\t_\t_\t_\t_\t_\t_\t_\t";

    [Theory]
    [InlineData("NER:B-ORG", "ORG 0-1", "unknown-prefix:121")]
    [InlineData("NER=B-ORG|NER=B-LOC", "ORG 0-1", "overlapping-spans:121")]
    [InlineData("SpaceAfter=No|NER=B-ORG", "ORG 0-1", "")]
    public void A_key_in_another_spelling_or_twice_is_reported(string misc, string entities, string repairs)
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(number => $"1\tJ{new string('a', number)}{Empty}NER=B-PER\n2\tni{Empty}SpaceAfter=No\n\n"));
        DataSet set = Read($"{rows}1\tAmana{Empty}{misc}\n", path: "file.conllu");
        Assert.Equal((entities, repairs), (EntitiesOf(set).Split('|')[^1], RepairsOf(set)));
    }

    [Theory]
    [InlineData("Juma\tB-PER\nran\tO\nTanga\tB-ORG|B-LOC\n", "nested entities")]
    [InlineData("Juma\tNNP\t(PER)\nran\tVBD\t*\nDar\tNNP\t(LOC*\nSalaam\tNNP\t*)\n", "marks names by brackets")]
    [InlineData("Juma\tB\tJuma\tx\ty\nran\nfar\nin\n", "3 of 4 lines hold a word and nothing else")]
    public void It_is_refused_by_name(string file, string expected) => Assert.Contains(expected, MessageOf(file), StringComparison.Ordinal);

    [Fact]
    public void Times_are_no_WebAnno() =>
        Assert.Equal(("Juma ran", "PER 0-1"), (WordsOf(Read("0.00\t0.09\tJuma\tB-PER\n0.10\t0.22\tran\tO\n")), EntitiesOf(Read("0.00\t0.09\tJuma\tB-PER\n0.10\t0.22\tran\tO\n"))));

    [Fact]
    public void Names_of_tags_name_numbers_in_columns()
    {
        var options = new LabelledDataOptions { TagNames = ["O", "B-PER", "I-PER"] };
        Assert.Equal("PER 0-2", EntitiesOf(Read("Juma\t1\nOtieno\t2\nran\t0\n", options)));
        Assert.Contains("found '3'", MessageOf("Juma\t1\nOtieno\t3\nran\t0\n", options), StringComparison.Ordinal);
        Assert.Contains("found 'B-PER'", MessageOf("Juma\tB-PER\nran\tO\n", options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("科0 O\n技1 O\n北0 B-LOC\n京1 I-LOC\n", "says where words are cut")]
    [InlineData("[CLS] O\nJuma B-PER\nran O\n[SEP] O\n", "tokenizer")]
    [InlineData("Juma B-PER\nran O\n</s> O\nTanga B-LOC\n</s> O\n", "tokenizer")]
    [InlineData("Juma B-PER\nran O\n. O\nhe O\nsat O\n. O\nhe O\nate O\n. O\nhe O\nwon O\n. O\nit O\nis O\n. O\nok O\n", "full stops inside")]
    public void Words_that_are_hardly_meant_are_reported(string file, string expected) =>
        Assert.Contains(Read(file).Repairs, repair => repair.Found.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("b-PER", "i-PER")]
    [InlineData("B_PER", "I_PER")]
    [InlineData("B.PER", "I.PER")]
    [InlineData("PER-B", "PER-I")]
    public void A_habit_of_spelling_tags_is_said_once(string begin, string inside)
    {
        string rows = string.Concat(Enumerable.Range(0, 12).Select(number => $"J{number}\t{begin}\nO\t{inside}\nran{number}\tO\n\n"));
        DataSet set = Read(rows);
        Assert.Equal("PER 0-2", EntitiesOf(set).Split('|')[^1]);
        Assert.Equal("", RepairsOf(set));
        Assert.Contains($"The tags are written as '{begin}' throughout, read as 'B-PER'.", set.Assumptions);
        Assert.Equal("unknown-prefix:49", RepairsOf(Read(rows + "Neema\tB:PER\nsat\tO\n")));
    }

    [Theory]
    [InlineData("utf-32", true, "UTF-32")]
    [InlineData("utf-32", false, "UTF-32")]
    [InlineData("utf-16", true, "UTF-16")]
    [InlineData("utf-16", false, "UTF-16")]
    public void Another_encoding_is_named(string name, bool hasMark, string expected)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("Juma\tB-PER\nran\tO\n")];
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => LabelledData.Parse(bytes, "file.tsv")).Message, StringComparison.Ordinal);
    }
}
