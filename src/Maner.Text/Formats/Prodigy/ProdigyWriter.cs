using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Sentences;
using Maner.Text.Words;

namespace Maner.Text.Formats.Prodigy;

/// <summary>Writes a task: accepted where people labelled it, without an answer where a model did.</summary>
internal static class ProdigyWriter
{
    public static void Write(Utf8JsonWriter json, OutputDocument document, bool arePredicted)
    {
        var map = new OffsetMap(document.Text, OffsetUnit.CodePoints);
        json.WriteStartObject();
        json.WriteString("text", document.Text);
        WriteTokens(json, document, map);
        if (document.IsLabelled)
        {
            WriteSpans(json, document, map);
            if (!arePredicted)
            {
                json.WriteString("answer", "accept");
            }
        }

        json.WriteEndObject();
    }

    private static void WriteTokens(Utf8JsonWriter json, OutputDocument document, OffsetMap map)
    {
        json.WriteStartArray("tokens");
        int id = 0;
        foreach (TextRange word in document.Sentences.SelectMany(sentence => sentence.Words))
        {
            json.WriteStartObject();
            json.WriteString("text", word.Of(document.Text));
            WritePlace(json, map, word.Begin, word.End);
            json.WriteNumber("id", id++);
            json.WriteBoolean("ws", word.End < document.Text.Length && document.Text[word.End] == ' ');
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSpans(Utf8JsonWriter json, OutputDocument document, OffsetMap map)
    {
        json.WriteStartArray("spans");
        int first = 0;
        foreach (PlacedSentence sentence in document.Sentences)
        {
            foreach (EntitySpan entity in sentence.Sentence.Entities ?? [])
            {
                json.WriteStartObject();
                WritePlace(json, map, sentence.Words[entity.Start].Begin, sentence.Words[entity.End - 1].End);
                json.WriteNumber("token_start", first + entity.Start);
                json.WriteNumber("token_end", first + entity.End - 1);
                json.WriteString("label", entity.Type);
                json.WriteEndObject();
            }

            first += sentence.Words.Count;
        }

        json.WriteEndArray();
    }

    private static void WritePlace(Utf8JsonWriter json, OffsetMap map, int begin, int end)
    {
        json.WriteNumber("start", map.FromUtf16(begin));
        json.WriteNumber("end", map.FromUtf16(end));
    }
}
