using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

public sealed class PlausibilityTests
{
    public static TheoryData<string, string> Files => new()
    {
        { "12\tO\n13\tB-PER\n45\tO\n", "all words are numbers" },
        { "Amadi,\tB-PER\nlives,\tO\nin,\tO\n", "end in a comma" },
        { "\"Amadi\"\tB-PER\n\"lives\"\tO\n\"in\"\tO\n", "in quotes" },
        { "\"\"\"\"\tO\nAmadi\tB-PER\n", "as CSV writes" },
        { Rows(1000, "w{0}", "O", "B-PER"), "a sentence of 1000 words" },
        { Rows(30, "w{0}", "O", "O"), "no entity in 30 words" },
        { Rows(30, "x", "O", "B-PER"), "nearly all words are 'x'" },
        { Rows(30, "w{0}", "B-PER", "I-PER"), "every word is in an entity" },
        { "a\tPERB\nb\tPERI\nc\tO\nd\tLOCB\ne\tLOCI\nf\tO\n", "'LOCB' and 'LOCI'" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_hardly_meant_is_told_with_how_to_decide(string file, string found)
    {
        Repair repair = Assert.Single(Read(file).Repairs, repair => repair.Kind == RepairKind.Implausible && repair.Found.Contains(found, StringComparison.Ordinal));
        Assert.Contains("kept as", repair.Made, StringComparison.Ordinal);
        Assert.Contains(found, MessageOf(file, new LabelledDataOptions { Strict = true }) + string.Join('\n', Read(file).Repairs), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unread_column_of_tags_is_told()
    {
        DataSet set = Read("a\tB-PER\tx\nb\tO\ty\nc\tO\tz\n\nd\tB-LOC\tB-OLD\ne\tO\tO\nf\tO\tO\n\ng\tO\tB-NEW\nh\tO\tO\n");
        Assert.Contains(set.Assumptions, note => note.Contains("looks like tags too and was not read", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plain_file_is_plausible() => Assert.Empty(Read(Rows(300, "w{0}", "O", "B-PER", blankEach: 10)).Repairs);

    private static string Rows(int count, string word, string tag, string every7th, int blankEach = int.MaxValue) => string.Concat(Enumerable.Range(0, count).Select(row =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, word, row) + "\t" + (row % 7 == 1 ? every7th : tag) + (row % blankEach == blankEach - 1 ? "\n\n" : "\n")));
}
