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
            return new NoTags("every line holds a word and nothing else", "");
        }

        string columns = string.Join("; ", ColumnProfile.Of(table, choice.HeaderId).Select((profile, column) =>
            $"{choice.NameOf(column)}: {string.Join(", ", profile.Values.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(3).Select(pair => Visible.Quote(pair.Key)))}"));
        return new NoTags($"no column looks like tags ({columns})", NoTags.Column);
    }
}
