using System.Text.Json;
using Maner.Text.Formats.Json;

namespace Maner.Web.LabelStudio;

/// <summary>Tasks of Label Studio.</summary>
internal static class LabelStudioTask
{
    /// <summary>The text of a task; null where its data has no such text.</summary>
    public static string? TextOf(JsonElement task, LabelConfig config)
    {
        JsonElement? text = JsonMembers.Find(JsonMembers.Find(task, "data") ?? default, config.DataKey);
        try
        {
            return text is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }

    /// <summary>
    /// Labelled tasks as the reader of exports takes them: of every task the text that the configuration labels, and the results of its control alone. What
    /// else a project has (other texts, choices, relations) is none of a tagger's business.
    /// </summary>
    /// <returns>A list of tasks as JSON.</returns>
    public static byte[] Labelled(IEnumerable<JsonElement> tasks, LabelConfig config)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (JsonElement task in tasks)
            {
                if (TextOf(task, config) is { } text)
                {
                    Write(json, task, text, config);
                }
            }

            json.WriteEndArray();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, JsonElement task, string text, LabelConfig config)
    {
        json.WriteStartObject();
        if (JsonMembers.Find(task, "id") is { } id)
        {
            json.WritePropertyName("id");
            id.WriteTo(json);
        }

        json.WriteStartObject("data");
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteStartArray("annotations");
        foreach (JsonElement annotation in JsonMembers.ItemsOf(JsonMembers.Find(task, "annotations", "completions")))
        {
            json.WriteStartObject();
            foreach (string name in (string[])["id", "was_cancelled", "ground_truth"])
            {
                if (JsonMembers.Find(annotation, name) is { } value)
                {
                    json.WritePropertyName(name);
                    value.WriteTo(json);
                }
            }

            json.WriteStartArray("result");
            foreach (JsonElement result in JsonMembers.ItemsOf(JsonMembers.Find(annotation, "result")).Where(result => JsonMembers.Find(result, "from_name")?.ToString() == config.FromName))
            {
                json.WriteStartObject();
                json.WriteString("type", "labels");
                json.WriteString("to_name", "text");
                json.WritePropertyName("value");
                (JsonMembers.Find(result, "value") ?? default).WriteTo(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
