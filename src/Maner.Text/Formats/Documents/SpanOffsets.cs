using Maner.Text.Repairs;

namespace Maner.Text.Formats.Documents;

/// <summary>A stretch as a file gives it, in units of its own.</summary>
/// <param name="Begin">Its first unit.</param>
/// <param name="End">The unit behind its last.</param>
/// <param name="Type">The entity's type.</param>
/// <param name="Line">1-based line of the file.</param>
/// <param name="Stated">The text that the file says it covers; null where it does not.</param>
internal readonly record struct StatedSpan(long Begin, long End, string Type, int Line, string? Stated = null);

/// <summary>Takes stretches from a file's units into UTF-16. Where the file also says what text they cover, that has to be so.</summary>
internal static class SpanOffsets
{
    /// <summary>The stretches in UTF-16.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unit">What the format counts.</param>
    /// <param name="spans">The stretches.</param>
    /// <param name="report">Takes a note where the file counts in another unit than its format, as its texts show.</param>
    /// <exception cref="InvalidDataException">A stretch leaves the text, ends in front of its beginning, cuts a character, or covers other text than the file says.</exception>
    public static List<CharSpan> ToUtf16(string text, OffsetUnit unit, IReadOnlyList<StatedSpan> spans, ReadingReport report)
    {
        var map = new OffsetMap(text, unit);
        if (TryAll(map, spans) is { } found)
        {
            NoteUnit(text, unit, spans, found, report);
            return found;
        }

        foreach (OffsetUnit other in Enum.GetValues<OffsetUnit>().Where(other => other != unit && spans.All(span => span.Stated is not null)))
        {
            if (TryAll(new OffsetMap(text, other), spans) is { } counted)
            {
                string note = $"The texts of the entities show that offsets count {NameOf(other)}, not {NameOf(unit)} as the format does; they were read so.";
                if (!report.Assumptions.Contains(note))
                {
                    report.Assumptions.Add(note);
                }

                return counted;
            }
        }

        StatedSpan wrong = spans.First(span => Of(map, span) is null);
        string unitFits = unit == OffsetUnit.CodePoints && map.Length < text.Length && TryAll(new OffsetMap(text, OffsetUnit.Utf16), spans) is not null
            ? " Counted in UTF-16 code units all of them would be inside: that may be how they were exported."
            : "";
        throw report.Error(wrong.Line, Problem(map, wrong) + unitFits);
    }

    // Without the texts of the entities only their borders tell that an exporter has counted UTF-16, as JavaScript does.
    private static void NoteUnit(string text, OffsetUnit unit, IReadOnlyList<StatedSpan> spans, List<CharSpan> found, ReadingReport report)
    {
        if (unit == OffsetUnit.CodePoints && text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && spans.All(span => span.Stated is null) && found.Exists(span => !IsOfWords(text, span))
            && TryAll(new OffsetMap(text, OffsetUnit.Utf16), spans) is { } counted && counted.TrueForAll(span => IsOfWords(text, span)))
        {
            report.Assumptions.Add($"Entities of the text at line {spans[0].Line} begin or end inside words or at white space, and would not if offsets counted UTF-16 code units: they were read as {NameOf(unit)}, as the format counts. " +
                "If the exporter counts UTF-16, correct the offsets.");
        }
    }

    private static bool IsOfWords(string text, CharSpan span) => span.Begin < span.End && !char.IsWhiteSpace(text[span.Begin]) && !char.IsWhiteSpace(text[span.End - 1])
        && !(span.Begin > 0 && char.IsLetterOrDigit(text[span.Begin - 1]) && char.IsLetterOrDigit(text[span.Begin]))
        && !(span.End < text.Length && char.IsLetterOrDigit(text[span.End - 1]) && char.IsLetterOrDigit(text[span.End]));

    private static List<CharSpan>? TryAll(OffsetMap map, IReadOnlyList<StatedSpan> spans)
    {
        var found = new List<CharSpan>(spans.Count);
        foreach (StatedSpan span in spans)
        {
            if (Of(map, span) is not { } range)
            {
                return null;
            }

            found.Add(range);
        }

        return found;
    }

    private static CharSpan? Of(OffsetMap map, StatedSpan span) =>
        map.ToUtf16(span.Begin) is { } begin && map.ToUtf16(span.End) is { } end && begin <= end && (span.Stated is null || AreAlike(map.Text.AsSpan(begin, end - begin), span.Stated))
            ? new CharSpan(begin, end, span.Type, span.Line)
            : null;

    // Tools for annotation collapse or drop white space in the texts that they repeat.
    private static bool AreAlike(ReadOnlySpan<char> covered, string stated)
    {
        int at = 0;
        foreach (char unit in covered)
        {
            if (char.IsWhiteSpace(unit))
            {
                continue;
            }

            while (at < stated.Length && char.IsWhiteSpace(stated[at]))
            {
                at++;
            }

            if (at == stated.Length || stated[at++] != unit)
            {
                return false;
            }
        }

        return string.IsNullOrWhiteSpace(stated[at..]);
    }

    private static string Problem(OffsetMap map, StatedSpan span)
    {
        string place = FormattableString.Invariant($"{Visible.Quote(span.Type)} from {span.Begin} up to {span.End}");
        string advice = $"Offsets count {NameOf(map.Unit)} from 0, the end is exclusive: correct the file, or export it again.";
        if (span.End < span.Begin || span.Begin < 0 || span.End > map.Length)
        {
            return FormattableString.Invariant($"expected an entity inside the text (0 to {map.Length}), found {place}. {advice}");
        }

        return map.ToUtf16(span.Begin) is { } begin && map.ToUtf16(span.End) is { } end
            ? $"expected {place} to be {Visible.Quote(span.Stated ?? "")}, as the file says, found {Visible.Quote(map.Text[begin..end])}. {advice}"
            : $"expected an entity of whole characters, found {place}, which cuts one in two. {advice}";
    }

    private static string NameOf(OffsetUnit unit) => unit switch
    {
        OffsetUnit.CodePoints => "Unicode code points",
        OffsetUnit.Utf16 => "UTF-16 code units",
        _ => "bytes of UTF-8",
    };
}
