using System.Globalization;
using System.Text.Json;
using Maner.Annotation.Records;
using Maner.Annotation.Storage;

namespace Maner.Annotation.Exchange;

/// <summary>Writes the history as JSON Lines: an event a line, the oldest first.</summary>
internal static class HistoryWriter
{
    public static void Write(Session session, Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = RowJson.Plain.Options.Encoder });
        EventTable.ForEach(session, entry =>
        {
            Write(writer, entry);
            writer.Flush();
            stream.WriteByte((byte)'\n');
            writer.Reset();
        });
    }

    private static void Write(Utf8JsonWriter writer, ProjectEvent entry)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", entry.Id);
        writer.WriteString("time", entry.Time.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteString("user", entry.User);
        writer.WriteString("kind", entry.Kind);
        if (entry.Sentence is { } sentence)
        {
            writer.WriteNumber("sentence", sentence);
        }

        if (entry.Reverses is { } reverses)
        {
            writer.WriteNumber("reverses", reverses);
        }

        writer.WritePropertyName("action");
        writer.WriteRawValue(entry.Action);
        writer.WritePropertyName("changes");
        writer.WriteRawValue(entry.Changes);
        writer.WriteEndObject();
    }
}
