using System.Text;

namespace Maner.Experiments.Reports;

/// <summary>A report as one HTML page that needs nothing else: no network, no script, drawings inside.</summary>
internal static class HtmlWriter
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
        h1,h2{line-height:1.2}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;margin:1rem 0;font-size:.875rem}
        caption{text-align:left;font-weight:600;padding:.25rem 0}
        th,td{border-bottom:1px solid #c8c8c8;padding:.25rem .6rem;text-align:left;vertical-align:top}
        th.n,td.n{text-align:right;font-variant-numeric:tabular-nums}
        td.n{white-space:nowrap}
        figure{margin:1rem 0}
        svg{max-width:100%;height:auto}
        summary{cursor:pointer}
        @media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#161616}th,td{border-color:#4a4a4a}}
        @media print{details>*{display:block}}
        """;

    public static string Write(Document document)
    {
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
            .Append(Svg.Escape(document.Title)).Append("</title>\n<style>\n").Append(Style.ReplaceLineEndings("\n")).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>")
            .Append(Svg.Escape(document.Title)).Append("</h1>\n");
        foreach (Part part in document.Parts)
        {
            switch (part)
            {
                case Section section:
                    text.Append("<h2>").Append(Svg.Escape(section.Text)).Append("</h2>\n");
                    break;
                case Paragraph paragraph:
                    text.Append("<p>").Append(Svg.Escape(paragraph.Text)).Append("</p>\n");
                    break;
                case Table table:
                    Write(text, table);
                    break;
                case Figure figure:
                    text.Append("<figure>\n").Append(figure.Svg).Append("<figcaption>").Append(Svg.Escape(figure.Title))
                        .Append("</figcaption>\n<details>\n<summary>The numbers</summary>\n");
                    Write(text, figure.Data);
                    text.Append("</details>\n</figure>\n");
                    break;
            }
        }

        return text.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder text, Table table)
    {
        text.Append("<div class=\"wide\">\n<table>\n<caption>").Append(Svg.Escape(table.Caption)).Append("</caption>\n<thead>\n<tr>");
        foreach (string column in table.Columns)
        {
            text.Append(Table.IsNumber(column) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">").Append(Svg.Escape(Table.Heading(column))).Append("</th>");
        }

        text.Append("</tr>\n</thead>\n<tbody>\n");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            text.Append("<tr>");
            for (int column = 0; column < row.Count; column++)
            {
                text.Append(column == 0 ? "<th scope=\"row\">" : Table.IsNumber(table.Columns[column]) ? "<td class=\"n\">" : "<td>")
                    .Append(Svg.Escape(row[column])).Append(column == 0 ? "</th>" : "</td>");
            }

            text.Append("</tr>\n");
        }

        text.Append("</tbody>\n</table>\n</div>\n");
    }
}
