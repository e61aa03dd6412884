using System.Text;

namespace Maner.Experiments.Reports;

/// <summary>A report as one HTML page that needs nothing else: no network, no script, drawings inside.</summary>
internal static class HtmlWriter
{
    public static string Write(Document document)
    {
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(Svg.Escape(document.Title)).Append("</title>\n<style>\n").Append(HtmlStyle.Text).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>")
            .Append(Svg.Escape(document.Title)).Append("</h1>\n");
        int sections = 0;
        foreach (Part part in document.Parts)
        {
            switch (part)
            {
                case Headline headline:
                    text.Append("<p class=\"headline\"><strong>").Append(Prose(headline.Text)).Append("</strong>")
                        .Append(headline.Detail.Length > 0 ? $" ({Prose(headline.Detail)})" : "").Append(".</p>\n");
                    break;
                case Contents:
                    text.Append("<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ul>\n")
                        .AppendJoin("", document.Sections.Select(section => $"<li><a href=\"#{Svg.Escape(section.Anchor)}\">{Svg.Escape(section.Section.Text)}</a></li>\n")).Append("</ul>\n</nav>\n");
                    break;
                case Section section:
                    text.Append("<h2 id=\"").Append(Svg.Escape(document.Sections[sections++].Anchor)).Append("\">").Append(Svg.Escape(section.Text)).Append("</h2>\n");
                    break;
                case Subsection section:
                    text.Append("<h3>").Append(Svg.Escape(section.Text)).Append("</h3>\n");
                    break;
                case Paragraph paragraph:
                    text.Append("<p>").Append(Prose(paragraph.Text)).Append("</p>\n");
                    break;
                case Listing listing:
                    text.Append("<ul>\n").AppendJoin("", listing.Items.Select(item => $"<li>{Prose(item)}</li>\n")).Append("</ul>\n");
                    break;
                case Table { IsAside: true } table:
                    Folded(text, table.Caption, table);
                    break;
                case Table table:
                    text.Append("<p class=\"caption\">").Append(Svg.Escape(table.Caption)).Append("</p>\n");
                    Write(text, table);
                    break;
                case Figure figure:
                    text.Append("<figure>\n<div class=\"page\">").Append(figure.Svg).Append("</div>\n<div class=\"phone\">").Append(figure.NarrowSvg).Append("</div>\n<figcaption>")
                        .Append(Svg.Escape(figure.Title)).Append("</figcaption>\n");
                    Folded(text, "The numbers: " + figure.Data.Caption, figure.Data);
                    text.Append("</figure>\n");
                    break;
            }
        }

        return text.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Text whose lines do not break within a number and its unit or relation.</summary>
    private static string Prose(string text) => Svg.Escape(text)
        .Replace(" %", "\u00a0%", StringComparison.Ordinal).Replace("p = ", "p\u00a0=\u00a0", StringComparison.Ordinal).Replace("p &lt; ", "p\u00a0&lt;\u00a0", StringComparison.Ordinal);

    private static void Folded(StringBuilder text, string summary, Table table)
    {
        text.Append("<details>\n<summary>").Append(Svg.Escape(summary)).Append("</summary>\n");
        Write(text, table);
        text.Append("</details>\n");
    }

    /// <summary>A table in a box that scrolls, also by the keyboard; its caption is not in the box, where it would scroll away.</summary>
    private static void Write(StringBuilder text, Table table)
    {
        text.Append("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"").Append(Svg.Escape(table.Caption))
            .Append("\">\n<table>\n<thead>\n<tr>");
        string[] classes = [.. table.Columns.Select((name, column) => Classes(table, name, column))];
        for (int column = 0; column < classes.Length; column++)
        {
            text.Append("<th scope=\"col\"").Append(classes[column]).Append('>').Append(Svg.Escape(Table.Heading(table.Columns[column]))).Append("</th>");
        }

        text.Append("</tr>\n</thead>\n<tbody>\n");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            text.Append("<tr>");
            for (int column = 0; column < row.Count; column++)
            {
                text.Append(column == 0 ? "<th scope=\"row\"" : "<td").Append(classes[column]).Append('>').Append(Svg.Escape(row[column])).Append(column == 0 ? "</th>" : "</td>");
            }

            text.Append("</tr>\n");
        }

        text.Append("</tbody>\n</table>\n</div>\n");
    }

    /// <summary>Numbers are aligned at the right; they and short texts are not broken.</summary>
    private static string Classes(Table table, string name, int column)
    {
        const int LongestUnbroken = 24;
        return column > 0 && Table.IsNumber(name) ? " class=\"n\"" : table.Rows.All(row => row[column].Length <= LongestUnbroken) ? " class=\"s\"" : "";
    }
}
