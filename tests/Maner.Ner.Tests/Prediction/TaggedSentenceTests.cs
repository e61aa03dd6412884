using Maner.Ner.Prediction;
using Maner.Testing;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Ner.Tests.Prediction;

public sealed class TaggedSentenceTests
{
    private static readonly Sentence s_input = Sentence.FromWords(["Ana", "Lima", "saw", "Dili"]);

    [Fact]
    public void The_probability_of_an_entity_is_the_lowest_of_its_words()
    {
        TaggedSentence sentence = Tagged.Of(s_input, "B-PER", "I-PER", "O", "B-LOC");

        Assert.Equal(
            [new(new EntitySpan(0, 2, "PER"), 0.9f - 0.1f), new(new EntitySpan(3, 4, "LOC"), 0.9f - (0.1f * 3))],
            sentence.Entities);
    }

    [Fact]
    public void A_broken_tag_sequence_still_shows_its_names() =>
        Assert.Equal(
            [new EntitySpan(0, 1, "PER"), new EntitySpan(1, 2, "LOC")],
            Tagged.Of(s_input, "I-PER", "I-LOC", "O", "O").Entities.Select(entity => entity.Span));

    [Fact]
    public void Sizes_that_do_not_fit_and_unknown_tags_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new TaggedSentence(s_input, [0], new float[5], Tagged.TagSet));
        Assert.Throws<ArgumentException>(() => new TaggedSentence(s_input, [0, 0, 0, 0], new float[19], Tagged.TagSet));
        Assert.Throws<ArgumentException>(() => new TaggedSentence(s_input, [5, 0, 0, 0], new float[20], Tagged.TagSet));
    }

    [Theory]
    [InlineData("Ana Lima  saw Dili.", "Ana Lima:PER|  saw :|Dili:LOC|.:")]
    [InlineData("Ana Lima saw Dili", "Ana Lima:PER| saw :|Dili:LOC")]
    public void Segments_join_to_the_text(string text, string expected)
    {
        var input = Sentence.FromText(text);
        string[] tags = ["B-PER", "I-PER", "O", "B-LOC", "O"];

        List<TextSegment> segments = TextSegment.Of(Tagged.Of(input, tags[..input.Words.Count]));

        Assert.Equal(expected, string.Join('|', segments.Select(segment => $"{segment.Text}:{segment.Type}")));
        Assert.Equal(text, string.Concat(segments.Select(segment => segment.Text)));
        Assert.Equal((1, -1, 0), (segments[0].TypeIndex, segments[1].TypeIndex, segments[2].TypeIndex));
    }

    [Fact]
    public void A_sentence_without_words_has_no_segments() =>
        Assert.Empty(TextSegment.Of(Tagged.Of(Sentence.FromText(""))));
}
