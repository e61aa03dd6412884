using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Formats.LabelStudio;

/// <summary>Writes tasks that Label Studio imports: with annotations, or as predictions where a model found the entities.</summary>
internal sealed class LabelStudioWriter : ISentenceWriter
{
    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses)
    {
        OutputDocument[] documents = [.. OutputDocument.Of(WritingLosses.WithWords(sentences, losses))];
        WritingLosses.LogBorders(documents, keepsSentences: false, keepsWords: false, losses);
        return [new WrittenFile(null, ".json", stream => JsonOutput.Whole(stream, json =>
        {
            json.WriteStartArray();
            for (int number = 0; number < documents.Length; number++)
            {
                WriteTask(json, documents[number], number, options.ArePredicted);
            }

            json.WriteEndArray();
        }))];
    }

    private static void WriteTask(Utf8JsonWriter json, OutputDocument document, int number, bool arePredicted)
    {
        json.WriteStartObject();
        if (document.Id is not null)
        {
            json.WriteString("id", document.Id);
        }

        json.WriteStartObject("data");
        json.WriteString("text", document.Text);
        json.WriteEndObject();
        json.WriteStartArray(arePredicted ? "predictions" : "annotations");
        if (document.IsLabelled)
        {
            json.WriteStartObject();
            if (arePredicted)
            {
                json.WriteString("model_version", "maner");
            }

            json.WriteStartArray("result");
            WriteRegions(json, document, number);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRegions(Utf8JsonWriter json, OutputDocument document, int number)
    {
        var map = new OffsetMap(document.Text, OffsetUnit.CodePoints);
        int region = 0;
        foreach (CharSpan span in document.Spans)
        {
            json.WriteStartObject();
            json.WriteString("id", FormattableString.Invariant($"r{number}-{region++}"));
            json.WriteString("from_name", "label");
            json.WriteString("to_name", "text");
            json.WriteString("type", "labels");
            json.WriteStartObject("value");
            json.WriteNumber("start", map.FromUtf16(span.Begin));
            json.WriteNumber("end", map.FromUtf16(span.End));
            json.WriteString("text", document.Text[span.Begin..span.End]);
            json.WriteStartArray("labels");
            json.WriteStringValue(span.Type);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
