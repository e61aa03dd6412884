using Maner.Text.Sentences;
using Maner.Text.Tags;
using Xunit;

namespace Maner.Text.Tests;

public sealed class Iob2Tests
{
    [Fact]
    public void Strict_and_lenient_reading_differ_only_where_an_I_continues_nothing()
    {
        string[] tags = ["I-Phone", "I-Phone", "O", "B-PER", "I-LOC", "I-LOC", "B-LOC"];

        Assert.Equal([new EntitySpan(3, 4, "PER"), new EntitySpan(6, 7, "LOC")], Iob2.ToSpansStrict(tags));
        Assert.Equal(
            [new EntitySpan(0, 2, "Phone"), new EntitySpan(3, 4, "PER"), new EntitySpan(4, 6, "LOC"), new EntitySpan(6, 7, "LOC")],
            Iob2.ToSpansLenient(tags));
    }

    [Fact]
    public void Tags_of_spans_read_back_as_the_same_spans()
    {
        EntitySpan[] spans = [new(0, 1, "PER"), new(1, 3, "PER"), new(4, 5, "LOC")];

        string[] tags = Iob2.ToTags(6, spans);

        Assert.Equal(["B-PER", "B-PER", "I-PER", "O", "B-LOC", "O"], tags);
        Assert.Equal(spans, Iob2.ToSpansStrict(tags));
        Assert.Equal(spans, Iob2.ToSpansLenient(tags));
    }

    [Fact]
    public void Ids_of_a_tag_set_are_read_as_its_tags_are()
    {
        var tagSet = new TagSet(["I-LOC", "O", "B-PER", "I-PER", "B-LOC", "I-Phone", "B-", "XY"]);
        var random = new Random(5);
        foreach (int length in Enumerable.Range(0, 300).Select(trial => trial % 12))
        {
            int[] ids = [.. Enumerable.Range(0, length).Select(_ => random.Next(tagSet.Count))];
            Assert.Equal(Iob2.ToSpansStrict(tagSet.Decode(ids)), tagSet.SpansStrict(ids));
            Assert.Equal(Iob2.ToSpansLenient(tagSet.Decode(ids)), tagSet.SpansLenient(ids));
        }
    }

    [Fact]
    public void Overlapping_spans_are_refused() =>
        Assert.Throws<ArgumentException>(() => Iob2.ToTags(3, [new(0, 2, "PER"), new(1, 3, "LOC")]));
}
