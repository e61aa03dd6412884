using Maner.Text.Data;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

/// <summary>CoNLL-2003's chunks (<c>B-NP</c>) look like tags and are no names.</summary>
public sealed class ChunkTests
{
    [Theory]
    [InlineData("Rain NN B-NP O\nfell VBD B-VP O\n", "-")]
    [InlineData("Rain NN B-NP O\nfell VBD B-VP O\nTanga NNP B-NP LOC\n", "LOC 2-3")]
    public void They_are_not_read_where_tags_are_behind_them(string file, string entities) => Assert.Equal(entities, EntitiesOf(Read(file)));

    [Fact]
    public void Alone_they_are_read_with_a_note() =>
        Assert.Contains(Read("Rain NN B-NP\nfell VBD B-VP\n. . O\n").Assumptions, note => note.Contains("phrases of syntax", StringComparison.Ordinal));

    [Theory]
    [InlineData("Neema NNP B-PER B-NP", "Neema", "PER")]
    [InlineData("NNP Microsoft B-NP B-ORG", "Microsoft", "ORG")]
    [InlineData("Microsoft Corp NNP B-NP B-ORG", "Microsoft", "ORG", "'Corp' was left out")]
    public void Columns_in_each_others_place_are_put_right_and_reported(string line, string word, string type, string made = "")
    {
        string[] letters = [.. Enumerable.Range(0, 24).Select(place => ((char)('a' + place)).ToString())];
        string rows = string.Concat(letters.Select(letter => $"J{letter} NNP B-NP B-PER\nr{letter} VBD B-VP O\n. . O O\n\n"));
        DataSet set = Read(rows + line + "\nsat VBD B-VP O\n");
        Assert.Equal($"{word} sat", WordsOf(set).Split('|')[^1]);
        Assert.Equal($"{type} 0-1", EntitiesOf(set).Split('|')[^1]);
        Assert.Equal("column-count:97", RepairsOf(set));
        Assert.EndsWith(made, set.Repairs[0].Made, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_too_many_is_named()
    {
        DataSet set = Read("Juma B-PER\nran O\nNew York B-LOC\n");
        Assert.Contains("'York' was left out", set.Repairs[0].Made, StringComparison.Ordinal);
    }
}
