using Maner.Text.Data;
using Maner.Text.Formats;
using Xunit;

namespace Maner.Text.Tests.Data;

public sealed class NumberedRowsTests
{
    private static readonly LabelledDataOptions s_anyTags = new() { RequireTags = false };

    [Fact]
    public void Conllu_gives_its_words_and_no_tags()
    {
        const string File = "# sent_id = 1\n# text = Al mar.\n1-2\tAl\t_\t_\t_\t_\t_\t_\t_\t_\n1\tA\ta\tADP\t_\t_\t3\tcase\t_\t_\n" +
            "2\tel\tel\tDET\t_\t_\t3\tdet\t_\t_\n3\tmar\tmar\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No\n3.1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n\n" +
            "1\tMar\tmar\tNOUN\t_\t_\t0\troot\t_\t_\n\n";

        DataSet set = Reading.Read(File, s_anyTags, "a.conllu");

        Assert.Equal("A el mar|Mar", Reading.WordsOf(set));
        Assert.Contains("The first column counts the words of each sentence; words were read from the second.", set.Assumptions);
        Assert.Contains("expected a tag for every word", Reading.MessageOf(File, path: "a.conllu"), StringComparison.Ordinal);
    }

    [Fact]
    public void Universal_ner_gives_its_tags_too()
    {
        DataSet set = Reading.Read("# text = Juma yuko Tanga\n1\tJuma\tB-PER\t-\t-\n2\tyuko\tO\t-\t-\n3\tTanga\tB-LOC\t-\t-\n\n1\tHabari\tO\t-\t-\n\n");

        Assert.Equal("Juma yuko Tanga|Habari", Reading.WordsOf(set));
        Assert.Equal("PER 0-1, LOC 2-3|-", Reading.EntitiesOf(set));
        Assert.Equal("", Reading.RepairsOf(set));
    }

    [Theory]
    [InlineData("0\tJuma\tB-PER\n1\tyuko\tO\n\n0\tHabari\tO\n\n")] // counted from 0
    [InlineData("1 Juma B-PER\n2 yuko O\n\n1 Habari O\n\n")] // separated by spaces
    [InlineData("-DOCSTART- -X- O\n\n1\tJuma\tB-PER\n2\tyuko\tO\n\n1\tHabari\tO\n\n")]
    [InlineData("# text = Juma\tyuko\n1\tJuma\tB-PER\n2\tyuko\tO\n\n1\tHabari\tO\n\n")]
    [InlineData("1\tJuma\tjuma\tPROPN\t_\t_\t0\troot\t_\tB-PER\n2\tyuko\tko\tVERB\t_\t_\t1\tx\t_\tO\n\n1\tHabari\tx\tNOUN\t_\t_\t0\troot\t_\tO\n\n")] // in CoNLL-U's last column
    public void A_count_is_taken_off_however_it_is_written(string file)
    {
        DataSet set = Reading.Read(file);

        Assert.Equal("Juma yuko|Habari", Reading.WordsOf(set));
        Assert.Equal("PER 0-1|-", Reading.EntitiesOf(set));
        Assert.Equal("", Reading.RepairsOf(set));
    }

    [Theory]
    [InlineData("1\tO\n2\tO\n\n", "1 2")] // numbers with tags: no other column is there
    [InlineData("1984\tCD\tO\n12\tCD\tO\n7\tCD\tO\n\n", "1984 12 7")] // no count, and beside them parts of speech alone
    public void Words_that_are_numbers_stay(string file, string words) => Assert.Equal(words, Reading.WordsOf(Reading.Read(file, s_anyTags)));

    [Theory]
    [InlineData("1\tx\tO\n3\ty\tO\n\n", "x y", "count-gap:2")]
    [InlineData("7\tx\tO\n8\ty\tO\n\n", "x y", "")] // goes on over a larger file
    [InlineData("0\tx\tO\n1\ty\tO\n\n2\tz\tO\n3\tw\tO\n", "x y|z w", "")] // pandas
    [InlineData("1\tx\tO\n2\ty\tO\n1\tz\tO\n2\tw\tO\n", "x y|z w", "")] // no blank lines
    [InlineData("1\tx\tO\n2\ty\tO\n2\tz\tO\n4\tw\tO\n5\tv\tO\n6\tu\tO\n7\tt\tO\n8\ts\tO\n9\tr\tO\n10\tq\tO\n11\tp\tO\n", "x y z w v u t s r q p", "count-gap:3, count-gap:4")]
    [InlineData("1-1\ta\tO\n", "a", "")] // nothing but ranges
    public void A_count_that_does_not_go_on_is_no_column_of_words(string file, string words, string repairs)
    {
        DataSet set = Reading.Read(file);
        Assert.Equal(words, Reading.WordsOf(set));
        Assert.Equal(repairs, Reading.RepairsOf(set));
    }
}
