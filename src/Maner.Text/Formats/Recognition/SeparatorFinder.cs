namespace Maner.Text.Formats.Recognition;

/// <summary>Tells what separates a file's columns.</summary>
internal static class SeparatorFinder
{
    private static readonly Separator[] s_csv = [Separator.Comma, Separator.Semicolon, Separator.Pipe];

    /// <summary>The file, cut: at tabs where at least half of the lines have one; at a sign of CSV where most have it equally often and tags come out; else at white space.</summary>
    public static ColumnTable Cut(SourceLines lines, LabelledDataOptions options)
    {
        int[] weights = ColumnTable.WeightsOf(lines);
        bool[] isRow = ColumnTable.RowsOf(lines);
        long rows = Total(_ => true), tabs = Total(line => line.Contains('\t', StringComparison.Ordinal));
        if (tabs * 2 >= Math.Max(rows, 1))
        {
            bool quoted = Total(line => line.EndsWith('"') && line.LastIndexOf('\t') is var at && at + 2 < line.Length - 1 && line[at + 1] == '"') * 10 >= rows * 9;
            return ColumnTable.Of(lines, new FieldSplitter(Separator.Tab, quoted));
        }

        foreach (Separator separator in s_csv)
        {
            char sign = FieldSplitter.SignOf(separator);
            if (rows > 0 && Total(line => line.Contains(sign, StringComparison.Ordinal)) * 10 >= rows * 7
                && ColumnTable.Of(lines, new FieldSplitter(separator)) is { Width: > 1 } table && table.Complete * 10L >= table.Rows * 7L && HasTags(table, options))
            {
                return table;
            }
        }

        return ColumnTable.Of(lines, new FieldSplitter(Separator.Spaces));

        long Total(Predicate<string> holds)
        {
            long total = 0;
            for (int id = 0; id < isRow.Length; id++)
            {
                total += isRow[id] && holds(lines.Distinct[id]) ? weights[id] : 0;
            }

            return total;
        }
    }

    private static bool HasTags(ColumnTable table, LabelledDataOptions options)
    {
        int headerId = ColumnRecognizer.FindHeader(table, options, out _);
        return headerId >= 0 || ColumnProfile.Of(table, -1).Select((profile, column) => TagCandidate.Of(column, null, profile.Values, options))
            .Any(candidate => candidate.Rank is TagRank.Prefixed or TagRank.Bare || (candidate.Rank != TagRank.None && candidate.Values.ContainsKey("O")));
    }
}
