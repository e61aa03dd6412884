using Maner.Text.Repairs;
using Maner.Text.Tags;

namespace Maner.Text.Formats.Recognition;

/// <summary>Types with a space (<c>B-Work Place</c>) in a file whose columns are separated by spaces: the type's second word would be a column of its own.</summary>
internal static class TypesWithSpaces
{
    /// <exception cref="InvalidDataException">Only words inside entities have something behind the tag, and several do; one such line may be a remark.</exception>
    public static void Refuse(ColumnTable table, int tag, string path)
    {
        if (table.Splitter.Separator != Separator.Spaces)
        {
            return;
        }

        int insideLong = 0, outside = 0;
        string example = "", line = "";
        for (int id = 0; id < table.Count; id++)
        {
            if (table.FieldsOf(id) is not { } fields || fields.Length <= tag)
            {
                continue;
            }

            bool isLong = fields.Length > tag + 1 && !fields[tag + 1].StartsWith('#');
            if (fields[tag] == Iob2.Outside)
            {
                outside += table.WeightOf(id);
                if (isLong)
                {
                    return;
                }
            }
            else if (isLong && TagSyntax.HasStandardPrefix(fields[tag]) && !TagSyntax.IsStandard(fields[^1]))
            {
                insideLong += table.WeightOf(id);
                (example, line) = (string.Join(' ', fields[tag..]), table.Lines.Distinct[id]);
            }
        }

        if (insideLong > 1 && outside > 0)
        {
            throw new InvalidDataException($"{path}: expected types without spaces where spaces separate the columns, found {Visible.Quote(example)} in the line {Visible.Quote(line)}. " +
                "Separate the columns by tabs, or write the type without a space.");
        }
    }
}
