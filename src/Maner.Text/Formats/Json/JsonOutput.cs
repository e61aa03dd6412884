using System.Text.Encodings.Web;
using System.Text.Json;

namespace Maner.Text.Formats.Json;

/// <summary>Writes JSON for people and programs, not for a web page: scripts stay readable.</summary>
internal static class JsonOutput
{
    /// <summary>One value a line.</summary>
    public static void Lines<T>(Stream stream, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        foreach (T value in values)
        {
            write(writer, value);
            writer.Flush();
            stream.WriteByte((byte)'\n');
            writer.Reset();
        }
    }

    /// <summary>One value over several lines.</summary>
    public static void Whole(Stream stream, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" }))
        {
            write(writer);
        }

        stream.WriteByte((byte)'\n');
    }
}
