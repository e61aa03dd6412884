using Maner.Ner.Methods;

namespace Maner.Experiments.Reports;

/// <summary>How a method is drawn: the same shape, dash and colour in every figure.</summary>
internal static class MethodStyle
{
    private static readonly string[] s_dashes = ["6 3", "2 3", "", "8 3 2 3"];

    /// <summary>The method's number among all.</summary>
    public static int Number(string method) => Math.Max(0, AllMethods.List.ToList().FindIndex(known => known.Name == method)) % s_dashes.Length;

    /// <summary>The class of its strokes.</summary>
    public static string Stroke(string method) => $"m{Number(method)}";

    /// <summary>The dashes of its lines; maner's is whole.</summary>
    public static string Dash(string method) => s_dashes[Number(method)];

    /// <summary>Draws the legend in a line.</summary>
    public static void Legend(Svg svg, IEnumerable<string> methods, double x, double y, bool withLines)
    {
        const double LetterWidth = 7;
        foreach (string method in methods)
        {
            if (withLines)
            {
                svg.Path(Stroke(method), [(x - 14, y - 4), (x + 14, y - 4)], Dash(method));
            }

            svg.Marker(Number(method), x, y - 4, method);
            svg.Text(x + 18, y, method);
            x += 50 + (LetterWidth * method.Length);
        }
    }
}
