using System.Text.Json;
using Maner.Text.Formats.Documents;
using Maner.Text.Words;

namespace Maner.Text.Formats.Cas;

/// <summary>Writes a document as UIMA CAS JSON.</summary>
internal static class CasJsonWriter
{
    public static void Write(Utf8JsonWriter json, OutputDocument document)
    {
        json.WriteStartObject();
        WriteTypes(json);
        json.WriteStartArray("%FEATURE_STRUCTURES");
        int id = 1;
        json.WriteStartObject();
        json.WriteNumber("%ID", id);
        json.WriteString("%TYPE", "uima.cas.Sofa");
        json.WriteNumber("sofaNum", 1);
        json.WriteString("sofaID", "_InitialView");
        json.WriteString("mimeType", "text");
        json.WriteString("sofaString", document.Text);
        json.WriteEndObject();
        foreach (PlacedSentence sentence in document.Sentences)
        {
            Annotation(CasDocument.SentenceType, sentence.Range);
            foreach (TextRange word in sentence.Words)
            {
                Annotation(CasDocument.TokenType, word);
            }

            foreach (CharSpan span in sentence.Spans)
            {
                Annotation(CasDocument.EntityType, new TextRange(span.Begin, span.End), CasDocument.EntityFeature, span.Type);
            }
        }

        Annotation("uima.tcas.DocumentAnnotation", new TextRange(0, document.Text.Length), "language", "x-unspecified");
        json.WriteEndArray();
        WriteViews(json, id);
        json.WriteEndObject();

        void Annotation(string type, TextRange range, string? feature = null, string? value = null)
        {
            json.WriteStartObject();
            json.WriteNumber("%ID", ++id);
            json.WriteString("%TYPE", type);
            json.WriteNumber("@sofa", 1);
            json.WriteNumber("begin", range.Begin);
            json.WriteNumber("end", range.End);
            if (feature is not null)
            {
                json.WriteString(feature, value);
            }

            json.WriteEndObject();
        }
    }

    private static void WriteTypes(Utf8JsonWriter json)
    {
        json.WriteStartObject("%TYPES");
        foreach (string type in (string[])[CasDocument.SentenceType, CasDocument.TokenType, CasDocument.EntityType])
        {
            json.WriteStartObject(type);
            json.WriteString("%NAME", type);
            json.WriteString("%SUPER_TYPE", "uima.tcas.Annotation");
            if (type == CasDocument.EntityType)
            {
                json.WriteStartObject(CasDocument.EntityFeature);
                json.WriteString("%NAME", CasDocument.EntityFeature);
                json.WriteString("%RANGE", "uima.cas.String");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteViews(Utf8JsonWriter json, int lastId)
    {
        json.WriteStartObject("%VIEWS");
        json.WriteStartObject("_InitialView");
        json.WriteNumber("%SOFA", 1);
        json.WriteStartArray("%MEMBERS");
        for (int member = 2; member <= lastId; member++)
        {
            json.WriteNumberValue(member);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
