using System.Text.Json;
using Maner.Annotation.Records;

namespace Maner.Web.Workbench;

/// <summary>Events of the history in words.</summary>
internal static class HistoryText
{
    private static readonly string[] s_ofWords = ["split-word", "join-words", "split-sentence", "merge-sentences"];

    /// <summary>Whether an event changed words and borders: everybody sees those, as everybody sees the words.</summary>
    public static bool IsOfWords(string kind) => s_ofWords.Contains(kind, StringComparer.Ordinal);

    /// <summary>What an event is, in words.</summary>
    public static string TitleOf(string kind) => kind switch
    {
        "set-spans" => "labels",
        "set-state" => "state",
        "set-flag" => "flag",
        "set-comment" => "comment",
        "accept-suggestion" => "suggestions accepted",
        "correct-suggestion" => "suggestion corrected",
        "reject-suggestion" => "suggestions rejected",
        "label-occurrences" => "labels of all occurrences",
        "split-word" => "word cut in two",
        "join-words" => "words joined",
        "split-sentence" => "sentence cut in two",
        "merge-sentences" => "sentences joined",
        "add-type" => "new type",
        "change-type" => "type changed",
        "merge-types" => "types merged",
        "remove-type" => "type removed",
        "set-guidelines" => "guidelines",
        "adjudicate" => "decision",
        "assign-sentences" => "assignment",
        "remove-document" => "document taken out",
        "undo" => "undone",
        "redo" => "done again",
        _ => kind.Replace('-', ' '),
    };

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
