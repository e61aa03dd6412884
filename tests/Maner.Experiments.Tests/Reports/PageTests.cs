using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Xunit;

namespace Maner.Experiments.Tests.Reports;

/// <summary>How a report is laid out, as a page and as Markdown.</summary>
public sealed partial class PageTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Yaml = """
        title: Layout
        encoders: […]
        methods: [token, maner]
        sizes: [5]
        seeds: 2
        blocks:
          one: {report: methods, data: [wikiann-100], title: "Same title, twice"}
          two: {report: languages, data: [wikiann-100], title: "Same title, twice"}
          three: {report: curve, data: [wikiann/yo], sizes: [5, 10], title: "Größe & Zahl <1>"}
        """;

    [Fact]
    public void The_table_of_contents_leads_to_every_section()
    {
        ExperimentReport report = Made();
        string[] links = [.. Link().Matches(report.Html).Select(match => match.Groups[1].Value)];
        string[] sections = [.. SectionId().Matches(report.Html).Select(match => match.Groups[1].Value)];

        Assert.Equal(["at-a-glance", "same-title-twice", "same-title-twice-1", "größe--zahl-1", "how-to-read-the-tables", "appendix-data-runs-and-machines"], sections);
        Assert.Equal(sections, links);
        Assert.Equal(sections, MarkdownLink().Matches(report.Markdown).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Languages_that_are_not_there_are_listed_once_and_hashes_stand_in_the_appendix()
    {
        ExperimentReport report = Made();
        foreach (string text in new[] { report.Markdown, report.Html })
        {
            Assert.Equal(2, text.Split("zh-classical").Length);
            Assert.Equal(3, text.Split("2 of the 100 languages of wikiann-100 are there; the appendix lists the others.").Length);
            int appendix = text.IndexOf("Languages that are not there", StringComparison.Ordinal);
            Assert.True(text.IndexOf("zh-classical", StringComparison.Ordinal) > appendix);
            Assert.True(text.IndexOf("Program 1", StringComparison.Ordinal) > appendix);
        }
    }

    [Fact]
    public void Tables_scroll_in_boxes_of_their_own_and_what_few_ask_for_is_folded()
    {
        string html = Made().Html;

        // Every table is in a box that scrolls and that the keyboard reaches; nothing else of the page is wider than it (looked at in a browser).
        Assert.Equal(html.Split("<table>").Length, Box().Count(html) + 1);
        Assert.Contains("name=\"viewport\" content=\"width=device-width", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("<summary>Runs and their cost: means").Length - 1);
        Assert.Equal(2, html.Split("<summary>The numbers: ").Length - 1);
        Assert.Equal((2, 2), (html.Split("<div class=\"page\"><svg").Length - 1, html.Split("<div class=\"phone\"><svg").Length - 1));
        Assert.Contains("@media print", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_say_nothing_are_left_out()
    {
        var table = new Table(
            "", ["name", "empty", "none#", "zero#", "trouble#", "some#"],
            [["a", "", "–", "0", "0", "–"], ["b", "", "–", "0", "0", "1"]]);
        Table shown = table.WithoutEmptyColumns("trouble#", "some#");

        Assert.Equal(["name", "zero#", "some#"], shown.Columns); // a number 0 is a number, unless it counts what went wrong
        Assert.Equal([["a", "0", "–"], ["b", "0", "1"]], shown.Rows);
    }

    [Theory]
    [InlineData(3, "3 seconds")]
    [InlineData(90, "1.5 minutes")]
    [InlineData(3599, "60.0 minutes")]
    [InlineData(9000, "2.5 hours")]
    public void Durations_are_in_the_unit_that_suits_them(double seconds, string expected) => Assert.Equal(expected, Numbers.Duration(seconds));

    [Fact]
    public void Figure_2_has_a_bar_of_one_deviation_to_both_sides()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        XElement drawing = XElement.Parse(Drawing().Match(Made().Html).Value);
        double[] ticks = [.. drawing.Elements(svg + "text").Where(text => text.Value is "0.3" or "0.4").Select(text => Number(text.Attribute("x")!.Value)).Distinct()];
        double tenth = ticks[1] - ticks[0];

        // Token has 0.4 and 0.6 with its two seeds in both languages, maner 0.6 twice: a bar each for token, none for maner.
        XElement[] bars = [.. drawing.Elements(svg + "path").Where(path => path.Attribute("opacity") is not null)];
        Assert.Equal(["m0", "m0"], bars.Select(bar => bar.Attribute("class")!.Value));
        Assert.All(bars, bar =>
        {
            Match ends = Bar().Match(bar.Attribute("d")!.Value);
            double from = Number(ends.Groups[1].Value), to = Number(ends.Groups[2].Value);
            Assert.Equal(2 * Math.Sqrt(0.02) * 10 * tenth, to - from, 0.05);
            Assert.Equal(ticks[0] + (2 * tenth), (from + to) / 2, 0.05); // 0.5
        });
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private ExperimentReport Made()
    {
        (Plan plan, ResultStore store) = fixture.Start(Yaml);
        MadeUp.Write(plan, store, cell => MadeUp.Scores((cell.Key.Options.Method, cell.Key.Options.Seed) is ("token", 1) ? 4 : 6));
        return ExperimentReport.Of(plan, store);
    }

    [GeneratedRegex("<a href=\"#([^\"]*)\">")]
    private static partial Regex Link();

    [GeneratedRegex("<h2 id=\"([^\"]*)\">")]
    private static partial Regex SectionId();

    [GeneratedRegex(@"^- \[.*\]\(#(.*)\)$", RegexOptions.Multiline)]
    private static partial Regex MarkdownLink();

    [GeneratedRegex("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"[^\"]+\">\n<table>")]
    private static partial Regex Box();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex(@"M([0-9.]+) [0-9.]+H([0-9.]+)M")]
    private static partial Regex Bar();
}
