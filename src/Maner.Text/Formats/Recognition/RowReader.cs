using Maner.Text.Repairs;

namespace Maner.Text.Formats.Recognition;

/// <summary>Reads a line by the file's habit; a line that departs from it is repaired by that habit rather than by a fixed rule.</summary>
/// <param name="choice">Which column holds what.</param>
/// <param name="withTags">Whether tags are read; else every row is a word.</param>
/// <param name="path">The file.</param>
internal sealed class RowReader(ColumnChoice choice, bool withTags, string path)
{
    private static readonly char[] s_spaces = [' ', '\t'];
    private readonly FieldSplitter _splitter = choice.Table.Splitter;
    private readonly int _width = withTags ? Math.Max(choice.Table.Width, 2) : choice.Table.Width;
    private readonly SwappedColumns _swapped = new(choice);
    private readonly bool _hasComments = choice.Table.Lines.Distinct.Any(line => line.StartsWith("# ", StringComparison.Ordinal) && line.AsSpan(2).Trim().Contains(' '));
    private readonly int _tag = choice.Tag ?? Math.Max(choice.Table.Width, 2) - 1;

    /// <summary>Reads the distinct line of a number.</summary>
    /// <exception cref="InvalidDataException">A quoted field goes on in the next line.</exception>
    public RowReading Read(int id, int lineNumber)
    {
        string line = choice.Table.Lines.Distinct[id];
        if (ColumnTable.IsEnd(line))
        {
            return RowReading.End;
        }

        if (id == choice.HeaderId || IsComment(line))
        {
            return RowReading.Skipped;
        }

        string[] fields = FieldsOf(id, line, lineNumber);
        return IsRange(fields) ? RowReading.Skipped : withTags ? ReadTagged(fields, line) : new RowReading(RowKind.Word, WordAlone(fields, line));
    }

    private string WordAlone(string[] fields, string line) => choice.Table.Width == 1 ? line.Trim(s_spaces) : fields[Math.Min(choice.Word, fields.Length - 1)];

    private RowReading ReadTagged(string[] fields, string line)
    {
        RowRepair? repair = null;
        if (_splitter.Separator != Separator.Spaces && fields.Length == 1 && SplitAtSpaces(line) is { } spaced)
        {
            string sign = _splitter.Separator == Separator.Tab ? "tabs" : $"'{_splitter.Sign}'";
            repair = new RowRepair(RepairKind.Separator, $"spaces between the columns of {Visible.Quote(line)} where the file has {sign}", "split at the spaces");
            fields = spaced;
        }

        if (_splitter.Separator == Separator.Spaces && fields.Length == _width - 1 && fields.Length > 1 && s_spaces.Contains(line[0]))
        {
            fields = ["", .. fields];
        }

        string[] uncut = fields;
        if (fields.Length > _width)
        {
            fields = DropExtra(fields, line, ref repair);
        }
        else if (fields.Length < _width && fields.Length > 1)
        {
            fields = ReadShort(fields, line, ref repair);
        }

        else if (fields.Length == _width && _swapped.PutRight(fields, line, ref repair) is { } inOrder)
        {
            fields = inOrder;
        }

        string? tag = TagOf(fields);
        if (choice.TagKey is { } key && fields.Length == _width && KeyValues.OddityOf(fields[_tag].Trim(), key) is var (pair, value, isSecond))
        {
            repair ??= isSecond ? new RowRepair(RepairKind.OverlappingSpans, $"{Visible.Quote(pair)} behind another value of '{key}=' in {Visible.Quote(line)}", $"the first, {Visible.Quote(value)}, was read")
                : new RowRepair(RepairKind.UnknownPrefix, $"{Visible.Quote(pair)} where the file has '{key}='", $"read with the tag {Visible.Quote(value)}");
            tag = value;
        }

        if (tag?.IndexOf(" #", StringComparison.Ordinal) is > 0 and var at && IsTag(tag[..at].TrimEnd()))
        {
            repair ??= new RowRepair(RepairKind.ColumnCount, $"more than a tag in {Visible.Quote(tag)}", $"what starts at {Visible.Quote(tag[(at + 1)..])} was read as a comment");
            tag = tag[..at].TrimEnd();
        }

        string[]? repaired = repair is null ? null : fields.Length == _width ? fields : uncut.Length == _width - 1 && _tag == _width - 1 && fields.Length == 1 ? [.. uncut, ""] : null;
        return new RowReading(RowKind.Word, WordOf(fields), tag, repair, repaired);
    }

