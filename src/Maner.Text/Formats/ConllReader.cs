using Maner.Text.Repairs;

namespace Maner.Text.Formats;

/// <summary>
/// Reads one word per line, the word in the first column and its tag in the last. <c>-DOCSTART-</c> lines and blank lines
/// (also of white space) end sentences; comment lines are skipped.
/// </summary>
internal sealed class ConllReader(ConllLayout layout, bool withTags, RepairLog log)
{
    /// <summary>Reads the sentences; with <c>withTags</c> false every line is one word and nothing else.</summary>
    public List<RawSentence> Read(IReadOnlyList<SourceLine> lines)
    {
        var sentences = new List<RawSentence>();
        var words = new List<RawWord>();
        foreach (SourceLine line in lines)
        {
            if (line.IsBlank || ConllLayout.IsDocumentStart(line.Text))
            {
                Finish();
            }
            else if (!layout.IsComment(line.Text, withTags))
            {
                words.Add(withTags ? ReadWord(line) : new RawWord(WholeLine(line.Text), null, line.Number));
            }
        }

        Finish();
        return sentences;

        void Finish()
        {
            if (words.Count > 0)
            {
                sentences.Add(new RawSentence([.. words]));
                words.Clear();
            }
        }
    }

    private string WholeLine(string line) => layout.Columns == 1 ? line.Trim(' ', '\t') : layout.Split(line)[0];

    private RawWord ReadWord(SourceLine line)
    {
        string[] fields = layout.Split(line.Text);
        if (layout.Tabs && fields.Length == 1 && ConllLayout.SplitAtSpaces(line.Text) is [.., var last] spaced
            && spaced.Length > 1 && layout.IsTag(last))
        {
            log.Add(RepairKind.Separator, line.Number, $"spaces between the columns of {Visible.Quote(line.Text)} where the file has tabs", "split at the spaces");
            fields = spaced;
        }

        int expected = Math.Max(layout.Columns, 2);
        if (fields.Length > expected)
        {
            fields = DropExtra(fields, expected, line);
        }
        else if (fields.Length < expected && fields.Length > 1)
        {
            fields = ReadShort(fields, expected, line);
        }

        string? tag = fields.Length > 1 ? fields[^1].Trim() : null;
        return new RawWord(fields[0], string.IsNullOrEmpty(tag) ? null : tag, line.Number);
    }

    private string[] DropExtra(string[] fields, int expected, SourceLine line)
    {
        string found = $"{fields.Length} columns in {Visible.Quote(line.Text)} where the file has {expected}";
        string[] filled = [fields[0], .. fields.Skip(1).Where(field => !string.IsNullOrWhiteSpace(field))];
        if (filled.Length == expected)
        {
            log.Add(RepairKind.ColumnCount, line.Number, found, "the empty column was left out");
            return filled;
        }

        if (fields[expected].StartsWith('#') && !layout.IsTag(fields[^1].Trim()))
        {
            log.Add(RepairKind.ColumnCount, line.Number, found, $"what starts at {Visible.Quote(fields[expected])} was read as a comment");
            return fields[..expected];
        }

        log.Add(RepairKind.ColumnCount, line.Number, found, $"read as the word {Visible.Quote(fields[0])} with the tag {Visible.Quote(fields[^1])}");
        return fields;
    }

    // The last of too few columns is a tag only if the file says so elsewhere: with the tag column cut off, the last of a
    // CoNLL-2003 line is a chunk (I-NP), which must not become an entity type.
    private string[] ReadShort(string[] fields, int expected, SourceLine line)
    {
        string last = fields[^1].Trim();
        bool isTag = layout.IsKnownTag(last);
        log.Add(RepairKind.ColumnCount, line.Number,
            $"{fields.Length} columns in {Visible.Quote(line.Text)} where the file has {expected}",
            isTag ? $"read with the tag {Visible.Quote(last)}" : "read as a word without a tag");
        return isTag ? fields : [fields[0]];
    }
}
