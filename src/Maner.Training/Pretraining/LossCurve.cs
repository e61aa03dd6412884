using System.Globalization;
using System.Text;

namespace Maner.Training.Pretraining;

/// <summary>
/// Draws a run's losses over its tokens as SVG: held-out loss as a line with dots, that of each language as a thin grey line, training loss as a
/// thin dashed line, so that it can be read in black and white, with a title and a description for screen readers.
/// </summary>
internal static class LossCurve
{
    /// <summary>The name of its file.</summary>
    public const string FileName = "curve.svg";

    private const double Width = 720, Height = 400, Left = 60, LeastRight = 20, Top = 40, Bottom = 50;

    public static string Draw(LossLog log)
    {
        LossPoint[] all = [.. log.Training, .. log.HeldOut, .. log.Languages.SelectMany(language => language.HeldOut)];
        var languages = new LanguageLines(log.Languages);
        double mostTokens = Math.Max(1, all.Select(point => point.Tokens).DefaultIfEmpty(1).Max());
        double least = Math.Floor(all.Select(point => point.Loss).DefaultIfEmpty(0).Min());
        double most = Math.Max(least + 1, Math.Ceiling(all.Select(point => point.Loss).DefaultIfEmpty(1).Max()));
        double right = Width - Math.Max(LeastRight, languages.LabelWidth);
        double X(double tokens) => Left + ((right - Left) * tokens / mostTokens);
        double Y(double loss) => Top + ((Height - Top - Bottom) * (most - loss) / (most - least));

        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img" aria-labelledby="title description" font-family="sans-serif" font-size="12">""");
        Line(svg, $"<title id=\"title\">Masked-language-model loss over {Millions(mostTokens)} tokens{Languages(languages, ", overall and in ")}</title>");
        Line(svg, $"<desc id=\"description\">{Describe(log)}{languages.Description}</desc>");
        Line(svg, $"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        Axes(svg, mostTokens, least, most, right, X, Y);
        languages.Draw(svg, X, Y, right, Top, Height - Bottom);
        Path(svg, log.Training, """fill="none" stroke="#404040" stroke-width="1" stroke-dasharray="4 3" """, X, Y);
        Path(svg, log.HeldOut, """fill="none" stroke="black" stroke-width="2" """, X, Y);
        foreach (LossPoint point in log.HeldOut)
        {
            Line(svg, $"""<circle cx="{X(point.Tokens):F1}" cy="{Y(point.Loss):F1}" r="3" fill="black"/>""");
        }

        Legend(svg, languages);
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    /// <summary>Adds a line of the file.</summary>
    public static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Describe(LossLog log) => log.HeldOut.Count == 0
        ? "No evaluation on held-out text yet."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Held-out loss in nats per masked token: {log.HeldOut[0].Loss:F3} after {Millions(log.HeldOut[0].Tokens)} tokens, {log.HeldOut[^1].Loss:F3} after {Millions(log.HeldOut[^1].Tokens)}, {log.HeldOut.Count} evaluations.");

    private static void Axes(StringBuilder svg, double mostTokens, double least, double most, double right, Func<double, double> x, Func<double, double> y)
    {
        int step = Math.Max(1, (int)Math.Ceiling((most - least) / 10));
        for (double loss = least; loss <= most; loss += step)
        {
            Line(svg, $"""<line x1="{Left}" x2="{right:F1}" y1="{y(loss):F1}" y2="{y(loss):F1}" stroke="#dddddd"/>""");
            Line(svg, $"""<text x="{Left - 8}" y="{y(loss) + 4:F1}" text-anchor="end">{loss:F0}</text>""");
        }

        for (int part = 0; part <= 4; part++)
        {
            double tokens = mostTokens * part / 4;
            Line(svg, $"""<text x="{x(tokens):F1}" y="{Height - Bottom + 18}" text-anchor="middle">{Millions(tokens)}</text>""");
        }

        Line(svg, $"""<path d="M {Left} {Top} V {Height - Bottom} H {right:F1}" fill="none" stroke="black"/>""");
        Line(svg, $"""<text x="{(Left + right) / 2:F1}" y="{Height - 12}" text-anchor="middle">tokens trained on</text>""");
        Line(svg, $"""<text x="16" y="{(Top + Height - Bottom) / 2}" text-anchor="middle" transform="rotate(-90 16 {(Top + Height - Bottom) / 2})">loss (nats per masked token)</text>""");
    }

    private static void Legend(StringBuilder svg, LanguageLines languages)
    {
        Line(svg, $"""<line x1="{Left + 20}" x2="{Left + 50}" y1="20" y2="20" stroke="black" stroke-width="2"/><circle cx="{Left + 35}" cy="20" r="3"/><text x="{Left + 58}" y="24">held-out</text>""");
        Line(svg, $"""<line x1="{Left + 140}" x2="{Left + 170}" y1="20" y2="20" stroke="#404040" stroke-dasharray="4 3"/><text x="{Left + 178}" y="24">training (masks of its own rate)</text>""");
        if (languages.Count > 0)
        {
            Line(svg, $"""<line x1="{Left + 390}" x2="{Left + 420}" y1="20" y2="20" stroke="#808080"/><text x="{Left + 428}" y="24">{Languages(languages, "held-out, each of ")}</text>""");
        }
    }

    private static void Path(StringBuilder svg, IReadOnlyList<LossPoint> points, string style, Func<double, double> x, Func<double, double> y)
    {
        if (points.Count == 0)
        {
            return;
        }

        string path = string.Join(" L ", points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{x(point.Tokens):F1} {y(point.Loss):F1}")));
        Line(svg, $"""<path d="M {path}" {style}/>""");
    }

    private static string Languages(LanguageLines languages, string before) =>
        languages.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{before}{languages.Count} languages");

    private static string Millions(double tokens) => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1e6:G3} M");
}
