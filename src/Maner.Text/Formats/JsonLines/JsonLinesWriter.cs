using System.Text.Encodings.Web;
using System.Text.Json;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats.JsonLines;

/// <summary>
/// Writes one object per line: <c>{"tokens":[…],"ner_tags":[…]}</c>, tags as strings, with <c>text</c> and <c>document</c> where they are known. UTF-8, LF.
/// </summary>
internal static class JsonLinesWriter
{
    // Relaxed: the file is for people and programs, not for a web page, so scripts stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes sentences; those without entities (null) without <c>ner_tags</c>.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="sentences">What.</param>
    /// <param name="scheme">How entities become tags.</param>
    public static void Write(Stream stream, IEnumerable<Sentence> sentences, TagScheme scheme = TagScheme.Iob2)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sentences);
        using var writer = new Utf8JsonWriter(stream, Options);
        foreach (Sentence sentence in sentences)
        {
            writer.WriteStartObject();
            WriteList(writer, "tokens", sentence.Words);
            if (sentence.Entities is not null)
            {
                WriteList(writer, "ner_tags", TagSchemes.ToTags(sentence.Words.Count, sentence.Entities, scheme));
            }

            if (sentence.Text is not null)
            {
                writer.WriteString("text", sentence.Text);
            }

            if (sentence.Document is not null)
            {
                writer.WriteString("document", sentence.Document);
            }

            writer.WriteEndObject();
            writer.Flush();
            stream.WriteByte((byte)'\n');
            writer.Reset();
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
