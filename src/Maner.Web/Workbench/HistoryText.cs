using System.Text.Json;
using Maner.Annotation.Records;

namespace Maner.Web.Workbench;

/// <summary>Events of the history in words.</summary>
internal static class HistoryText
{
    /// <summary>What an event set: entities, a state, a comment.</summary>
    /// <param name="entry">The event.</param>
    /// <param name="sentence">The sentence as it is now, for the words of spans.</param>
    /// <param name="types">Names of types by id.</param>
    public static string Of(ProjectEvent entry, SentenceView sentence, IReadOnlyDictionary<int, string> types)
    {
        if (entry.Reverses is { } number)
        {
            return FormattableString.Invariant($"of event {number}");
        }

        using var action = JsonDocument.Parse(entry.Action);
        JsonElement root = action.RootElement;
        var parts = new List<string>();
        if (root.TryGetProperty("spans", out JsonElement spans) && spans.ValueKind == JsonValueKind.Array)
        {
            parts.AddRange(spans.EnumerateArray().Where(span => span.ValueKind == JsonValueKind.Object).Select(span => SpanText(span, sentence, types)));
        }

        foreach (string name in (string[])["state", "comment", "model"])
        {
            if (root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String)
            {
                parts.Add(value.GetString()!);
            }
        }

        return string.Join(", ", parts);
    }

    private static string SpanText(JsonElement span, SentenceView sentence, IReadOnlyDictionary<int, string> types)
    {
        int first = Number(span, "first"), end = Number(span, "end");
        string type = types.GetValueOrDefault(Number(span, "type"), "?");
        bool isInside = first >= 0 && first < end && end <= sentence.Words.Count; // words may have changed since
        return isInside ? $"{sentence.Text[sentence.Words[first].Begin..sentence.Words[end - 1].End]} {type}" : type;
    }

    private static int Number(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) && value.TryGetInt32(out int number) ? number : -1;
}
