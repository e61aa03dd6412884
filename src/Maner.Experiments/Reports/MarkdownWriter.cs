using System.Text;

namespace Maner.Experiments.Reports;

/// <summary>A report as Markdown; drawings are files next to it.</summary>
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
                case Headline headline:
                    text.Append("**").Append(headline.Text).Append("**").Append(headline.Detail.Length > 0 ? $" ({headline.Detail})" : "").Append(".\n");
                    break;
                case Contents:
                    text.AppendJoin("", document.Sections.Select(section => $"- [{Bracketed(section.Section.Text)}](#{section.Anchor})\n"));
                    break;
                case Section section:
                    text.Append("## ").Append(section.Text).Append('\n');
                    break;
                case Subsection section:
                    text.Append("### ").Append(section.Text).Append('\n');
                    break;
                case Paragraph paragraph:
                    text.Append(paragraph.Text).Append('\n');
                    break;
                case Listing listing:
                    text.AppendJoin("", listing.Items.Select(item => $"- {item}\n"));
                    break;
                case Table table:
                    Write(text, table);
                    break;
                case Figure figure:
                    text.Append("![").Append(Bracketed(figure.Title)).Append("](").Append(figure.Name).Append(".svg)\n\n");
                    Write(text, figure.Data);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>A text between brackets, which a bracket of a block's title would end.</summary>
    private static string Bracketed(string title) =>
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
