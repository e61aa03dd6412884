using System.Text.Json;
using Maner.Text.Formats.Json;
using Maner.Text.Formats.Recognition;

namespace Maner.Text.Formats.Registry;

/// <summary>
/// Tells labelled sentences from running text, for whoever wants to tag the text: to read labels as text would tag the labels. The same code decides that reads
/// labels for training.
/// </summary>
internal static class LabelledText
{
    /// <summary>The format in which a content is not running text; null for running text.</summary>
    /// <param name="start">The content, or its first lines.</param>
    public static ISentenceFormat? Find(FormatSource start)
    {
        if (SentenceFormats.Recognised(start) is { } found)
        {
            return found;
        }

        // Objects without labels, as {"text": …} a line.
        if (JsonRecords.BeginLike(start) && JsonRecords.First(start).Count > 0)
        {
            return SentenceFormats.JsonLines;
        }

        if (!LabelledLines.Are(start.Lines.Select(line => line.Text)))
        {
            return null;
        }

        string[] rows = [.. start.Lines.Where(line => !line.IsBlank && !line.Text.StartsWith('#')).Select(line => line.Text)];
        return rows.All(row => row.Contains(',', StringComparison.Ordinal)) && !rows[0].Contains('\t', StringComparison.Ordinal) ? SentenceFormats.Find("csv") : SentenceFormats.Conll;
    }

    /// <summary>The format in which the texts of a file of JSON are tagged: one object per line as it comes, where it has a text or tokens; else what recognises it.</summary>
    /// <param name="start">The content, or of a large file its first lines.</param>
    public static ISentenceFormat FormatOfJson(FormatSource start)
    {
        JsonElement? first = JsonRecords.First(start) is [var record, ..] ? record : null;
        bool hasText = first is { } value && (JsonMembers.Has(value, "text", JsonValueKind.String) || JsonMembers.Find(value, "tokens") is not null);
        bool isStream = first is null ? start.Extension != ".json" : hasText && JsonRecords.IsAnObjectALine(start);
        return isStream ? SentenceFormats.JsonLines
            : SentenceFormats.Recognised(start) ?? (hasText ? SentenceFormats.Find("doccano") : SentenceFormats.JsonLines); // texts in a list, with labels or without
    }
}
