using System.Text.Json;
using Maner.Model.Json;
using Maner.Ner.Prediction;
using Maner.Text.Formats.Documents;
using Maner.Text.Words;

namespace Maner.Web.Serving;

/// <summary>Writes the answer of POST /tag.</summary>
internal static class TagAnswer
{
    /// <summary>Writes sentences with their entities.</summary>
    /// <param name="json">Takes the answer.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="places">The sentences.</param>
    /// <param name="tagged">The same, tagged.</param>
    /// <param name="model">The model's name and version.</param>
    public static void Write(Utf8JsonWriter json, TagRequest request, IReadOnlyList<PlacedInput> places, IReadOnlyList<TaggedSentence> tagged, (string Name, string Version) model)
    {
        json.WriteStartObject();
        json.WriteString("model", model.Name);
        json.WriteString("version", model.Version);
        json.WriteStartArray("sentences");
        for (int index = 0; index < tagged.Count; index++)
        {
            Write(json, request, places[index], tagged[index]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TagRequest request, PlacedInput place, TaggedSentence tagged)
    {
        (string text, IReadOnlyList<TextRange> offsets) = tagged.Input.Locate();
        json.WriteStartObject();
        if (request.IsList)
        {
            json.WriteNumber("input", place.Input);
        }

        if (request.Inputs[place.Input].Text is { } whole && request.Unit != AnswerUnit.Words)
        {
            json.WriteNumber("begin", Length(whole.AsSpan(0, place.Begin), request.Unit));
        }

        json.WriteString("text", text);
        json.WriteStartArray("entities");
        OffsetMap map = new(text, request.Unit switch { AnswerUnit.CodePoints => OffsetUnit.CodePoints, AnswerUnit.Utf8 => OffsetUnit.Utf8Bytes, _ => OffsetUnit.Utf16 });
        foreach (TaggedEntity entity in tagged.Entities)
        {
            var range = new TextRange(offsets[entity.Span.Start].Begin, offsets[entity.Span.End - 1].End);
            json.WriteStartObject();
            json.WriteString("type", entity.Span.Type);
            json.WriteString("text", range.Of(text));
            json.WriteNumber("begin", request.Unit == AnswerUnit.Words ? entity.Span.Start : map.FromUtf16(range.Begin));
            json.WriteNumber("end", request.Unit == AnswerUnit.Words ? entity.Span.End : map.FromUtf16(range.End));
            json.WriteNumber("probability", entity.Probability);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static int Length(ReadOnlySpan<char> text, AnswerUnit unit)
    {
        if (unit == AnswerUnit.Utf8)
        {
            return System.Text.Encoding.UTF8.GetByteCount(text);
        }

        int length = text.Length;
        for (int index = 0; unit == AnswerUnit.CodePoints && index + 1 < text.Length; index++)
        {
            length -= char.IsSurrogatePair(text[index], text[index + 1]) ? 1 : 0;
        }

        return length;
    }

    /// <summary>How answers are written: letters of all scripts as they are.</summary>
    public static JsonWriterOptions Options => RelaxedJson.Line;
}
