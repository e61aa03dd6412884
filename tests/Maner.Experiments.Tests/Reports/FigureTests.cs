using System.Text.RegularExpressions;
using System.Xml.Linq;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Xunit;

namespace Maner.Experiments.Tests.Reports;

/// <summary>Two blocks of curves and one of languages, each with two encoders, of which the second has 0.3 more F1.</summary>
public sealed partial class FigureTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Each_encoder_of_a_block_has_tables_and_figures_of_its_own()
    {
        (Plan plan, ResultStore store, string[] encoders) = Made();
        ExperimentReport report = ExperimentReport.Of(plan, store);

        // token 0.1, maner 0.5 at 5 and 0.2 at 10 of the first encoder.
        string[] means = MadeUp.Section(report.Markdown, "means").Split("Encoder ");
        Assert.Equal([$"{encoders[0]}, 5 sentences.", $"{encoders[1]}, 5 sentences."], means.Skip(1).Select(part => part.Split('\n')[0]));
        Assert.Equal(["0.100", "0.400"], means.Skip(1).Select(part => MadeUp.Row(part, "token")[2]));
        Assert.Equal(["0.500", "0.800"], means.Skip(1).Select(part => MadeUp.Row(part, "maner")[2]));
        string[] curves = MadeUp.Section(report.Markdown, "Curve, short").Split("Encoder ");
        Assert.Equal(["0.200", "0.500"], curves.Skip(1).Select(part => MadeUp.Row(part, "wikiann/yo | 10")[^1]));

        string[] files = [.. report.WriteTo(fixture.NewPath("report")).Select(path => Path.GetFileNameWithoutExtension(path)).Skip(2)];
        string[] names = [.. encoders.Select(encoder => encoder.ToLowerInvariant())];
        Assert.Equal(
            [.. names.Select(name => $"each-{name}-5"), .. names.Select(name => $"curve-{name}"), .. names.Select(name => $"long-{name}")], files.Select(file => file.Replace('.', '-')));
    }

    [Fact]
    public void A_figures_texts_tell_it_from_every_other()
    {
        (Plan plan, ResultStore store, string[] encoders) = Made();
        ExperimentReport report = ExperimentReport.Of(plan, store);

        string[] expected =
        [
            .. encoders.Select(encoder => $"each: F1 of each language by method, encoder {encoder}, 5 sentences"),
            .. encoders.Select(encoder => $"Curve, short: F1 by number of training sentences, encoder {encoder}"),
            .. encoders.Select(encoder => $"Curve [long]: F1 by number of training sentences, encoder {encoder}"),
        ];
        Assert.Equal(
            expected.Select(text => text.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)),
            Alternative().Matches(report.Markdown).Select(match => match.Groups[1].Value));
        Assert.Equal(expected.SelectMany(text => new[] { text, text }), Drawings(report).Select(drawing => drawing.Element(s_svg + "title")!.Value)); // for a page and for a phone
        Assert.Equal(expected, Caption().Matches(report.Html).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void No_mark_hides_another()
    {
        (Plan plan, ResultStore store, _) = Made();

        // Whatever has a method's colour and is no stroke alone would cover what was drawn before it.
        Assert.All(Drawings(ExperimentReport.Of(plan, store)), drawing =>
        {
            XElement[] coloured = [.. drawing.Elements().Where(element => MethodClass().IsMatch(element.Attribute("class")?.Value ?? ""))];
            Assert.Contains(coloured, element => element.Name == s_svg + "path");
            Assert.All(coloured, element => Assert.Equal("none", element.Attribute("fill")?.Value));
        });
    }

    [Fact]
    public void Axes_say_what_they_measure()
    {
        (Plan plan, ResultStore store, _) = Made();
        XElement[] drawings = Drawings(ExperimentReport.Of(plan, store));

        Assert.All(drawings[..4], drawing => Assert.Single(Texts(drawing), text => text.StartsWith("F1 ", StringComparison.Ordinal)));
        Assert.All(drawings[4..], drawing =>
        {
            const int Fields = 3; // two languages and their mean
            Assert.Equal(Fields, Texts(drawing).Count(text => text == "training sentences"));
            Assert.Equal(Fields, Texts(drawing).Count(text => text == "F1"));
            Assert.All(
                Texts(drawing).Where(text => Regex.IsMatch(text, @"^\d\.\d$")).GroupBy(text => text), tick => Assert.Equal(Fields, tick.Count())); // the same axis in each
        });

        static IEnumerable<string> Texts(XElement drawing) => drawing.Elements(s_svg + "text").Select(text => text.Value);
    }

    [Fact]
    public void Encoders_whose_folders_are_named_alike_have_figures_of_their_own()
    {
        string[] encoders = [.. new[] { "first", "second" }.Select(parent => Path.Combine(fixture.NewPath(parent), "encoder"))];
        Directory.CreateDirectory(encoders[0]);
        foreach (string file in Directory.GetFiles(fixture.Encoder.Folder))
        {
            File.Copy(file, Path.Combine(encoders[0], Path.GetFileName(file)));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(encoders[1])!);
        Directory.Move(OtherEncoder(), encoders[1]);
        (Plan plan, ResultStore store) = fixture.Start($$"""
            encoders: [{{encoders[0]}}, {{encoders[1]}}]
            methods: [token, maner]
            sizes: [5]
            seeds: 1
            blocks:
              each: {report: languages, data: [wikiann/yo, wikiann/jv]}
            """);
        MadeUp.Write(plan, store, cell => MadeUp.Scores(cell.Encoder == encoders[0] ? 2 : 7));
        string[] figures = [.. ExperimentReport.Of(plan, store).WriteTo(fixture.NewPath("report")).Where(path => Path.GetExtension(path) == ".svg")];

        Assert.Equal(2, figures.Distinct().Count());
        Assert.All(
            figures.Zip(encoders), pair => Assert.Contains($"encoder {pair.Second}, 5 sentences", File.ReadAllText(pair.First), StringComparison.Ordinal));
    }

    [Fact]
    public void Figures_whose_blocks_differ_in_no_plain_letter_are_files_of_their_own()
    {
        (Plan plan, ResultStore store) = fixture.Start("""
            encoders: […]
            methods: [token, maner]
            sizes: [5]
            seeds: 1
            blocks:
              表一: {report: languages, data: [wikiann/yo]}
              表二: {report: languages, data: [wikiann/jv]}
              Each: {report: languages, data: [wikiann/yo]}
              each: {report: languages, data: [wikiann/jv]}
            """);
        MadeUp.Write(plan, store, _ => MadeUp.Scores(5));
        ExperimentReport report = ExperimentReport.Of(plan, store);

        string[] files = [.. report.WriteTo(fixture.NewPath("report")).Skip(2)];
        Assert.Equal(["---5", "---5-2", "each-5", "each-5-2"], files.Select(file => Path.GetFileNameWithoutExtension(file)));
        Assert.All(files.Zip(["表一", "表二", "Each", "each"]), pair => Assert.Contains($"{pair.Second}: F1 of each language", File.ReadAllText(pair.First), StringComparison.Ordinal));
        string[] ids = [.. Drawings(report).Select(drawing => drawing.Element(s_svg + "title")!.Attribute("id")!.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    private static XElement[] Drawings(ExperimentReport report) => [.. Drawing().Matches(report.Html).Select(match => XElement.Parse(match.Value))];

    private (Plan Plan, ResultStore Store, string[] Encoders) Made()
    {
        string other = OtherEncoder();
        (Plan plan, ResultStore store) = fixture.Start($$"""
            title: Figures
            encoders: […, {{other}}]
            methods: [token, maner]
            sizes: [5]
            seeds: 1
            blocks:
              means: {report: methods, data: [wikiann/yo, wikiann/jv]}
              each: {report: languages, data: [wikiann/yo, wikiann/jv]}
              curve: {report: curve, data: [wikiann/yo, wikiann/jv], sizes: [5, 10], title: 'Curve, short'}
              long: {report: curve, data: [wikiann/yo, wikiann/jv], sizes: [5, 10, 15], title: 'Curve [long]'}
            """);
        MadeUp.Write(plan, store, cell => MadeUp.Scores(
            (cell.Encoder == other ? 3 : 0) + (cell.Key.Options.Method == "token" ? 1 : cell.Key.Sentences == 5 ? 5 : 2)));
        return (plan, store, [Path.GetFileName(fixture.Encoder.Folder), Path.GetFileName(other)]);
    }

    /// <summary>A copy of the encoder with other weights, so that its cells have other addresses.</summary>
    private string OtherEncoder()
    {
        string folder = fixture.NewPath("encoder");
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(fixture.Encoder.Folder))
        {
            byte[] bytes = File.ReadAllBytes(file);
            bytes[^1] ^= (byte)(Path.GetExtension(file) == ".safetensors" ? 1 : 0);
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), bytes);
        }

        return folder;
    }

    [GeneratedRegex(@"^!\[(.*)\]\(", RegexOptions.Multiline)]
    private static partial Regex Alternative();

    [GeneratedRegex("<figcaption>(.*?)</figcaption>")]
    private static partial Regex Caption();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex(@"\bm[0-7]\b")]
    private static partial Regex MethodClass();
}
