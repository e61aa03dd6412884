using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Maner.Annotation.Storage;

/// <summary>A row that an event changed: what undo writes back.</summary>
/// <param name="Table">The name of its table in the history: <c>annotation</c>, <c>sentence</c>, …</param>
/// <param name="Key">What names it: the sentence's id and the person's, say.</param>
/// <param name="Before">The row before, as JSON; null when there was none.</param>
/// <param name="After">The row after, as JSON; null when there is none.</param>
internal sealed record RowChange(string Table, long[] Key, string? Before, string? After)
{
    /// <summary>Changes as the history has them.</summary>
    public static string Write(IEnumerable<RowChange> changes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = RowJson.Plain.Options.Encoder }))
        {
            writer.WriteStartArray();
            foreach (RowChange change in changes)
            {
                writer.WriteStartObject();
                writer.WriteString("table", change.Table);
                writer.WriteStartArray("key");
                Array.ForEach(change.Key, writer.WriteNumberValue);
                writer.WriteEndArray();
                WriteRow("before", change.Before);
                WriteRow("after", change.After);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();

            void WriteRow(string name, string? row)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(row ?? "null", skipInputValidation: true);
            }
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Changes from the history.</summary>
    public static IReadOnlyList<RowChange> Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(change => new RowChange(
            change.GetProperty("table").GetString()!, [.. change.GetProperty("key").EnumerateArray().Select(part => part.GetInt64())], RowOf(change, "before"), RowOf(change, "after")))];

        static string? RowOf(JsonElement change, string name) => change.GetProperty(name) is { ValueKind: not JsonValueKind.Null } row ? row.GetRawText() : null;
    }
}
