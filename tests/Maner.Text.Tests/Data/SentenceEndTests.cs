using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

/// <summary>A column whose values stay the same for some words, in a file with blank lines: these decide, or the file is refused.</summary>
public sealed class SentenceEndTests
{
    [Theory]
    [InlineData("Juma\t1\tB-PER\nran\t0\tO\nfar\t0\tO\n\nin\t0\tO\nTanga\t1\tB-LOC\nNeema\t1\tB-PER\nsat\t0\tO\n", "Juma ran far|in Tanga Neema sat")] // flags
    [InlineData("Juma\t1\tB-PER\nran\t1\tO\nfar\t2\tO\n\nin\t2\tO\nTanga\t3\tB-LOC\nsat\t3\tO\n", "Juma ran far|in Tanga sat")] // lines
    [InlineData("p1\tJuma\tB-PER\np1\tran\tO\n\np1\tfar\tO\np2\tin\tO\n\np2\tTanga\tB-LOC\np2\tsat\tO\n", "Juma ran|far in|Tanga sat")] // pages
    [InlineData("Juma\t1\tB-PER\nran\t0\tO\nfar\t0\tO\nin\t0\tO\nTanga\t1\tB-LOC\nNeema\t1\tB-PER\nsat\t0\tO\n", "Juma ran far in Tanga Neema sat")] // flags alone
    [InlineData("1\tJuma\tB-PER\n1\tran\tO\n\n2\tin\tO\n2\tTanga\tB-LOC\n", "Juma ran|in Tanga")] // they agree
    [InlineData("sentence_id\tword\ttag\n1\tJuma\tB-PER\n1\tran\tO\n2\tfar\tO\n2\tin\tO\n\n3\tTanga\tB-LOC\n3\tsat\tO\n", "Juma ran|far in|Tanga sat")] // documents, by name
    public void Blank_lines_decide(string file, string sentences) => Assert.Equal(sentences, WordsOf(Read(file)));

    [Fact]
    public void Numbers_that_never_come_back_between_blank_lines_are_refused() =>
        Assert.Contains("expected sentences that end at blank lines or where column 1 changes",
            MessageOf("1\tJuma\tB-PER\n1\tran\tO\n2\tfar\tO\n2\tin\tO\n\n3\tTanga\tB-LOC\n3\tsat\tO\n4\tNeema\tB-PER\n4\tran\tO\n"), StringComparison.Ordinal);
}
