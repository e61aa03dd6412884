using System.Globalization;
using System.Xml.Linq;
using Maner.Testing;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests.Pretraining;

[Trait(Vectors.Trait, Vectors.No)] // numbers in, text out
public sealed class LossCurveTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_curve_is_drawn_to_scale_and_told_in_words()
    {
        var log = new LossLog([new(500_000, 9), new(1_000_000, 7.5)], [new(0, 10), new(250_000, 9), new(1_000_000, 6)], [Language("swa", 10, 6)]);

        XElement root = XDocument.Parse(LossCurve.Draw(log)).Root!;

        Assert.Equal("Masked-language-model loss over 1 M tokens", root.Element(s_svg + "title")!.Value);
        Assert.Contains("10.000 after 0 M tokens, 6.000 after 1 M", root.Element(s_svg + "desc")!.Value, StringComparison.Ordinal);
        XElement[] dots = [.. root.Elements(s_svg + "circle").Where(circle => (string?)circle.Attribute("fill") == "black")];
        Assert.Equal(3, dots.Length);
        Assert.Empty(root.Descendants(s_svg + "polyline")); // a language alone is all
        Assert.Equal(0.25, Share("cx"), 0.005);
        Assert.Equal(0.25, Share("cy"), 0.005);
        Assert.True((double)dots[0].Attribute("cx")! < (double)dots[2].Attribute("cx")!);
        Assert.True((double)dots[0].Attribute("cy")! < (double)dots[2].Attribute("cy")!, "a lower loss stands lower");

        double Share(string axis)
        {
            double[] places = [.. dots.Select(dot => (double)dot.Attribute(axis)!)];
            return (places[1] - places[0]) / (places[2] - places[0]);
        }
    }

    [Fact]
    public void An_empty_log_is_an_empty_picture() =>
        Assert.Contains("No evaluation", XDocument.Parse(LossCurve.Draw(new LossLog([], [], []))).Root!.Element(s_svg + "desc")!.Value, StringComparison.Ordinal);

    [Fact]
    public void A_few_languages_are_a_grey_line_each_with_a_name_at_its_end()
    {
        LanguageLosses[] languages = [Language("hau", 10, 5.51), Language("swa & <x>", 10, 5.5), Language("yor", 10, 5.52), Language("mya", 10, 8)];
        XElement root = Drawn(languages);

        Assert.EndsWith("Of 4 languages the best at the end is swa & <x> with 5.500, the worst mya with 8.000.", root.Element(s_svg + "desc")!.Value, StringComparison.Ordinal);
        Assert.EndsWith("overall and in 4 languages", root.Element(s_svg + "title")!.Value, StringComparison.Ordinal);
        Assert.Equal(["mya 8.00", "yor 5.52", "hau 5.51", "swa & <x> 5.50"], Lines(root).Select(line => line.Value));
        XElement[] names = Names(root);
        Assert.Equal(["mya 8.00", "yor 5.52", "hau 5.51", "swa & <x> 5.50"], names.Select(name => name.Value));
        double[] heights = [.. names.Select(name => (double)name.Attribute("y")!)];
        Assert.All(heights.Zip(heights.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 12.9, double.MaxValue));
        Assert.All(names, name => Assert.InRange((double)name.Attribute("x")! + (6 * name.Value.Length), 0, 720));

        // Each line ends left of its name, at its loss: names that are close stand around their lines' ends.
        double[] ends = [.. Lines(root).Select(line => double.Parse(Points(line)[^1].Split(',')[1], CultureInfo.InvariantCulture))];
        Assert.Equal(ends[0], heights[0] - 4, 0.2);
        Assert.Equal(ends[2], heights[2] - 4, 0.2);
    }

    [Fact]
    public void Of_many_languages_the_best_and_the_worst_are_named_and_the_file_stays_small()
    {
        LanguageLosses[] languages = [.. Enumerable.Range(0, 100).Select(index => new LanguageLosses(
            FormattableString.Invariant($"l{index}-with-a-name-too-long-to-show"),
            [.. Enumerable.Range(0, 1001).Select(point => new LossPoint(point * 1000, 12 - (point * (1 + (index * 37 % 100)) / 20_000d)))]))];
        string svg = LossCurve.Draw(new LossLog([], [new(0, 12), new(1_000_000, 9)], languages));
        XElement root = XDocument.Parse(svg).Root!;

        Assert.InRange(svg.Length, 1, 80_000);
        Assert.Equal(100, Lines(root).Length);
        Assert.All(Lines(root), line => Assert.InRange(Points(line).Length, 30, 90));

        // 37 · 27 = 999 and 37 · 0 = 0 are the ends of the order.
        Assert.Equal(["worst: l0-with-a-name-… 11.95", "best: l27-with-a-name… 7.00"], Names(root).Select(name => name.Value));
        string description = root.Element(s_svg + "desc")!.Value;
        Assert.Contains("the best at the end is l27-with-a-name-too-long-to-show with 7.000, the worst l0-", description, StringComparison.Ordinal);
        Assert.Equal(["#c0c0c0", "#808080"], root.Elements(s_svg + "g").Select(group => (string)group.Attribute("stroke")!));
    }

    [Fact]
    public void Names_are_moved_apart_as_little_as_it_takes_and_stay_within()
    {
        Assert.Equal([10, 50], LanguageLines.Spread([10, 50], 10, 0, 100));
        Assert.Equal([5, 45, 55, 65], LanguageLines.Spread([5, 54, 55, 56], 10, 0, 100));
        Assert.Equal([0, 10, 20], LanguageLines.Spread([1, 2, 3], 10, 0, 100));
        Assert.Equal([80, 90, 100], LanguageLines.Spread([99, 99, 100], 10, 0, 100));
    }

    [Fact]
    public void Losses_are_read_from_the_log_by_language()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("log.jsonl"), """
            {"step":0,"tokens":0,"held_out_loss":10.5,"held_out_mean_of_languages":10.5,"held_out_languages":{"hau":10,"yor":11},"seconds":1}
            {"step":50,"tokens":900,"loss":9,"learning_rate":0.1,"tokens_per_second":1,"seconds":2}
            {"step":60,"tokens":1000,"held_out_loss":8,"held_out_mean_of_languages":8,"held_out_languages":{"hau":7.5,"yor":8.5},"seconds":3}
            """);

        var log = LossLog.Read(folder.File("log.jsonl"));

        Assert.Equal([new LossPoint(900, 9)], log.Training);
        Assert.Equal([new LossPoint(0, 10.5), new LossPoint(1000, 8)], log.HeldOut);
        Assert.Equal(["hau", "yor"], log.Languages.Select(language => language.Language));
        Assert.Equal([new LossPoint(0, 11), new LossPoint(1000, 8.5)], log.Languages[1].HeldOut);
    }

    private static LanguageLosses Language(string name, double first, double last) => new(name, [new(0, first), new(1_000_000, last)]);

    private static XElement Drawn(LanguageLosses[] languages) => XDocument.Parse(LossCurve.Draw(new LossLog([], [new(0, 10), new(1_000_000, 6)], languages))).Root!;

    private static XElement[] Lines(XElement root) => [.. root.Descendants(s_svg + "polyline")];

    private static string[] Points(XElement line) => line.Attribute("points")!.Value.Split(' ');

    /// <summary>The texts to the right of all axes.</summary>
    private static XElement[] Names(XElement root)
    {
        double right = Lines(root).SelectMany(Points).Max(point => double.Parse(point.Split(',')[0], CultureInfo.InvariantCulture));
        return [.. root.Elements(s_svg + "text").Where(text => (double)text.Attribute("x")! > right + 10)];
    }
}
