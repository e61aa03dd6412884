using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Xunit;
using static Maner.Text.Tests.Data.Reading;

namespace Maner.Text.Tests.Data;

/// <summary>A slip in one tag becomes no class of a model, and an honest rare type does.</summary>
public sealed class StrayTagTests
{
    [Theory]
    [InlineData("B-PRE", "'PER'")]
    [InlineData("B-Per", "'PER'")]
    [InlineData("B-PERSN", "'PERSN'")]
    [InlineData("B\u2013PER", "'B-PER'")] // en dash
    [InlineData("B\u2011PER", "'B-PER'")]
    [InlineData("B\u2212PER", "'B-PER'")]
    [InlineData("B-PER\u200B", "'B-PER'")]
    [InlineData("\u0412-PER", "'B-PER'")] // Cyrillic В
    [InlineData("B-P\u0415R", "'B-PER'")] // Cyrillic Е
    [InlineData("\u041E", "'O'")] // Cyrillic О
    [InlineData("Madaktari'I-LOC", "'I-LOC'")]
    [InlineData("Madaktari", "prefix")]
    [InlineData("B-QQQ", "'QQQ'")]
    public void A_slip_is_reported_with_its_line_and_read_as_outside(string tag, string suggestion)
    {
        DataSet set = Read(File(40) + $"slip\t{tag}\n");
        Repair repair = Assert.Single(set.Repairs, repair => repair.Kind == RepairKind.StrayTag);
        Assert.Contains(suggestion, repair.Found, StringComparison.Ordinal);
        Assert.Equal(set.Sentences[^1].Line, repair.Line);
        Assert.Empty(set.Sentences[^1].Entities!);
        Assert.Equal(["LOC", "PER"], DataStatistics.Of(set.Sentences).Types.Select(type => type.Type));
        Assert.Contains("Strict", MessageOf(File(40) + $"slip\t{tag}\n", new LabelledDataOptions { Strict = true }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("B-PRE", "PRE")]
    [InlineData("B-QQQ", "QQQ")]
    public void It_is_kept_where_the_caller_says_so(string tag, string type)
    {
        DataSet set = Read(File(40) + $"slip\t{tag}\n", new LabelledDataOptions { KeepRareTypes = true });
        Assert.Equal(type, Assert.Single(set.Sentences[^1].Entities!).Type);
        Assert.DoesNotContain(set.Repairs, repair => repair.Kind == RepairKind.StrayTag);
    }

    [Theory]
    [InlineData("B-DATE", 40)]
    [InlineData("B-QQQ", 12)] // a small file
    [InlineData("B-ORG", 400)]
    public void An_honest_rare_type_is_kept(string tag, int sentences)
    {
        DataSet set = Read(File(sentences) + $"rare\t{tag}\n\nx\tO\n\nrare\t{tag}\n");
        Assert.Equal(2, set.Sentences.Count(sentence => sentence.Entities!.Any(entity => entity.Type == tag[2..])));
        Assert.DoesNotContain(set.Repairs, repair => repair.Kind == RepairKind.StrayTag);
    }

    [Fact]
    public void A_dash_that_is_no_hyphen_throughout_is_mended_and_every_tag_reported()
    {
        DataSet set = Read(File(10).Replace("B-PER", "B\u2013PER", StringComparison.Ordinal));
        Assert.Equal(10, set.Sentences.SelectMany(sentence => sentence.Entities!).Count(entity => entity.Type == "PER"));
        Assert.Equal(10, set.Repairs.Count(repair => repair.Kind == RepairKind.UnknownPrefix));
    }

    [Fact]
    public void Prefixes_without_a_hyphen_make_no_types_of_their_own()
    {
        DataSet set = Read("a\tBNEP\nb\tINEP\nc\tO\nd\tBNEL\n\ne\tBNEM\nf\tO\ng\tBNEL\nh\tINEL\n");
        Assert.Equal("NEP 0-2, NEL 3-4|NEM 0-1, NEL 2-4", EntitiesOf(set));
        Assert.Contains("no hyphen", Assert.Single(set.Assumptions), StringComparison.Ordinal);
    }

    [Fact]
    public void One_bare_type_among_prefixed_and_one_prefixed_among_bare_change_no_other()
    {
        string bare = string.Concat(Enumerable.Repeat("a\tPER\nb\tO\nc\tLOC\n\n", 20));
        DataSet set = Read(bare + "d\tB-PER\n");
        Assert.Equal(41, set.Sentences.Sum(sentence => sentence.Entities!.Count));
        Assert.Single(set.Repairs, repair => repair.Kind == RepairKind.PrefixOfAnotherScheme);
    }

    private static string File(int sentences) => string.Concat(Enumerable.Range(0, sentences).Select(sentence => $"w{sentence}\tB-PER\nx\tO\ny{sentence}\tB-LOC\nz\tI-LOC\n\n"));
}
