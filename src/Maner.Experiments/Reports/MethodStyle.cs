using Maner.Ner.Methods;
using Maner.Ner.Selection;

namespace Maner.Experiments.Reports;

/// <summary>How a method is drawn: the same shape, dash and colour in every figure, unlike those of any other method.</summary>
internal static class MethodStyle
{
    private const double LetterWidth = 7.2, MarkWidth = 36, Gap = 18;

    private static readonly string[] s_dashes = ["6 3", "2 3", "", "8 3 2 3", "12 4", "8 3 2 3 2 3", "4 6", "12 3 4 3"];

    /// <summary>Methods that can be told apart in a figure.</summary>
    public static int Most => s_dashes.Length;

    /// <summary>The number of a method among all; of a selection strategy among all of these.</summary>
    /// <exception cref="InvalidDataException">There is no such method, so it has no number, and another's would pass it off as that one.</exception>
    public static int Number(string method)
    {
        int number = AllMethods.List.ToList().FindIndex(known => known.Name == method);
        number = number >= 0 ? number : AllStrategies.List.ToList().FindIndex(known => known.Name == method); // no figure has methods and strategies
        return number >= 0
            ? number
            : throw new InvalidDataException(
                $"A figure's methods: expected methods among {string.Join(", ", AllMethods.List.Select(known => known.Name))}, found '{method}'. Make the report with the program that trained it.");
    }

    /// <summary>The class of its strokes.</summary>
    public static string Stroke(string method) => Stroke(Number(method));

    /// <summary>The class of a method's strokes.</summary>
    /// <param name="number">The method's number, below <see cref="Most"/>.</param>
    public static string Stroke(int number) => FormattableString.Invariant($"m{Known(number)}");

    /// <summary>The dashes of its lines; maner's is whole.</summary>
    public static string Dash(string method) => Dash(Number(method));

    /// <summary>The dashes of a method's lines.</summary>
    /// <param name="number">The method's number, below <see cref="Most"/>.</param>
    public static string Dash(int number) => s_dashes[Known(number)];

    /// <summary>Draws the legend, in as many lines as it needs.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="left">Where its lines begin.</param>
    /// <param name="top">The base line of its first line.</param>
    /// <param name="right">Where its lines end.</param>
    /// <param name="withLines">Whether a method is a line too, not a mark alone.</param>
    public static void Legend(Svg svg, IEnumerable<string> methods, double left, double top, double right, bool withLines)
    {
        foreach ((string method, double x, double y) in Places(methods, left, top, right))
        {
            if (withLines)
            {
                svg.Path(Stroke(method), [(x, y - 4), (x + 28, y - 4)], Dash(method));
            }

            svg.Marker(Number(method), x + 14, y - 4, method);
            svg.Text(x + MarkWidth, y, method);
        }
    }

    /// <summary>The height of a legend.</summary>
    public static double LegendHeight(IEnumerable<string> methods, double left, double right) =>
        Places(methods, left, 0, right).Max(place => place.Y) + (1.5 * Svg.LineHeight);

    private static List<(string Method, double X, double Y)> Places(IEnumerable<string> methods, double left, double top, double right)
    {
        var places = new List<(string, double, double)>();
        double x = left, y = top;
        foreach (string method in methods)
        {
            double width = MarkWidth + (LetterWidth * method.Length);
            if (x > left && x + width > right)
            {
                (x, y) = (left, y + (1.25 * Svg.LineHeight));
            }

            places.Add((method, x, y));
            x += width + Gap;
        }

        return places;
    }

    private static int Known(int number) => number >= 0 && number < Most
        ? number
        : throw new ArgumentOutOfRangeException(
            nameof(number), number, $"A figure can tell {Most} methods apart; another one would be drawn like one of them. Add a dash here, and a shape and a colour to {nameof(Svg)}.");
}
