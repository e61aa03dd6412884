using System.Text;

namespace Maner.Experiments.Reports;

/// <summary>A report as Markdown; drawings stand beside it as files.</summary>
internal static class MarkdownWriter
{
    public static string Write(Document document)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(document.Title).Append('\n');
        foreach (Part part in document.Parts)
        {
            text.Append('\n');
            switch (part)
            {
                case Section section:
                    text.Append("## ").Append(section.Text).Append('\n');
                    break;
                case Paragraph paragraph:
                    text.Append(paragraph.Text).Append('\n');
                    break;
                case Table table:
                    Write(text, table);
                    break;
                case Figure figure:
                    text.Append("![").Append(Alternative(figure.Title)).Append("](").Append(figure.Name).Append(".svg)\n\n");
                    Write(text, figure.Data);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>A figure's title as its alternative text, which a bracket of a block's title would end.</summary>
    private static string Alternative(string title) =>
        title.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);

    private static void Write(StringBuilder text, Table table)
    {
        text.Append("**").Append(table.Caption).Append("**\n\n");
        Row(text, table.Columns.Select(Table.Heading));
        Row(text, table.Columns.Select(column => Table.IsNumber(column) ? "---:" : "---"));
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            Row(text, row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)));
        }
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
