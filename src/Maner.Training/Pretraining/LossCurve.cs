using System.Globalization;
using System.Text;

namespace Maner.Training.Pretraining;

/// <summary>
/// Draws a run's losses over its tokens as SVG: held-out loss as a line with dots, training loss as a thin dashed line, so that it can be read
/// in black and white, with a title and a description for screen readers.
/// </summary>
internal static class LossCurve
{
    private const double Width = 720, Height = 400, Left = 60, Right = 20, Top = 40, Bottom = 50;

    public static string Draw(LossLog log)
    {
        LossPoint[] all = [.. log.Training, .. log.HeldOut];
        double mostTokens = Math.Max(1, all.Select(point => point.Tokens).DefaultIfEmpty(1).Max());
        double least = Math.Floor(all.Select(point => point.Loss).DefaultIfEmpty(0).Min());
        double most = Math.Max(least + 1, Math.Ceiling(all.Select(point => point.Loss).DefaultIfEmpty(1).Max()));
        double X(double tokens) => Left + ((Width - Left - Right) * tokens / mostTokens);
        double Y(double loss) => Top + ((Height - Top - Bottom) * (most - loss) / (most - least));

        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img" aria-labelledby="title description" font-family="sans-serif" font-size="12">""");
        Line(svg, $"<title id=\"title\">Masked-language-model loss over {Millions(mostTokens)} tokens</title>");
        Line(svg, $"<desc id=\"description\">{Describe(log)}</desc>");
        Line(svg, $"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        Axes(svg, mostTokens, least, most, X, Y);
        Path(svg, log.Training, """fill="none" stroke="gray" stroke-width="1" stroke-dasharray="4 3" """, X, Y);
        Path(svg, log.HeldOut, """fill="none" stroke="black" stroke-width="2" """, X, Y);
        foreach (LossPoint point in log.HeldOut)
        {
            Line(svg, $"""<circle cx="{X(point.Tokens):F1}" cy="{Y(point.Loss):F1}" r="3" fill="black"/>""");
        }

        Legend(svg);
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static string Describe(LossLog log) => log.HeldOut.Count == 0
        ? "No evaluation on held-out text yet."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Held-out loss in nats a hidden piece: {log.HeldOut[0].Loss:F3} after {Millions(log.HeldOut[0].Tokens)} tokens, {log.HeldOut[^1].Loss:F3} after {Millions(log.HeldOut[^1].Tokens)}, {log.HeldOut.Count} evaluations.");

    private static void Axes(StringBuilder svg, double mostTokens, double least, double most, Func<double, double> x, Func<double, double> y)
    {
        int step = Math.Max(1, (int)Math.Ceiling((most - least) / 10));
        for (double loss = least; loss <= most; loss += step)
        {
            Line(svg, $"""<line x1="{Left}" x2="{Width - Right}" y1="{y(loss):F1}" y2="{y(loss):F1}" stroke="#dddddd"/>""");
            Line(svg, $"""<text x="{Left - 8}" y="{y(loss) + 4:F1}" text-anchor="end">{loss:F0}</text>""");
        }

        for (int part = 0; part <= 4; part++)
        {
            double tokens = mostTokens * part / 4;
            Line(svg, $"""<text x="{x(tokens):F1}" y="{Height - Bottom + 18}" text-anchor="middle">{Millions(tokens)}</text>""");
        }

        Line(svg, $"""<path d="M {Left} {Top} V {Height - Bottom} H {Width - Right}" fill="none" stroke="black"/>""");
        Line(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 12}" text-anchor="middle">tokens trained on</text>""");
        Line(svg, $"""<text x="16" y="{(Top + Height - Bottom) / 2}" text-anchor="middle" transform="rotate(-90 16 {(Top + Height - Bottom) / 2})">loss (nats a hidden piece)</text>""");
    }

    private static void Legend(StringBuilder svg)
    {
        Line(svg, $"""<line x1="{Left + 20}" x2="{Left + 50}" y1="20" y2="20" stroke="black" stroke-width="2"/><circle cx="{Left + 35}" cy="20" r="3"/><text x="{Left + 58}" y="24">held-out</text>""");
        Line(svg, $"""<line x1="{Left + 140}" x2="{Left + 170}" y1="20" y2="20" stroke="gray" stroke-dasharray="4 3"/><text x="{Left + 178}" y="24">training (masks of its own rate)</text>""");
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

    private static string Millions(double tokens) => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1e6:G3} M");

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
