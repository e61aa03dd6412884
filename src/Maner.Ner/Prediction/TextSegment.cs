using Maner.Text.Words;

namespace Maner.Ner.Prediction;

/// <summary>A stretch of a tagged sentence's text: an entity, or what is between two.</summary>
/// <param name="Text">The text.</param>
/// <param name="Type">The entity's type; null outside entities.</param>
/// <param name="TypeIndex">Position of the type in the tag set, for choosing a colour; -1 outside entities.</param>
internal readonly record struct TextSegment(string Text, string? Type, int TypeIndex)
{
    /// <summary>The sentence's text cut into segments; joined, they are the text.</summary>
    public static List<TextSegment> Of(TaggedSentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        (string text, IReadOnlyList<TextRange> offsets) = sentence.Input.Locate();
        List<string> types = [.. sentence.TagSet.Types];
        var segments = new List<TextSegment>();
        int end = 0;
        foreach (TaggedEntity entity in sentence.Entities)
        {
            int begin = offsets[entity.Span.Start].Begin;
            AddOutside(begin);
            end = offsets[entity.Span.End - 1].End;
            segments.Add(new TextSegment(text[begin..end], entity.Span.Type, types.IndexOf(entity.Span.Type)));
        }

        AddOutside(text.Length);
        return segments;

        void AddOutside(int upTo)
        {
            if (upTo > end)
            {
                segments.Add(new TextSegment(text[end..upTo], null, -1));
            }
        }
    }
}
