using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Maner.Experiments.Reports;
using Maner.Ner.Methods;
using Xunit;

namespace Maner.Experiments.Tests.Reports;

public sealed partial class MethodStyleTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Eight_methods_differ_in_shape_in_dash_and_in_colour()
    {
        int[] numbers = [.. Enumerable.Range(0, 8)];
        Assert.Equal(8, MethodStyle.Most);
        Assert.Equal(8, numbers.Select(MethodStyle.Dash).Distinct().Count());
        Assert.Equal(8, numbers.Select(MethodStyle.Stroke).Distinct().Count());

        XElement drawing = Drawing(svg => Array.ForEach(numbers, number => svg.Marker(number, 50, 50, "")));
        string[] shapes = [.. drawing.Elements(s_svg + "path").Select(mark => mark.Attribute("d")!.Value)];
        Assert.Equal(8, shapes.Length);
        Assert.Equal(8, shapes.Distinct().Count());

        (string[] light, string[] dark) = Colours(drawing);
        Assert.Equal((8, 8), (light.Distinct().Count(), dark.Distinct().Count()));
    }

    [Fact]
    public void Every_colour_is_as_clear_as_text_should_be_on_light_and_on_dark()
    {
        XElement drawing = Drawing(_ => { });
        (string[] light, string[] dark) = Colours(drawing);
        string[] back = [.. Back().Matches(Style(drawing)).Select(match => match.Groups[1].Value)];

        // 4.5 to 1 is what WCAG 2 asks of text (1.4.3).
        Assert.All(light, colour => Assert.True(Contrast(colour, back[0]) >= 4.5, colour));
        Assert.All(dark, colour => Assert.True(Contrast(colour, back[1]) >= 4.5, colour));
        Assert.True(Contrast(light[0], back[1]) < 4.5, "the measure tells light from dark");
    }

    [Fact]
    public void A_ninth_method_is_refused_instead_of_drawn_like_another()
    {
        Assert.Contains("8 methods apart", Assert.Throws<ArgumentOutOfRangeException>(() => MethodStyle.Stroke(8)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => MethodStyle.Dash(8));
        Assert.Throws<ArgumentOutOfRangeException>(() => Drawing(svg => svg.Marker(8, 0, 0, "")));
    }

    [Fact]
    public void Every_method_has_a_number_of_its_own_and_what_is_no_method_has_none()
    {
        string[] methods = [.. AllMethods.List.Select(method => method.Name)];
        Assert.Equal(methods.Length, methods.Select(MethodStyle.Stroke).Distinct().Count());
        Assert.Contains("found 'tokens'", Assert.Throws<InvalidDataException>(() => MethodStyle.Number("tokens")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_legend_that_is_too_wide_takes_another_line()
    {
        string[] methods = [.. AllMethods.List.Select(method => method.Name)];
        XElement drawing = Drawing(svg => MethodStyle.Legend(svg, methods, 10, 20, 200, withLines: false));
        XElement[] texts = [.. drawing.Elements(s_svg + "text")];

        Assert.Equal(methods, texts.Select(text => text.Value));
        Assert.True(texts.Select(text => text.Attribute("y")!.Value).Distinct().Count() > 1);
        Assert.All(texts, text => Assert.True(double.Parse(text.Attribute("x")!.Value, CultureInfo.InvariantCulture) + (7 * text.Value.Length) <= 200));
        Assert.True(MethodStyle.LegendHeight(methods, 10, 200) > MethodStyle.LegendHeight(methods, 10, 900));
    }

    private static XElement Drawing(Action<Svg> draw)
    {
        var svg = new Svg(100, 100, "id", "title", "description");
        draw(svg);
        return XElement.Parse(svg.Finish());
    }

    private static string Style(XElement drawing) => drawing.Element(s_svg + "style")!.Value;

    private static (string[] Light, string[] Dark) Colours(XElement drawing)
    {
        string[] all = [.. Colour().Matches(Style(drawing)).Select(match => match.Groups[1].Value)];
        return (all[..(all.Length / 2)], all[(all.Length / 2)..]);
    }

    /// <summary>WCAG 2's contrast ratio of two colours.</summary>
    private static double Contrast(string one, string other)
    {
        double first = Luminance(one), second = Luminance(other);
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);

        static double Luminance(string colour) => (0.2126 * Linear(colour[1..3])) + (0.7152 * Linear(colour[3..5])) + (0.0722 * Linear(colour[5..7]));

        static double Linear(string hex)
        {
            double share = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }
    }

    [GeneratedRegex(@"\.m\d\{stroke:(#[0-9a-f]{6})\}")]
    private static partial Regex Colour();

    [GeneratedRegex(@"\.back\{fill:(#[0-9a-f]{6})\}")]
    private static partial Regex Back();
}
