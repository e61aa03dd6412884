using System.Globalization;
using System.Security;
using System.Text;

namespace Maner.Experiments.Reports;

/// <summary>Writes an SVG drawing. Colours follow the reader's light or dark preference; nothing rests on colour alone.</summary>
internal sealed class Svg
{
    /// <summary>Height of a line of text.</summary>
    public const double LineHeight = 16;

    /// <summary>The widths at which drawings are made: for a page, and for a phone.</summary>
    public const double Wide = 900, Narrow = 360;

    // Okabe and Ito's (2008) palette and four hues more, each as dark on white as text should be, and as light on black.
    private static readonly (string Light, string Dark)[] s_colours =
    [
        ("#56534f", "#bdb8b2"), ("#b05a00", "#ffb454"), ("#005f99", "#6cc1ff"), ("#007a5a", "#4ddbb0"),
        ("#a0337e", "#f29ad0"), ("#b3261e", "#ff8a80"), ("#5b3fa8", "#b9a5ff"), ("#6b6400", "#d9cf5a"),
    ];

    private static readonly string s_style =
        ".ink{fill:#1a1a1a}.line{stroke:#1a1a1a}.grid{stroke:#d4d4d4}.band{fill:#f4f4f2}.back{fill:#ffffff}" + Colours(colour => colour.Light) +
        "@media(prefers-color-scheme:dark){.ink{fill:#e8e8e8}.line{stroke:#e8e8e8}.grid{stroke:#444444}.band{fill:#1f1f1f}.back{fill:#161616}" + Colours(colour => colour.Dark) + "}";

    private readonly StringBuilder _text = new();

    /// <param name="width">Width in pixels at its natural size.</param>
    /// <param name="height">Height.</param>
    /// <param name="id">Makes the ids of title and description unique within a page.</param>
    /// <param name="title">What it shows, for screen readers.</param>
    /// <param name="description">What is to be seen, for screen readers.</param>
    public Svg(double width, double height, string id, string title, string description)
    {
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0.##} {height:0.##}" width="{width:0.##}" height="{height:0.##}" role="img" aria-labelledby="{id}-t {id}-d" font-family="sans-serif" font-size="13">""");
        Add($"""<title id="{id}-t">{Escape(title)}</title><desc id="{id}-d">{Escape(description)}</desc><style>{s_style}</style>""");
        Rectangle("back", 0, 0, width, height);
    }

    public void Rectangle(string style, double x, double y, double width, double height) =>
        Add($"""<rect class="{style}" x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}"/>""");

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

    /// <summary>A horizontal bar from one value to another, with ends, around a mark of a method.</summary>
    /// <param name="method">The method's number.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="y">Its height.</param>
    public void DeviationBar(int method, double from, double to, double y)
    {
        const double Half = 2;
        Add($"""<path class="{MethodStyle.Stroke(method)}" d="M{from:0.##} {y - Half:0.##}V{y + Half:0.##}M{from:0.##} {y:0.##}H{to:0.##}M{to:0.##} {y - Half:0.##}V{y + Half:0.##}" fill="none" stroke-width="1" opacity="0.6"/>""");
    }

    /// <summary>A mark of a method: its shape tells which one without colour, and none is filled, so that marks of near scores are seen through each other.</summary>
    /// <param name="method">The method's number, below <see cref="MethodStyle.Most"/>.</param>
    /// <param name="x">Its centre.</param>
    /// <param name="y">Its centre.</param>
    /// <param name="tip">What it says when pointed at.</param>
    public void Marker(int method, double x, double y, string tip)
    {
        string style = MethodStyle.Stroke(method); // refuses a number that no shape is for
        Add($"""<path d="{Shape(method, x, y)}" class="{style}" fill="none" stroke-width="1.5"><title>{Escape(tip)}</title></path>""");
    }

    /// <summary>The whole drawing.</summary>
    public string Finish() => _text.Append("</svg>\n").ToString();

    public static string Escape(string text) => SecurityElement.Escape(text);

    private static string Shape(int method, double x, double y) => method switch
    {
        0 => Format($"M{x - 4:0.##} {y:0.##}a4 4 0 1 1 8 0a4 4 0 1 1 -8 0Z"), // circle
        1 => Format($"M{x - 3.8:0.##} {y - 3.8:0.##}h7.6v7.6h-7.6Z"), // square
        2 => Format($"M{x:0.##} {y - 5.2:0.##}l5.2 5.2l-5.2 5.2l-5.2 -5.2Z"), // diamond
        3 => Format($"M{x:0.##} {y - 4.5:0.##}l4.5 8.5h-9Z"), // triangle
        4 => Format($"M{x:0.##} {y + 4.5:0.##}l4.5 -8.5h-9Z"), // triangle on its tip
        5 => Format($"M{x - 5:0.##} {y:0.##}h10M{x:0.##} {y - 5:0.##}v10"), // upright cross
        6 => Format($"M{x - 3.8:0.##} {y - 3.8:0.##}l7.6 7.6M{x - 3.8:0.##} {y + 3.8:0.##}l7.6 -7.6"), // diagonal cross
        _ => Format($"M{x - 5:0.##} {y:0.##}l2.5 -4.3h5l2.5 4.3l-2.5 4.3h-5Z"), // hexagon
    };

    private static string Colours(Func<(string Light, string Dark), string> of) =>
        string.Concat(s_colours.Select((colour, method) => Format($".{MethodStyle.Stroke(method)}{{stroke:{of(colour)}}}")));

    private static string Dash(string dash) => dash.Length == 0 ? "" : $" stroke-dasharray=\"{dash}\"";

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Add(FormattableString text) => _text.Append(Format(text)).Append('\n');
}
