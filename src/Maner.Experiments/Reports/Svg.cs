using System.Globalization;
using System.Security;
using System.Text;

namespace Maner.Experiments.Reports;

/// <summary>Writes an SVG drawing. Colours follow the reader's light or dark preference; nothing rests on colour alone.</summary>
internal sealed class Svg
{
    /// <summary>Height of a line of text.</summary>
    public const double LineHeight = 16;

    // Light and dark pairs of Okabe and Ito's (2008) palette, told apart by the colour-blind too.
    private const string Style =
        ".ink{fill:#1a1a1a}.line{stroke:#1a1a1a}.grid{stroke:#c8c8c8}.back{fill:#ffffff}" +
        ".m0{stroke:#56534f}.m1{stroke:#b05a00}.m2{stroke:#005f99}.m3{stroke:#007a5a}" +
        "@media(prefers-color-scheme:dark){.ink{fill:#e8e8e8}.line{stroke:#e8e8e8}.grid{stroke:#4a4a4a}.back{fill:#161616}" +
        ".m0{stroke:#bdb8b2}.m1{stroke:#ffb454}.m2{stroke:#6cc1ff}.m3{stroke:#4ddbb0}}";

    private readonly StringBuilder _text = new();

    /// <param name="width">Width in pixels at its natural size.</param>
    /// <param name="height">Height.</param>
    /// <param name="id">Makes the ids of title and description unique within a page.</param>
    /// <param name="title">What it shows, for screen readers.</param>
    /// <param name="description">What is to be seen, for screen readers.</param>
    public Svg(double width, double height, string id, string title, string description)
    {
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0.##} {height:0.##}" width="{width:0.##}" height="{height:0.##}" role="img" aria-labelledby="{id}-t {id}-d" font-family="sans-serif" font-size="12">""");
        Add($"""<title id="{id}-t">{Escape(title)}</title><desc id="{id}-d">{Escape(description)}</desc><style>{Style}</style>""");
        Add($"""<rect class="back" width="{width:0.##}" height="{height:0.##}"/>""");
    }

    public void Line(string style, double x1, double y1, double x2, double y2, string dash = "", double width = 1) =>
        Add($"""<line class="{style}" x1="{x1:0.##}" y1="{y1:0.##}" x2="{x2:0.##}" y2="{y2:0.##}" stroke-width="{width:0.##}"{Dash(dash)}/>""");

    public void Path(string style, IEnumerable<(double X, double Y)> points, string dash) =>
        Add($"""<polyline class="{style}" points="{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##},{point.Y:0.##}")))}" fill="none" stroke-width="1.5"{Dash(dash)}/>""");

    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">The base line.</param>
    /// <param name="text">The text.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    public void Text(double x, double y, string text, string anchor = "start") =>
        Add($"""<text class="ink" x="{x:0.##}" y="{y:0.##}" text-anchor="{anchor}">{Escape(text)}</text>""");

    /// <summary>A mark of a method: its shape tells which one without colour, and none is filled, so that marks of near scores are seen through each other.</summary>
    public void Marker(int method, double x, double y, string tip)
    {
        const double R = 4.5;
        string shape = method switch
        {
            0 => Format($"""<circle cx="{x:0.##}" cy="{y:0.##}" r="{R}" """),
            1 => Format($"""<rect x="{x - 4:0.##}" y="{y - 4:0.##}" width="8" height="8" """),
            2 => Format($"""<path d="M{x:0.##} {y - R - 1:0.##}L{x + R + 1:0.##} {y:0.##}L{x:0.##} {y + R + 1:0.##}L{x - R - 1:0.##} {y:0.##}Z" """),
            _ => Format($"""<path d="M{x:0.##} {y - R:0.##}L{x + R:0.##} {y + R:0.##}L{x - R:0.##} {y + R:0.##}Z" """),
        };
        Add($"""{shape}class="m{method}" fill="none" stroke-width="1.5"><title>{Escape(tip)}</title></{(method == 0 ? "circle" : method == 1 ? "rect" : "path")}>""");
    }

    /// <summary>The whole drawing.</summary>
    public string Finish() => _text.Append("</svg>\n").ToString();

    public static string Escape(string text) => SecurityElement.Escape(text);

    private static string Dash(string dash) => dash.Length == 0 ? "" : $" stroke-dasharray=\"{dash}\"";

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Add(FormattableString text) => _text.Append(Format(text)).Append('\n');
}