    // Where the tag is where the file has it, counted from the end: what is too much belongs to the first column, which may have spaces, or be empty.
    private string[]? SplitAtSpaces(string line)
    {
        string[] spaced = line.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries);
        if (spaced.Length < 2 || _width - _tag > spaced.Length || !IsTag(spaced[^(_width - _tag)]))
        {
            return null;
        }

        int extra = spaced.Length - _width;
        return extra > 0 ? [string.Join(' ', spaced[..(extra + 1)]), .. spaced[(extra + 1)..]]
            : extra == -1 && s_spaces.Contains(line[0]) ? ["", .. spaced]
            : spaced;
    }

    private string WordOf(string[] fields) => fields[choice.Word < fields.Length && (fields.Length == _width || choice.Word < fields.Length - 1 || fields.Length == 1) ? choice.Word : 0];

    private string? TagOf(string[] fields)
    {
        if (fields.Length <= 1)
        {
            return null;
        }

        string field = (fields.Length == _width ? fields[_tag] : fields[^1]).Trim();
        string? tag = choice.TagKey is { } key ? KeyValues.ValueOf(field, key) ?? (choice.KeyIsOptional ? Tags.Iob2.Outside : null) : field;
        return string.IsNullOrEmpty(tag) ? null : tag;
    }

    private string[] FieldsOf(int id, string line, int lineNumber)
    {
        // Cut already, and each text kept once.
        bool mayBeOpen = _splitter.HasQuotes && line.Contains('"', StringComparison.Ordinal);
        if (!mayBeOpen && choice.Table.FieldsOf(id) is { } cut)
        {
            return cut;
        }

        string[] fields = _splitter.Split(line, out bool isOpen);
        if (isOpen && (fields.Length != _width || !IsTag(fields[Math.Min(_tag, fields.Length - 1)])))
        {
            throw new InvalidDataException($"{path}:{lineNumber}: expected a field that ends on its line, found a quote that is opened and not closed in {Visible.Quote(line)}. " +
                "Words have no line ends: take the line end out of the field, or double the quote if it is a word.");
        }

        return fields;
    }

    // Ranges of words (1-2) and words that are not written (8.1) stand between the words that are counted.
    private bool IsRange(string[] fields) => choice.Counter is { } counter && counter < fields.Length && Count.IsOther(fields[counter].Trim()) && fields.Length > 1 && !choice.AllAreRanges;

    /// <summary>A line that starts with <c>#</c> and has no tag column.</summary>
    private bool IsComment(string line)
    {
        if (!line.StartsWith('#'))
        {
            return false;
        }

        bool spaced = line.Length > 1 && s_spaces.Contains(line[1]);
        string[] fields = _splitter.Split(line);
        if (!withTags || choice.Table.Width == 1)
        {
            // Nothing but words: '#' alone and '#hashtag' are words, '# text' is not.
            return choice.Counter is not null || (line.AsSpan().TrimEnd().IndexOfAny(s_spaces) > 0 && !IsTag(fields[^1].Trim()));
        }

        // '#' alone is a word that lacks its tag, unless the file has comments, which may have empty lines.
        return !IsTagged(fields, line) && (choice.Counter is not null || (line.TrimEnd() == "#" ? _hasComments
            : _splitter.Separator == Separator.Spaces || spaced || (fields.Length == 1 && SplitAtSpaces(line)?.Length != _width)));
    }

    // A word '#' with its tag, on a line like the others or one that departs from them in a way that is reported.
    private bool IsTagged(string[] fields, string line)
    {
        string last = fields[^1].Trim();
        if (choice.TagKey is { } key)
        {
            return _splitter.Separator != Separator.Spaces && fields.Length > 1 && (KeyValues.ValueOf(last, key) is not null || (choice.Counter is null && IsTag(last)));
        }

        if (choice.Counter is not null)
        {
            return fields.Length > 1 && fields.Length <= _width && (IsTag(last) || (fields.Length == _width && IsTag(fields[_tag].Trim())));
        }

        if (_splitter.Separator != Separator.Spaces && fields.Length == 1)
        {
            string[] spaced = line.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries);
            return spaced.Length > 1 && spaced.Length <= _width + 1 && SplitAtSpaces(line) is not null;
        }

        return fields.Length > 1 && (IsTag((fields.Length >= _width ? fields[_tag] : fields[^1]).Trim())
            || (fields.Length == _width + 1 && TagSyntax.IsStandard(last))
            || (fields.Length == _width && (TagShape.IsOutside(last) || choice.Tags.Keys.Any(tag => TagShape.IsPrefixed(tag) && tag.AsSpan(2).SequenceEqual(last)))));
    }

    private string[] DropExtra(string[] fields, string line, ref RowRepair? repair)
    {
        string found = $"{fields.Length} columns in {Visible.Quote(line)} where the file has {_width}";
        string[] filled = [fields[0], .. fields.Skip(1).Where(field => !string.IsNullOrWhiteSpace(field))];
        int more = fields.Length - _width;
        if (_splitter.IsCsv && IsTag(fields[_tag + more]) && choice.Word < _tag)
        {
            // A word that holds the separator: ',' or '1,000'.
            string word = string.Join(_splitter.Sign, fields[choice.Word..(choice.Word + more + 1)]);
            repair = new RowRepair(RepairKind.ColumnCount, found, $"read as the word {Visible.Quote(word)} with the tag {Visible.Quote(fields[_tag + more])}");
            return [.. fields[..choice.Word], word, .. fields[(choice.Word + more + 1)..]];
        }

        bool isTail = Array.TrueForAll(fields[_width..], string.IsNullOrWhiteSpace);
        if (isTail || filled.Length == _width)
        {
            repair = new RowRepair(RepairKind.ColumnCount, found, "the empty column was left out");
            return isTail ? fields[.._width] : filled;
        }

        if (fields[_width].StartsWith('#') && !IsTag(fields[^1].Trim()))
        {
            repair = new RowRepair(RepairKind.ColumnCount, found, $"what starts at {Visible.Quote(fields[_width])} was read as a comment");
            return fields[.._width];
        }

        bool isLast = _tag == _width - 1 && (IsTag(fields[^1].Trim()) || !IsTag(fields[_tag].Trim()));
        int next = choice.Word + 1;
        bool areShifted = isLast && _swapped.AreShifted(fields, more);
        string[] kept = areShifted ? [.. fields[..next], .. fields[(next + more)..]] : isLast ? [.. fields[..(_width - 1)], fields[^1]] : fields[.._width];
        string[] lost = areShifted ? fields[next..(next + more)] : isLast ? fields[(_width - 1)..^1] : fields[_width..];
        repair = new RowRepair(RepairKind.ColumnCount, found, $"read as the word {Visible.Quote(WordOf(kept))} with the tag {Visible.Quote(kept[_tag].Trim())}; {string.Join(", ", lost.Select(Visible.Quote))} was left out");
        return kept;
    }

    // The last of too few columns is a tag only if the file says so elsewhere: with the tag column cut off, the last of a
    // CoNLL-2003 line is a chunk (I-NP), which must not become an entity type.
    private string[] ReadShort(string[] fields, string line, ref RowRepair? repair)
    {
        if (fields.Length > _tag && choice.Tags.ContainsKey(fields[_tag].Trim()))
        {
            repair ??= new RowRepair(RepairKind.ColumnCount, $"{fields.Length} columns in {Visible.Quote(line)} where the file has {_width}", $"read with the tag {Visible.Quote(fields[_tag].Trim())}");
            return [.. fields, .. Enumerable.Repeat("", _width - fields.Length)];
        }

        string last = fields[^1].Trim();
        bool isTag = choice.TagKey is null && choice.Tags.ContainsKey(last);
        string? repaired = null;
        if (choice.Counter is { } counter && isTag && fields.Length == _width - 1 && !Count.IsNumber(fields[counter].Trim(), out _))
        {
            fields = [.. fields[..counter], "", .. fields[counter..]];
            repaired = "; the number is missing";
        }

        string made = isTag ? $"read with the tag {Visible.Quote(last)}" : "read as a word without a tag";
        repair ??= new RowRepair(RepairKind.ColumnCount, $"{fields.Length - (repaired is null ? 0 : 1)} columns in {Visible.Quote(line)} where the file has {_width}", made + repaired);
        return isTag ? fields : [fields[Math.Min(choice.Word, fields.Length - 1)]];
    }

    private bool IsTag(string text) => choice.Tags.ContainsKey(text) || TagSyntax.IsStandard(text);
}
