namespace Maner.Text.Formats;

/// <summary>
/// How a CoNLL file separates its columns and how many it has, told from all its lines. Lines that depart from it are
/// then fixed against the file's own habit rather than by a fixed rule.
/// </summary>
internal sealed class ConllLayout
{
    public const string DocumentStart = "-DOCSTART-";

    private static readonly char[] Spaces = [' ', '\t'];

    private readonly HashSet<string> _tags = new(StringComparer.Ordinal);

    private ConllLayout(bool tabs, int columns, bool regular)
    {
        Tabs = tabs;
        Columns = columns;
        IsRegular = regular;
    }

    /// <summary>Whether columns are separated by single tabs; otherwise by runs of spaces and tabs.</summary>
    public bool Tabs { get; }

    /// <summary>The number of columns of most lines.</summary>
    public int Columns { get; }

    /// <summary>Whether nearly all lines have that number; running text has not.</summary>
    public bool IsRegular { get; }

    public static ConllLayout Of(IReadOnlyList<SourceLine> lines)
    {
        List<string> words = [.. lines.Where(line => !line.IsBlank && !IsDocumentStart(line.Text)).Select(line => line.Text)];

        // A line that starts with '#' is a comment or a word; the others say which, so they are asked first.
        if (words.Exists(word => !word.StartsWith('#')))
        {
            words.RemoveAll(word => word.StartsWith('#'));
        }

        bool tabs = words.Count(word => word.Contains('\t', StringComparison.Ordinal)) * 2 >= Math.Max(words.Count, 1);
        List<string[]> rows = [.. words.Select(word => Split(word, tabs))];
        var byCount = rows.GroupBy(row => row.Length).Select(group => (Columns: group.Key, Lines: group.Count()))
            .OrderByDescending(group => group.Lines).ThenBy(group => group.Columns == 1).ThenBy(group => group.Columns).ToList();
        (int columns, int agreeing) = byCount.Count > 0 ? byCount[0] : (1, 0);

        // Words with spaces inside are common enough where a line is one word; a column too many is not.
        bool regular = columns == 1 ? agreeing * 2 >= rows.Count : agreeing * 10 >= rows.Count * 9;
        var layout = new ConllLayout(tabs, columns, regular);
        foreach (string[] row in rows.Where(row => row.Length == Math.Max(columns, 2)))
        {
            layout._tags.Add(row[^1].Trim());
        }

        layout._tags.Remove("");
        return layout;
    }

    public static bool IsDocumentStart(string line) => line.StartsWith(DocumentStart, StringComparison.Ordinal);

    public string[] Split(string line) => Split(line, Tabs);

    public static string[] SplitAtSpaces(string line) => Split(line, tabs: false);

    /// <summary>Whether a text is in the last column of a complete line.</summary>
    public bool IsKnownTag(string text) => _tags.Contains(text);

    /// <summary>Whether the file uses a tag elsewhere, or it has the shape of one.</summary>
    public bool IsTag(string text) => IsKnownTag(text) || TagSyntax.HasStandardPrefix(text);

    /// <summary>A line that starts with <c>#</c> and has no tag column.</summary>
    public bool IsComment(string line, bool withTags)
    {
        if (!line.StartsWith('#'))
        {
            return false;
        }

        bool spaced = line.Length > 1 && Spaces.Contains(line[1]);
        if (!withTags || Columns == 1)
        {
            // Nothing but words: '#' alone and '#hashtag' are words, '# text' is not.
            return line.AsSpan().TrimEnd().IndexOfAny(Spaces) > 0 && !IsTag(Split(line)[^1].Trim());
        }

        string[] fields = Split(line);
        bool tagged = fields.Length > 1 && IsTag(fields[^1].Trim());
        return !tagged && (!Tabs || spaced || fields.Length == 1);
    }

    private static string[] Split(string line, bool tabs)
    {
        if (tabs)
        {
            return line.Split('\t');
        }

        string[] fields = line.Split(Spaces, StringSplitOptions.RemoveEmptyEntries);

        // A leading separator before a lone field is a word of no characters and its tag.
        return fields.Length == 1 && Spaces.Contains(line[0]) ? ["", fields[0]] : fields;
    }
}
