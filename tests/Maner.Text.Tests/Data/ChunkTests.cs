using System.Text;
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
}
