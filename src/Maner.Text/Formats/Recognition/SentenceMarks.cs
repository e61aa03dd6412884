namespace Maner.Text.Formats.Recognition;

/// <summary>Columns that name the sentence of each word: <c>Sentence: 1</c> on its first or on all its words, a number, the name of a document.</summary>
internal static class SentenceMarks
{
    /// <summary>Whether a column's values come in runs that do not come back, or on first words alone.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="headerId">The distinct line of names; -1 for none.</param>
    public static bool Are(ColumnTable table, int column, int headerId)
    {
        var closed = new HashSet<string>(StringComparer.Ordinal);
        int rows = 0, runs = 0, again = 0, empty = 0, digits = 0, longest = 0, length = 0;
        string run = "";
        foreach ((_, string[] fields, _) in table.InOrder(headerId))
        {
            rows++;
            length++;
            string value = fields[column].Trim();
            if (value.Length == 0)
            {
                empty++;
            }
            else if (value != run)
            {
                runs++;
                again += closed.Add(value) ? 0 : 1;
                digits += value.AsSpan().ContainsAnyInRange('0', '9') ? 1 : 0;
                (run, length) = (value, 1);
            }

            longest = Math.Max(longest, length);
        }

        return runs > 1 && longest > 1 && runs < rows && again * 50 <= runs && digits * 20L >= runs * 19L && (empty == 0 || empty * 3L >= rows);
    }
}
