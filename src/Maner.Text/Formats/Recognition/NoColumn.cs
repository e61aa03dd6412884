using Maner.Text.Repairs;

namespace Maner.Text.Formats.Recognition;

/// <summary>What to say about a file of columns none of which holds tags.</summary>
internal static class NoColumn
{
    public static NoTags Of(ColumnChoice choice)
    {
        ColumnTable table = choice.Table;
        if (table.Width == 1)
        {
            return new NoTags(table.Complete == table.Rows ? "every line holds a word and nothing else"
                : $"{table.Complete} of {table.Rows} lines hold a word and nothing else, and the others have no tags as the second of two columns", "");
        }

        if (Brackets(table, choice.HeaderId) is { } brackets)
        {
            return new NoTags($"{choice.NameOf(brackets.Column)} marks names by brackets ({Visible.Quote(brackets.Example)}), as CoNLL-2012 and OntoNotes do, which is not read", "Write them as tags");
        }

        string columns = string.Join("; ", ColumnProfile.Of(table, choice.HeaderId).Select((profile, column) =>
            $"{choice.NameOf(column)}: {string.Join(", ", profile.Values.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(3).Select(pair => Visible.Quote(pair.Key)))}"));
        return new NoTags($"no column looks like tags ({columns})", NoTags.Column);
    }

    // '(PER*', '*', '*)', '(LOC)': the last of such columns, since phrases of syntax are written so too.
    private static (int Column, string Example)? Brackets(ColumnTable table, int headerId)
    {
        ColumnProfile[] profiles = ColumnProfile.Of(table, headerId);
        for (int column = profiles.Length - 1; column > 0; column--)
        {
            string[] said = [.. profiles[column].Values.Keys.Where(value => !TagShape.IsNothing(value))];
            if (said.Length > 1 && Array.TrueForAll(said, value => value == "*" || value[0] == '(' || value[^1] == ')') && Array.Find(said, value => value.Length > 2 && value[0] == '(' && char.IsLetter(value[1])) is { } example)
            {
                return (column, example);
            }
        }

        return null;
    }
}
