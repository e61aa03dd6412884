using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Tags;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

public sealed class TagSchemeTests
{
    // One sentence in every scheme: X of two words, directly followed by X of one and Y of three; a gap; X of one.
    private const string Entities7 = "X 0-2, X 2-3, Y 3-6, X 7-8";

    [Theory]
    [InlineData(TagScheme.Iob2, "B-X I-X B-X B-Y I-Y I-Y O B-X")]
    [InlineData(TagScheme.Iob1, "I-X I-X B-X I-Y I-Y I-Y O I-X")]
    [InlineData(TagScheme.Iobes, "B-X E-X S-X B-Y I-Y E-Y O S-X")]
    [InlineData(TagScheme.Bilou, "B-X L-X U-X B-Y I-Y L-Y O U-X")]
    [InlineData(TagScheme.Bmewo, "B-X E-X W-X B-Y M-Y E-Y O W-X")]
    public void Every_scheme_is_told_and_read_and_written(TagScheme scheme, string tags)
    {
        DataSet set = Read(File(tags));
        Assert.Equal(scheme, set.Scheme);
        Assert.Equal(Entities7, EntitiesOf(set));
        Assert.Empty(set.Repairs);
        Assert.Equal(tags.Split(' '), TagSchemes.ToTags(8, set.Sentences[0].Entities!, scheme));
    }

    [Theory]
    [InlineData("I-X I-X I-X I-Y I-Y I-Y O I-X")]
    [InlineData("X X X Y Y Y O X")]
    public void IO_joins_neighbours_of_one_type(string tags)
    {
        DataSet set = Read(File(tags));
        Assert.Equal(TagScheme.Io, set.Scheme);
        Assert.Equal("X 0-3, Y 3-6, X 7-8", EntitiesOf(set));
        Assert.Empty(set.Repairs);
    }

    [Theory]
    [InlineData("Person Person Other Place Other Other Other Other", "Person 0-2, Place 3-4", "'Other'")]
    [InlineData("Person none none none", "Person 0-1", "'none'")]
    public void A_file_without_O_may_name_its_outside(string tags, string entities, string outside)
    {
        DataSet set = Read(File(tags));
        Assert.Equal(entities, EntitiesOf(set));
        Assert.Contains(set.Assumptions, assumption => assumption.Contains(outside, StringComparison.Ordinal));
    }

    [Fact]
    public void Other_is_a_type_in_a_file_that_has_O_and_where_it_is_rare()
    {
        Assert.Equal("Other 1-4", EntitiesOf(Read(File("O Other Other Other"))));
        Assert.Contains("LabelledDataOptions.Outside", MessageOf(File("Person Person Other")), StringComparison.Ordinal);
        Assert.Equal("Person 0-2", EntitiesOf(Read(File("Person Person Other"), new LabelledDataOptions { Outside = "Other" })));
    }

    [Fact]
    public void Types_may_have_hyphens_spaces_no_Latin_letters()
    {
        Assert.Equal("person-actor 0-1, 地名 1-2", EntitiesOf(Read(File("B-person-actor B-地名 O"))));
        Assert.Equal("person-actor 0-2", EntitiesOf(Read(File("person-actor person-actor O"))));
    }

    [Theory]
    [InlineData("B-X I-X O I-X", "X 0-2, X 3-4", "inside-without-begin:4")]
    [InlineData("B-X I-Y O B-X", "X 0-1, Y 1-2, X 3-4", "type-change:2")]
    [InlineData("b-X I-X O B-X", "X 0-2, X 3-4", "unknown-prefix:1")]
    [InlineData("B_X I-X O B-X", "X 0-2, X 3-4", "unknown-prefix:1")]
    [InlineData("B-X X-I O B-X", "X 0-2, X 3-4", "unknown-prefix:2")]
    [InlineData("B-X X O B-X", "X 0-2, X 3-4", "unknown-prefix:2")]
    [InlineData("B-X Q-X O B-X", "X 0-2, X 3-4", "unknown-prefix:2")]
    [InlineData("B-X o 0 I-X B- O B-X", "X 0-1, X 3-4, X 6-7", "unknown-prefix:2, unknown-prefix:3, inside-without-begin:4, unknown-prefix:5")]
    [InlineData("B-X I-X O B-X I-X O B-X I-X O S-X", "X 0-2, X 3-5, X 6-8, X 9-10", "prefix-of-another-scheme:10")]
    [InlineData("B-X E-X S-X B-X I-X O", "X 0-2, X 2-3, X 3-5", "unfinished-entity:5")]
    [InlineData("B-X E-X E-X S-X I-X E-X", "X 0-2, X 2-3, X 3-4, X 4-6", "end-without-begin:3, inside-without-begin:5")]
    [InlineData("B-X E-Y S-X", "X 0-1, Y 1-2, X 2-3", "type-change:2")]
    [InlineData("I-X B-X I-Y B-Y O B-Z", "X 0-1, X 1-2, Y 2-3, Y 3-4, Z 5-6", "unexpected-begin:6")]
    public void What_a_scheme_does_not_allow_is_read_as_conlleval_would_and_reported(string tags, string entities, string repairs)
    {
        DataSet set = Read(File(tags));
        Assert.Equal(entities, EntitiesOf(set));
        Assert.Equal(repairs, RepairsOf(set));
    }

    [Fact]
    public void A_file_all_of_underscores_is_read_and_every_tag_reported()
    {
        DataSet set = Read(File("B_PER I_PER O B_LOC"));
        Assert.Equal("PER 0-2, LOC 3-4", EntitiesOf(set));
        Assert.Equal("unknown-prefix:1, unknown-prefix:2, unknown-prefix:4", RepairsOf(set));
    }

    [Fact]
    public void A_named_scheme_is_not_overruled()
    {
        DataSet set = Read(File("I-X I-X B-X O"), new LabelledDataOptions { Scheme = TagScheme.Iob2 });
        Assert.Equal("inside-without-begin:1", RepairsOf(set));
        Assert.Equal("X 0-2, X 2-3", EntitiesOf(set));
    }

    [Fact]
    public void A_file_of_O_alone_is_labelled_and_says_so()
    {
        DataSet set = Read(File("O O O"));
        Assert.Equal("-", EntitiesOf(set));
        Assert.Equal("No word is part of an entity.", Assert.Single(set.Assumptions));
    }

    private static string File(string tags) => string.Concat(tags.Split(' ').Select((tag, word) => $"w{word}\t{tag}\n"));
}
