using System.Buffers;
using Maner.Text.Repairs;

namespace Maner.Text.Formats.Recognition;

/// <summary>Values that are tags in a row (<c>B-PER O O</c>, <c>['B-PER', 'O']</c>): each row is a whole sentence, not a word.</summary>
internal static class TagSequences
{
    private static readonly char[] s_between = [' ', ',', ';', '|', '/', '+', '&', '[', ']', '(', ')', '\'', '"'];

    private static readonly SearchValues<char> s_signs = SearchValues.Create(s_between);
    private static readonly SearchValues<char> s_joints = SearchValues.Create("|/+&");

    /// <exception cref="InvalidDataException">A column holds them, or the column of tags does once.</exception>
    public static void Refuse(ColumnTable table, ColumnProfile[] profiles, string[] names, string path)
    {
        for (int column = 0; column < profiles.Length && profiles.Length > 1; column++)
        {
            ColumnProfile profile = profiles[column];
            bool isNamed = column < names.Length && Header.TagPlace(names[column]) is not null;
            (string Value, int Rows)[] sequences = [.. profile.Values.Where(pair => Is(pair.Key, isNamed) || (table.Splitter.Separator == Separator.Pipe && IsPiped(pair.Key))).Select(pair => (pair.Key, pair.Value))];
            int tags = profile.Values.Where(pair => TagSyntax.IsStandard(pair.Key)).Sum(pair => pair.Value), found = sequences.Sum(pair => pair.Rows);
            if (found > 0 && (found + tags) * 2L >= profile.Rows - profile.Nothing)
            {
                throw new InvalidDataException($"{path}: expected one word and its tag per row, found a whole sentence or several tags in a field: {Visible.Quote(sequences[0].Value)} in {ColumnChoice.Name(column, names)} " +
                    $"({found} of {profile.Rows} rows). {(sequences[0].Value.AsSpan().ContainsAny(s_joints) ? "If these are nested entities, write one tag per word (the outermost), or each level in a column of its own." : "Write each word with its tag on a line of its own, or each sentence as JSON Lines with the lists 'tokens' and 'ner_tags'.")}");
            }
        }
    }

    private static bool Is(string value, bool isNamed)
    {
        if (!value.AsSpan().ContainsAny(s_signs))
        {
            return false;
        }

        string[] parts = value.Split(s_between, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && (Array.TrueForAll(parts, TagSyntax.IsStandard) || (isNamed && Array.TrueForAll(parts, part => Count.IsNumber(part, out _))));
    }

    // 'Bob|B-PER ran|O': the next word is behind the tag.
    private static bool IsPiped(string value) => value.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at && TagSyntax.IsStandard(value[..at]);
}
