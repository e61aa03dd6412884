namespace Maner.Text.Formats.Recognition;

/// <summary>A file's lines cut into fields by one separator: each distinct line once, with how often it occurs.</summary>
internal sealed class ColumnTable
{
    private readonly string[]?[] _fields;
    private readonly int[] _weights;

    private ColumnTable(SourceLines lines, FieldSplitter splitter, string[]?[] fields, int[] weights)
    {
        (Lines, Splitter, _fields, _weights) = (lines, splitter, fields, weights);
        var byWidth = new Dictionary<int, int>();
        for (int id = 0; id < fields.Length; id++)
        {
            if (fields[id] is { } row)
            {
                byWidth[row.Length] = byWidth.GetValueOrDefault(row.Length) + weights[id];
                Rows += weights[id];
            }
        }

        // Where two widths are as frequent the smaller one counts, but a lone word is no row of columns.
        (Width, Complete) = byWidth.Count == 0 ? (1, 0) : byWidth.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key == 1).ThenBy(pair => pair.Key)
            .Select(pair => (pair.Key, pair.Value)).First();
    }

    public SourceLines Lines { get; }

    public FieldSplitter Splitter { get; }

    /// <summary>The number of columns of most lines.</summary>
    public int Width { get; }

    /// <summary>How many lines are rows.</summary>
    public int Rows { get; }

    /// <summary>How many of them have that number of columns.</summary>
    public int Complete { get; }

    /// <summary>Whether nearly all rows have that number; running text has not. Words with spaces inside are common enough where a line is one word.</summary>
    public bool IsRegular => Width == 1 ? Complete * 2 >= Rows : Complete * 10 >= Rows * 9;

    /// <summary>The number of distinct lines, rows or not.</summary>
    public int Count => _fields.Length;

    /// <summary>Whether a line ends a sentence.</summary>
    public static bool IsEnd(string line) => string.IsNullOrWhiteSpace(line) || SourceLine.IsDocumentStart(line);

    /// <summary>The fields of a distinct line; null for one that is no row: blank, a document's start, or behind <c>#</c> where others are not.</summary>
    public string[]? FieldsOf(int id) => _fields[id];

    /// <summary>How many lines have the text.</summary>
    public int WeightOf(int id) => _weights[id];

    /// <summary>Cuts a file by a separator.</summary>
    public static ColumnTable Of(SourceLines lines, FieldSplitter splitter)
    {
        int[] weights = WeightsOf(lines);
        bool[] isRow = RowsOf(lines);
        var fields = new string[]?[isRow.Length];
        var pool = new StringPool();
        for (int id = 0; id < fields.Length; id++)
        {
            fields[id] = isRow[id] ? pool.Shared(splitter.Split(lines.Distinct[id])) : null;
        }

        return new ColumnTable(lines, splitter, fields, weights);
    }

    /// <summary>How often each distinct line occurs.</summary>
    public static int[] WeightsOf(SourceLines lines)
    {
        var weights = new int[lines.Distinct.Count];
        for (int line = 0; line < lines.Count; line++)
        {
            weights[lines.IdOf(line)]++;
        }

        return weights;
    }

    /// <summary>Which distinct lines are rows. A line that starts with '#' is a comment or a word; the others say which, so they are asked first.</summary>
    public static bool[] RowsOf(SourceLines lines)
    {
        bool[] isRow = [.. lines.Distinct.Select(line => !IsEnd(line))];
        if (Enumerable.Range(0, isRow.Length).Any(id => isRow[id] && !lines.Distinct[id].StartsWith('#')))
        {
            for (int id = 0; id < isRow.Length; id++)
            {
                isRow[id] &= !lines.Distinct[id].StartsWith('#');
            }
        }

        return isRow;
    }

    /// <summary>The rows of full width in the order of lines, each with whether a sentence ends before it.</summary>
    public IEnumerable<(int Line, string[] Fields, bool AfterEnd)> InOrder(int headerId = -1)
    {
        bool afterEnd = true;
        for (int line = 0; line < Lines.Count; line++)
        {
            int id = Lines.IdOf(line);
            if (_fields[id] is { } fields)
            {
                if (fields.Length == Width && id != headerId)
                {
                    yield return (line, fields, afterEnd);
                    afterEnd = false;
                }
            }
            else
            {
                afterEnd |= IsEnd(Lines.Distinct[id]);
            }
        }
    }
}
