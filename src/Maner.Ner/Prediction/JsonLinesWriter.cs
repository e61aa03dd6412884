using System.Buffers;
using System.Text;
using System.Text.Json;
using Maner.Model.Json;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Ner.Prediction;

/// <summary>
/// Writes JSON Lines, one object per sentence: the input's own members, <c>line</c> (of the input, from 1) and, of several inputs, <c>file</c>, <c>text</c> (the input's, or its words joined by single spaces), <c>tokens</c>,
/// <c>tags</c>, <c>entities</c> with <c>type</c>, <c>text</c>, <c>start_word</c>, <c>end_word</c> (exclusive), <c>begin</c>,
/// <c>end</c> (code points of the text, exclusive) and <c>probability</c> (<see cref="TaggedEntity.Probability"/>). With
/// probabilities also <c>labels</c> and, one row per word in the order of the labels, <c>probabilities</c>.
/// </summary>
/// <param name="output">Where to write; lines end in LF.</param>
/// <param name="probabilities">Whether to write every class's probability.</param>
internal sealed class JsonLinesWriter(TextWriter output, bool probabilities = false) : ITaggedWriter
{
    /// <summary>Where the sentences come from that are written next; null where there is one source alone.</summary>
    public string? File { get; set; }

    /// <inheritdoc/>
    public void Write(TaggedSentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        (string text, IReadOnlyList<TextRange> offsets) = sentence.Input.Locate();
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.Line))
        {
            json.WriteStartObject();
            WriteOthers(json, sentence.Input);
            WritePlace(json, sentence.Input);
            json.WriteString("text", text);
            WriteStrings(json, "tokens", sentence.Input.Words);
            WriteStrings(json, "tags", sentence.Tags);
            WriteEntities(json, sentence.Entities, text, offsets);
            if (probabilities)
            {
                WriteStrings(json, "labels", sentence.TagSet.Tags);
                WriteProbabilities(json, sentence);
            }

            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
    }

    /// <summary>What the input's object had besides, so that results are found again by their id.</summary>
    private void WriteOthers(Utf8JsonWriter json, Sentence input)
    {
        foreach ((string name, string value) in input.Members)
        {
            if (probabilities && (name is "labels" or "probabilities"))
            {
                continue; // its own are written
            }

            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }

        if (input.Document is not null && input.Members.All(member => member.Key != "document"))
        {
            json.WriteString("document", input.Document);
        }
    }

    /// <summary>Members of these names that the input has itself stay what they are; ours are then input_line and input_file.</summary>
    private void WritePlace(Utf8JsonWriter json, Sentence input)
    {
        if (input.Line > 0)
        {
            json.WriteNumber(Free("line"), input.Line);
        }

        if (File is not null)
        {
            json.WriteString(Free("file"), File);
        }

        string Free(string name) => input.Members.Any(member => member.Key == name) ? Free("input_" + name) : name;
    }

    private static void WriteEntities(Utf8JsonWriter json, IReadOnlyList<TaggedEntity> entities, string text, IReadOnlyList<TextRange> offsets)
    {
        TextRange[] ranges = [.. entities.Select(entity => new TextRange(offsets[entity.Span.Start].Begin, offsets[entity.Span.End - 1].End))];
        TextRange[] codePoints = TextRange.InCodePoints(text, ranges);
        json.WriteStartArray("entities");
        for (int index = 0; index < entities.Count; index++)
        {
            json.WriteStartObject();
            json.WriteString("type", entities[index].Span.Type);
            json.WriteString("text", ranges[index].Of(text));
            json.WriteNumber("start_word", entities[index].Span.Start);
            json.WriteNumber("end_word", entities[index].Span.End);
            json.WriteNumber("begin", codePoints[index].Begin);
            json.WriteNumber("end", codePoints[index].End);
            json.WriteNumber("probability", entities[index].Probability);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteProbabilities(Utf8JsonWriter json, TaggedSentence sentence)
    {
        json.WriteStartArray("probabilities");
        for (int word = 0; word < sentence.Tags.Count; word++)
        {
            json.WriteStartArray();
            foreach (float probability in sentence.ProbabilitiesOf(word))
            {
                json.WriteNumberValue(probability);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
