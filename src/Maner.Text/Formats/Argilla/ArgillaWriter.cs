using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Formats.Argilla;

/// <summary>Writes records of version 2 for the question <c>spans</c>: responses, or suggestions where a model found the entities.</summary>
internal sealed class ArgillaWriter : ISentenceWriter
{
    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        OutputDocument[] documents = [.. OutputDocument.Of(WritingLosses.WithWords(sentences, losses))];
        WritingLosses.LogBorders(documents, keepsSentences: false, keepsWords: false, losses);
        return [new WrittenFile(null, ".json", stream => JsonOutput.Whole(stream, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (OutputDocument document in documents)
            {
                WriteRecord(json, document, options.ArePredicted);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }))];
    }

    private static void WriteRecord(Utf8JsonWriter json, OutputDocument document, bool arePredicted)
    {
        json.WriteStartObject();
        if (document.Id is not null)
        {
            json.WriteString("external_id", document.Id);
        }

        json.WriteStartObject("fields");
        json.WriteString("text", document.Text);
        json.WriteEndObject();
        json.WriteStartArray("suggestions");
        if (arePredicted && document.IsLabelled)
        {
            json.WriteStartObject();
            json.WriteString("question_name", "spans");
            json.WriteString("type", "model");
            json.WriteString("agent", "maner");
            WriteSpans(json, document);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("responses");
        if (!arePredicted && document.IsLabelled)
        {
            json.WriteStartObject();
            json.WriteString("status", "submitted");
            json.WriteStartObject("values");
            json.WriteStartObject("spans");
            WriteSpans(json, document);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSpans(Utf8JsonWriter json, OutputDocument document)
    {
        var map = new OffsetMap(document.Text, OffsetUnit.CodePoints);
        json.WriteStartArray("value");
        foreach (CharSpan span in document.Spans)
        {
            json.WriteStartObject();
            json.WriteNumber("start", map.FromUtf16(span.Begin));
            json.WriteNumber("end", map.FromUtf16(span.End));
            json.WriteString("label", span.Type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
