namespace Maner.Text.Formats.Recognition;

/// <summary>
/// A column whose values stay the same for some words, beside blank lines: a number of the sentence changes where they are; a number of the line or page goes on
/// across them, and a flag comes back between them. Where the blank lines say something else than the column they decide, or nobody does.
/// </summary>
internal static class BlankLines
{
    /// <summary>The columns that end sentences too.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="headerId">The distinct line of names; -1 for none.</param>
    /// <param name="names">The names of the columns.</param>
    /// <param name="marks">The columns whose change may end a sentence.</param>
    /// <param name="path">The file.</param>
    /// <param name="notes">Takes which columns do not.</param>
    /// <exception cref="InvalidDataException">A column and the blank lines are as plausible.</exception>
    public static int[] Ending(ColumnTable table, int headerId, string[] names, int[] marks, string path, List<string> notes)
    {
        List<int> ending = [];
        foreach (int column in marks)
        {
            Changes changes = Of(table, headerId, column);
            bool isNamed = changes.IsNamed || (column < names.Length && Header.IsSentence(names[column]));
            bool isFlag = changes.Again * 10L >= changes.Within && changes is { Again: > 0, Distinct: <= 2 };
            if (isNamed || changes.Within == 0 || (changes.Blanks == 0 && !isFlag))
            {
                ending.Add(column);
            }
            else if (isFlag || changes.Again * 10L >= changes.Within || changes.Across * 2L >= changes.Blanks)
            {
                notes.Add($"{Capital(column)} stays the same for some words and ends no sentence: its values {(changes.Again > 0 ? "come back" : "go on")} where no sentence begins{(changes.Blanks > 0 ? ", and the file has blank lines" : "")}.");
            }
            else
            {
                throw new InvalidDataException($"{path}: expected sentences that end at blank lines or where {ColumnChoice.Name(column, names)} changes, found {changes.Blanks} blank lines between words and {changes.Within} " +
                    "changes where none is. If the column numbers the sentences, name it 'sentence_id' in a first row; if it does not (a line, a page), take it out of the file.");
            }
        }

        return [.. ending];

        string Capital(int column) => "C" + ColumnChoice.Name(column, names)[1..];
    }

    private static Changes Of(ColumnTable table, int headerId, int column)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var all = new HashSet<string>(StringComparer.Ordinal);
        int blanks = 0, within = 0, across = 0, again = 0, named = 0, said = 0;
        string last = "";
        bool isBlank = false;
        SourceLines lines = table.Lines;
        for (int line = 0; line < lines.Count; line++)
        {
            int id = lines.IdOf(line);
            if (table.FieldsOf(id) is not { } fields)
            {
                isBlank |= last.Length > 0 && string.IsNullOrWhiteSpace(lines.Distinct[id]);
                continue;
            }

            if (id == headerId || fields.Length != table.Width || fields[column].Trim() is not { Length: > 0 } value)
            {
                continue;
            }

            said++;
            named += value.StartsWith("sent", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            if (isBlank)
            {
                blanks++;
                across += value == last ? 1 : 0;
                seen.Clear();
                seen.Add(value);
            }
            else if (value != last)
            {
                within += last.Length > 0 ? 1 : 0;
                again += seen.Add(value) ? 0 : 1;
            }

            all.Add(value);
            (last, isBlank) = (value, false);
        }

        return new Changes(blanks, within, across, again, all.Count, said > 0 && named * 10L >= said * 9L);
    }

    /// <summary>How often the value changes between blank lines, goes on across one, and comes back between two.</summary>
    private readonly record struct Changes(int Blanks, int Within, int Across, int Again, int Distinct, bool IsNamed);
}
