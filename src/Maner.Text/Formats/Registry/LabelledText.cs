using System.Text.Json;
using System.Text.RegularExpressions;
using Maner.Text.Formats.Conll;
using Maner.Text.Formats.Json;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.Registry;

/// <summary>
/// Tells labelled sentences from running text, for whoever wants to tag the text: to read labels as text would tag the labels. The same code decides that reads
/// labels for training.
/// </summary>
internal static partial class LabelledText
{
    private const int Fewest = 3;

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

        string[] rows = [.. start.Lines.Where(line => !line.IsBlank && !line.Text.StartsWith('#') && !ConllLayout.IsDocumentStart(line.Text)).Select(line => line.Text.TrimEnd())];
        bool isLabelled = rows.Length >= Fewest && (HasTagColumn(rows) || (AreRegular(rows) && IsRead(start)));
        return !isLabelled ? null : rows.Count(row => row.Contains(',', StringComparison.Ordinal)) == rows.Length && !rows[0].Contains('\t', StringComparison.Ordinal)
            ? SentenceFormats.Find("csv") : SentenceFormats.Conll;
    }

    /// <summary>The format in which the texts of a file of JSON are tagged: objects a line as they come, where they have a text or tokens; else what recognises it.</summary>
    /// <param name="start">The content, or of a large file its first lines.</param>
    public static ISentenceFormat FormatOfJson(FormatSource start)
    {
        JsonElement? first = JsonRecords.First(start) is [var record, ..] ? record : null;
        bool hasText = first is { } value && (JsonMembers.Has(value, "text", JsonValueKind.String) || JsonMembers.Find(value, "tokens") is not null);
        bool isStream = first is null ? start.Extension != ".json" : hasText && JsonRecords.IsAnObjectALine(start);
        return isStream ? SentenceFormats.JsonLines
            : SentenceFormats.Recognised(start) ?? (hasText ? SentenceFormats.Find("doccano") : SentenceFormats.JsonLines); // texts in a list, with labels or without
    }

    /// <summary>Whether training would take the lines for words and tags.</summary>
    private static bool IsRead(FormatSource start)
    {
        var report = new ReadingReport(start.Path);
        try
        {
            FormatContent content = ConllFormat.ReadColumns(start, new LabelledDataOptions(), report);
            return content.Scheme is not null && content.Sentences.Any(sentence => sentence.Entities is not (null or []))
                && report.Log.Repairs.Count(repair => repair.Kind == RepairKind.ColumnCount) * 10 <= start.Lines.Count;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    // As many fields in (nearly) every line, which sentences do not have.
    private static bool AreRegular(string[] rows)
    {
        int[] widths = [.. rows.Select(row => row.Contains('\t', StringComparison.Ordinal) ? row.Split('\t').Length : ConllLayout.SplitAtSpaces(row).Length)];
        int common = widths.GroupBy(width => width).MaxBy(group => group.Count())!.Key;
        return common is >= 2 and <= 6 && widths.Count(width => width == common) * 10 >= widths.Length * 9;
    }

    // Where two columns may be the tags training asks which; either way it is no running text.
    private static bool HasTagColumn(string[] rows)
    {
        foreach (char separator in (ReadOnlySpan<char>)['\t', ' ', ',', ';', '|'])
        {
            string[][] cells = [.. rows.Select(row => separator == ' ' ? ConllLayout.SplitAtSpaces(row) : row.Split(separator))];
            int width = cells.GroupBy(row => row.Length).MaxBy(group => group.Count())!.Key;
            string[][] full = [.. cells.Where(row => row.Length == width).Skip(1)]; // the first may be a header
            bool hasTags = width >= 2 && (full.Length + 1) * 10 >= rows.Length * 9 && full.Length > 0
                && Enumerable.Range(0, width).Any(column => full.All(row => Tag().IsMatch(row[column])) && cells.Any(row => row.Length == width && Prefixed().IsMatch(row[column])));
            if (hasTags)
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^\s*(O|[BIESLUMW][-_].+|.*(^|\|)(name|NER|NE|Tag|Entity)=(O|[BIESLUMW]-[^|]+).*)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"(^\s*|=)[BIESLUMW][-_].+", RegexOptions.CultureInvariant)]
    private static partial Regex Prefixed();
}
