using Maner.Ner.Prediction;
using Maner.Text.Words;

namespace Maner;

/// <summary>A sentence and what a model found in it. Immutable.</summary>
public sealed class TaggedText
{
    internal TaggedText(TaggedSentence tagged)
    {
        (string text, IReadOnlyList<TextRange> offsets) = tagged.Input.Locate();
        TextRange[] ranges = [.. tagged.Entities.Select(entity => new TextRange(offsets[entity.Span.Start].Begin, offsets[entity.Span.End - 1].End))];
        TextRange[] codePoints = TextRange.InCodePoints(text, ranges);
        (Text, Words, Tags, LogProbability) = (text, tagged.Input.Words, tagged.Tags, tagged.LogProbability);
        Entities = [.. tagged.Entities.Select((entity, index) => new Entity(
            ranges[index].Of(text), entity.Span.Type,
            ranges[index].Begin, ranges[index].End - ranges[index].Begin,
            codePoints[index].Begin, codePoints[index].End - codePoints[index].Begin,
            entity.Span.Start, entity.Span.End - entity.Span.Start, entity.Probability))];
    }

    /// <summary>The text: as it was given, or the words joined by single spaces.</summary>
    public string Text { get; }

    /// <summary>The words that the text was cut into.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>One IOB2 tag per word.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The entities in reading order.</summary>
    public IReadOnlyList<Entity> Entities { get; }

    /// <summary>
    /// Natural logarithm of the probability of these tags among all sequences of tags: score of the best sequence − log Z. 0 is certain; the lower,
    /// the less sure the model is of the sentence. Divide by the number of words to compare sentences of different lengths (Shen et al. 2018).
    /// </summary>
    public double LogProbability { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
