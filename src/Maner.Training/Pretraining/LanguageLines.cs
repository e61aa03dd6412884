using System.Globalization;
using System.Security;
using System.Text;

namespace Maner.Training.Pretraining;

/// <summary>
/// The held-out losses of each language in a drawing: thin grey lines, each named at its end where they are few, else only the best and the worst.
/// </summary>
internal sealed class LanguageLines
{
    private const int MostNamed = 12, MostLetters = 16;
    private const double LetterWidth = 7, LabelHeight = 13, Leader = 16, LeastStep = 8;
    private readonly LanguageLosses[] _all, _named;

    public LanguageLines(IReadOnlyList<LanguageLosses> languages)
    {
        // From the worst to the best, as they end from above; a language alone has the losses of all.
        _all = languages.Count > 1 ? [.. languages.OrderByDescending(language => language.Last)] : [];
        _named = _all.Length <= MostNamed ? _all : [_all[0], _all[^1]];
    }

    /// <summary>Number of lines.</summary>
    public int Count => _all.Length;

    /// <summary>Width of the names to the right of the lines.</summary>
    public double LabelWidth => _named.Select(language => Leader + (LetterWidth * Label(language).Length)).DefaultIfEmpty(0).Max();

    /// <summary>The best and the worst in words; nothing without lines.</summary>
    public string Description => Count == 0
        ? ""
        : Xml(FormattableString.Invariant(
            $" Of {Count} languages the best at the end is {_all[^1].Language} with {_all[^1].Last:F3}, the worst {_all[0].Language} with {_all[0].Last:F3}."));

    /// <summary>Draws the lines, and the names from <paramref name="right"/> on.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="x">Where so many tokens are.</param>
    /// <param name="y">Where a loss is.</param>
    /// <param name="right">Where the lines end at the latest.</param>
    /// <param name="top">The names stay below.</param>
    /// <param name="bottom">And above.</param>
    public void Draw(StringBuilder svg, Func<double, double> x, Func<double, double> y, double right, double top, double bottom)
    {
        if (Count == 0)
        {
            return;
        }

        // Lines without a name are many: whole pixels keep the file small.
        Lines(svg, [.. _all.Except(_named)], "#c0c0c0", "0", x, y);
        Lines(svg, _named, "#808080", "0.#", x, y);
        double[] heights = Spread([.. _named.Select(language => y(language.Last))], LabelHeight, top, bottom);
        for (int index = 0; index < _named.Length; index++)
        {
            LanguageLosses language = _named[index];
            LossCurve.Line(svg, $"""<path d="M {x(language.HeldOut[^1].Tokens):0.#} {y(language.Last):0.#} L {right + Leader - 3:0.#} {heights[index]:0.#}" stroke="#808080" stroke-dasharray="1 2"/>""");
            LossCurve.Line(svg, $"""<text x="{right + Leader:0.#}" y="{heights[index] + 4:0.#}">{Xml(Label(language))}</text>""");
        }
    }

    /// <summary>Moves heights as little as it takes (in least squares) for each to be a distance below the one before.</summary>
    /// <param name="heights">From the smallest on.</param>
    /// <param name="distance">The least distance.</param>
    /// <param name="top">The least height.</param>
    /// <param name="bottom">The greatest, with room for all.</param>
    internal static double[] Spread(IReadOnlyList<double> heights, double distance, double top, double bottom)
    {
        // Less what those before need, heights must only not fall: neighbours that would are pooled to their mean.
        var pools = new List<(double Sum, int Count)>();
        for (int index = 0; index < heights.Count; index++)
        {
            (double Sum, int Count) pool = (heights[index] - (index * distance), 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Count > pool.Sum / pool.Count)
            {
                pool = (pool.Sum + pools[^1].Sum, pool.Count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        double lowest = bottom - ((heights.Count - 1) * distance);
        return [.. pools.SelectMany(pool => Enumerable.Repeat(Math.Clamp(pool.Sum / pool.Count, top, lowest), pool.Count)).Select((height, index) => height + (index * distance))];
    }

    private static void Lines(StringBuilder svg, LanguageLosses[] languages, string grey, string format, Func<double, double> x, Func<double, double> y)
    {
        if (languages.Length == 0)
        {
            return;
        }

        LossCurve.Line(svg, $"""<g fill="none" stroke="{grey}">""");
        foreach (LanguageLosses language in languages)
        {
            string points = string.Join(' ', Apart(language.HeldOut, x).Select(point => Number(x(point.Tokens)) + "," + Number(y(point.Loss))));
            LossCurve.Line(svg, $"""<polyline points="{points}"><title>{Xml(language.Language)} {language.Last:F2}</title></polyline>""");
        }

        svg.Append("</g>\n");

        string Number(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Points some pixels apart, and the last: with many evaluations of many languages they would be most of the file.</summary>
    private static List<LossPoint> Apart(IReadOnlyList<LossPoint> points, Func<double, double> x)
    {
        var kept = new List<LossPoint>();
        foreach (LossPoint point in points.SkipLast(1))
        {
            if (kept.Count == 0 || x(point.Tokens) - x(kept[^1].Tokens) >= LeastStep)
            {
                kept.Add(point);
            }
        }

        kept.Add(points[^1]);
        return kept;
    }

    private string Label(LanguageLosses language)
    {
        // Where all are named, their order says which is the best.
        string place = _named.Length == Count ? "" : language == _all[0] ? "worst: " : "best: ";
        var name = new StringInfo(language.Language);
        string text = name.LengthInTextElements <= MostLetters ? language.Language : name.SubstringByTextElements(0, MostLetters - 1) + "…";
        return FormattableString.Invariant($"{place}{text} {language.Last:F2}");
    }

    private static string Xml(string text) => SecurityElement.Escape(text);
}
