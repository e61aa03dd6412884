using System.Globalization;

namespace Maner.Text.Formats;

/// <summary>
/// CoNLL files whose first column counts the words of each sentence: CoNLL-U (<c>1⇥Joko⇥Joko⇥PROPN⇥…</c>, ten columns) and Universal NER
/// (<c>1⇥Joko⇥B-PER⇥-⇥-</c>). The count is taken off, with it rows that are no words: several words that are written as one (<c>1-2</c>), words that
/// are not written (<c>8.1</c>), and what is in front of a sentence behind <c>#</c>.
/// </summary>
internal static class NumberedRows
{
    private const int ConlluColumns = 10;
    private const int FewestColumns = 3; // count, word, tag: two alone may be a list of numbers
    private static readonly string[] s_empty = ["-", "_"];

    /// <summary>The lines without their count, or as they are when they have none.</summary>
    /// <param name="lines">All lines of a file.</param>
    /// <param name="assumptions">Takes a note.</param>
    public static IReadOnlyList<SourceLine> Strip(IReadOnlyList<SourceLine> lines, List<string> assumptions)
    {
        if (!AreNumbered(lines))
        {
            return lines;
        }

        List<(SourceLine Line, string[]? Columns)> kept = [];
        foreach (SourceLine line in lines.Where(line => !line.Text.StartsWith('#')))
        {
            string[] columns = Columns(line.Text);
            bool isEnd = line.IsBlank || ConllLayout.IsDocumentStart(line.Text);
            if (isEnd || IsCount(columns[0], out _))
            {
                kept.Add((line, isEnd ? null : columns[1..]));
            }
        }

        int width = kept.Max(row => row.Columns?.Length ?? 0);
        if (width == ConlluColumns - 1 && !kept.TrueForAll(row => row.Columns is null || TagSyntax.IsStandard(row.Columns[^1])))
        {
            width = 1; // lemma, part of speech and so on: CoNLL-U has no column for names, though some put them into its last one
        }

        while (width > 1 && kept.TrueForAll(row => row.Columns is null || row.Columns.Length < width || s_empty.Contains(row.Columns[width - 1])))
        {
            width--;
        }

        assumptions.Add("The first column counts the words of each sentence; words were read from the second.");
        return [.. kept.Select(row => row.Columns is null ? row.Line : row.Line with { Text = string.Join('\t', row.Columns.Take(width)) })];
    }

    private static bool AreNumbered(IReadOnlyList<SourceLine> lines)
    {
        int? expected = null; // null in front of a sentence, which may count from 0 or from 1
        int words = 0;
        foreach (SourceLine line in lines)
        {
            if (line.IsBlank || ConllLayout.IsDocumentStart(line.Text))
            {
                expected = null;
                continue;
            }

            if (line.Text.StartsWith('#'))
            {
                continue;
            }

            string[] columns = Columns(line.Text);
            bool isCount = IsCount(columns[0], out int count);
            if (columns.Length < FewestColumns || !(isCount ? expected is null ? count <= 1 : count == expected : IsOther(columns[0])))
            {
                return false;
            }

            expected = isCount ? count + 1 : expected;
            words++;
        }

        return words > 0;
    }

    private static string[] Columns(string line) => line.Contains('\t', StringComparison.Ordinal) ? line.Split('\t') : ConllLayout.SplitAtSpaces(line);

    private static bool IsCount(string text, out int count) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);

    /// <summary>A range of words, or a word that is not written.</summary>
    private static bool IsOther(string text) =>
        text.Split('-', '.') is [var first, var second] && IsCount(first, out _) && IsCount(second, out _);
}
