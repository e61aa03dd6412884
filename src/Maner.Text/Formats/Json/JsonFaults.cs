using System.Text;
using System.Text.Json;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.Json;

/// <summary>Says what is wrong with a line that should be one record.</summary>
internal static class JsonFaults
{
    /// <summary>Why a line that is JSON is no record, as the end of a sentence; null where it is no JSON.</summary>
    public static string? Of(string line)
    {
        try
        {
            if (IsWhole(line))
            {
                using JsonDocument document = JsonDocument.Parse(line);
                return Twice(document.RootElement) is [var name, ..] ? $"the member {Visible.Quote(name)} twice, so that it is not JSON with one meaning. Take out the one that is not meant." : null;
            }

            int values = 0;
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line), new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                reader.Skip();
                values++;
            }

            return values > 1 ? $"{values} values on the line. Write each on a line of its own." : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null; // also a name that is no valid Unicode
        }
    }

    /// <summary>Whether a line is one value of JSON, members that occur twice aside.</summary>
    public static bool IsWhole(string line)
    {
        try
        {
            JsonDocument.Parse(line).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string[] Twice(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => [.. value.EnumerateObject().GroupBy(member => member.Name).Where(group => group.Count() > 1).Select(group => group.Key), .. value.EnumerateObject().SelectMany(member => Twice(member.Value))],
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(Twice)],
        _ => [],
    };
}
