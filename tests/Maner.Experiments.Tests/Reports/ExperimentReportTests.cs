using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Maner.Ner.Evaluation;
using Xunit;
using static Maner.Experiments.Tests.Reports.MadeUp;

namespace Maner.Experiments.Tests.Reports;

/// <summary>Results are made up here, so that every number of a report can be worked out by hand.</summary>
public sealed partial class ExperimentReportTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Yaml = """
        title: By hand
        encoders: […]
        methods: [token, maner]
        sizes: [5]
        seeds: 2
        blocks:
          means: {report: methods, data: [wikiann/yo, wikiann/jv], published: [maner-2023]}
          each: {report: languages, data: [wikiann/yo, wikiann/jv]}
          curve: {report: curve, data: [wikiann/yo], sizes: [5, 10]}
          sweep: {report: sweep, data: [wikiann/yo], seeds: 1, options: {learning-rate: [0.01, 0.02]}}
        """;

    private const string CurvesYaml = """
        title: Curves by hand
        encoders: […]
        methods: [token, maner]
        seeds: 2
        blocks:
          curve: {report: curve, data: [wikiann/yo, wikiann/jv], sizes: [5, 10, 15]}
        """;

    [Fact]
    public void Means_gains_and_tests_are_those_worked_out_by_hand()
    {
        (Plan plan, ResultStore store) = Made();
        string report = ExperimentReport.Of(plan, store).Markdown;

        // token: yo 0.4 and 0.6, jv 0.2 twice → (0.5 + 0.2) / 2; maner: yo 0.6 twice, jv 0.3 twice → 0.45.
        // sd of token: 0.141 in yo, 0 in jv; root of their mean variance 0.1.
        Assert.Equal(["2", "0.350", "0.100"], Row(report, "token").Skip(1).Take(3));
        Assert.Equal(["2", "0.450", "0.000"], Row(report, "maner").Skip(1).Take(3));

        // Ratio of means 0.45 / 0.35; mean of ratios (1.2 + 1.5) / 2; two differences of one sign: Wilcoxon p = 2 · ¼. Within jv the methods differ in one
        // sentence, so every swap differs as much.
        Assert.Equal(["+0.100", "+28.6 %", "+35.0 %", "2 / 0 / 0", "0.500", "0 / 0"], Row(report, "maner − token").Skip(1));
        Assert.Contains("| maner | 0.450 | 0.715 | MANER |", report, StringComparison.Ordinal);
        Assert.Contains("| maner / token − 1 | +28.6 % | +10.2 % |", report, StringComparison.Ordinal);
        Assert.Equal(["0.500 ± 0.141", "0.600 ± 0.000", "+0.100"], Row(report, "wikiann/yo").Skip(1).Take(3));
        Assert.Equal(["0.200 ± 0.000", "0.300 ± 0.000", "+0.100", "1.000"], Row(report, "wikiann/jv").Skip(1));
        Assert.Contains("Chosen for all methods together: learning-rate 0.02", report, StringComparison.Ordinal);
        Assert.DoesNotContain("†", report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_results_give_the_same_bytes_in_any_culture()
    {
        (Plan plan, ResultStore store) = Made();
        CultureInfo before = CultureInfo.CurrentCulture;
        string[] first = Written(plan, store);
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = other;
            Assert.Equal(first, Written(plan, store));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Missing_failed_and_collapsed_cells_are_counted_and_their_means_marked()
    {
        (Plan plan, ResultStore store) = Made();
        Remake(plan, store, "wikiann/yo", "token", 2, CellStatus.Failed, "Training diverged.");
        Remake(plan, store, "wikiann/jv", "maner", 1, CellStatus.Collapsed, "The run collapsed.");
        File.Delete(store.ResultPath(Entry(plan, "wikiann/jv", "token", 1).Cell));
        File.Delete(store.ResultPath(Entry(plan, "wikiann/jv", "token", 2).Cell));
        string report = ExperimentReport.Of(plan, store).Markdown;

        // jv has no score of token any more, so no mean has jv; of yo's token only seed 1 is left, and its mean is marked.
        Assert.Contains("2 still to run); 1 collapsed, 1 failed", report, StringComparison.Ordinal);
        Assert.Contains("The means are over the 1 of 2 data sets on which every method has a score; without wikiann/jv.", report, StringComparison.Ordinal);
        Assert.Equal(["1", "0.400 †"], Row(report, "token").Skip(1).Take(2));
        Assert.Contains("Training diverged.", report, StringComparison.Ordinal);
        string[] runs = [.. report.Split('\n').Where(line => line.StartsWith("| token | 4 | 2 | 1 | 0 | ", StringComparison.Ordinal))];
        Assert.NotEmpty(runs);
        Assert.Equal(3, report.Split("† Not all runs behind this figure ended as planned: of 8 here 2 missing, 1 failed, 1 collapsed, 0 at a second attempt.").Length);
        Assert.Equal("– †", Row(report[report.IndexOf("**F1 by language", StringComparison.Ordinal)..], "wikiann/jv")[1]);
    }

    [Fact]
    public void Hours_are_those_of_every_attempt_also_of_those_that_do_not_count()
    {
        (Plan plan, ResultStore store) = Made("retry: true\n" + Yaml);
        PlannedCell[] cells = [.. plan.Cells];
        CellAttempt hour = MadeUp.Attempt(cells[0], MadeUp.Scores(4)) with { Seconds = 3600 };
        foreach (PlannedCell cell in cells)
        {
            store.Write(MadeUp.Result(cell, MadeUp.Attempt(cell, MadeUp.Scores(4)) with { Seconds = 0 }));
        }

        // Two attempts of an hour each, of which the second measured 0.8 hours of processor time; another cell that ended half an hour earlier took 1.5.
        CellResult twice = MadeUp.Result(cells[0], hour with { Status = CellStatus.Collapsed }, hour with { CpuSeconds = 2880 });
        store.Write(twice);
        store.Write(MadeUp.Result(cells[1], hour with { Seconds = 5400, CpuSeconds = 5040 }) with { Finished = twice.Finished.AddMinutes(-30) });
        string report = ExperimentReport.Of(plan, store).Markdown;

        Assert.Contains(
            "All training runs together took 3.5 hours, and 2 of them that measured it 2.2 hours of processor time. From the start of the first to the end of the last "
            + "2.0 hours passed, pauses included.",
            report, StringComparison.Ordinal);
        Assert.Contains("1 took a second attempt with another seed.", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_curve_marks_its_numbers_and_says_which_sizes_it_leaves_out()
    {
        (Plan plan, ResultStore store) = Made(CurvesYaml);
        Remake(plan, store, "wikiann/yo", "token", 2, CellStatus.Failed, "Training diverged.", 10);
        Remake(plan, store, "wikiann/jv", "maner", 1, CellStatus.Collapsed, "The run collapsed.", 10);
        Remake(plan, store, "wikiann/jv", "token", 1, CellStatus.Failed, "Training diverged.", 15);
        Remake(plan, store, "wikiann/jv", "token", 2, CellStatus.Failed, "Training diverged.", 15);
        Delete(plan, store, "wikiann/yo", "token", 15);
        string report = ExperimentReport.Of(plan, store).Markdown;

        // A mean over languages is marked by a mark of any of them; what was computed from a whole curve by any of its points.
        Assert.Contains("Sizes left out, because no data set has scores of every method there: 15 (of 8 runs 2 missing and 2 failed).", report, StringComparison.Ordinal);
        Assert.Equal(["5", "0.350", "0.450"], Row(report, "mean of 2 languages").Skip(1));
        Assert.Equal(["0.300 †", "0.450 †"], Row(report, "mean of 2 languages | 10").Skip(2));
        Assert.Equal(["0.500 ± 0.141", "0.600 ± 0.000"], Row(report, "wikiann/yo | 5").Skip(2));
        Assert.Equal(["0.400 †", "0.600 ± 0.000"], Row(report, "wikiann/yo | 10").Skip(2));
        Assert.Equal(["0.200 ± 0.000", "0.300 ± 0.000 †"], Row(report, "wikiann/jv | 10").Skip(2));
        Assert.Equal(["+0.150 †", "+50.0 %", "+50.0 %", "2 / 0 / 0", "0.500"], Row(report, "10 | maner − token").Skip(2).Take(5));
        Assert.Equal(["4", "1", "0"], Row(report, "10 | token").Skip(2).Take(3)); // runs, failed, collapsed; none is missing or at a second attempt
        Assert.Equal(["never †", "maner", "more than 10 †"], Row(report, "wikiann/yo | maner, token").Skip(2));
        Assert.Contains("of 16 here 0 missing, 1 failed, 1 collapsed, 0 at a second attempt.", report, StringComparison.Ordinal);
        Assert.DoesNotContain("| wikiann/yo | 15 |", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_curve_names_the_data_sets_that_have_no_score_at_some_size()
    {
        (Plan plan, ResultStore store) = Made(CurvesYaml);
        Delete(plan, store, "wikiann/jv", "token", 10);
        string report = ExperimentReport.Of(plan, store).Markdown;

        Assert.Contains(
            "Means over data sets are over the 1 of 2 that have scores of every method at each of 5, 10, 15 sentences; without wikiann/jv.", report, StringComparison.Ordinal);
        Assert.Equal(["5", "15"], Sizes("wikiann/jv")); // its own curve is over the sizes that it has
        Assert.Equal(["5", "10", "15"], Sizes("wikiann/yo"));
        Assert.DoesNotContain("†", report, StringComparison.Ordinal); // the runs that are missing are behind no number
        Assert.DoesNotContain("Sizes left out", report, StringComparison.Ordinal);

        Delete(plan, store, "wikiann/yo", "token", 5);
        report = ExperimentReport.Of(plan, store).Markdown;
        Assert.Contains("No data set has scores of every method at each of 5, 10, 15 sentences, so there is no mean over data sets.", report, StringComparison.Ordinal);
        Assert.Equal(["5", "15"], Sizes("wikiann/jv"));
        Assert.Equal(["10", "15"], Sizes("wikiann/yo"));
        Assert.DoesNotContain("Differences of mean F1", report, StringComparison.Ordinal);

        IEnumerable<string> Sizes(string data)
        {
            string table = report[report.IndexOf("**F1 by training sentences", StringComparison.Ordinal)..];
            return table[..table.IndexOf("\n**Where", StringComparison.Ordinal)].Split('\n').Where(line => line.StartsWith($"| {data} |", StringComparison.Ordinal)).Select(line => line.Split(" | ")[1]);
        }
    }

    [Fact]
    public void All_sentences_are_one_size_however_many_they_are()
    {
        fixture.AddData("wikiann/mt", 2, trainSentences: 12);
        (Plan plan, ResultStore store) = fixture.Start("""
            title: All
            encoders: […]
            methods: [token, maner]
            sizes: [12, all]
            seeds: 1
            blocks:
              means: {report: methods, data: [wikiann/yo, wikiann/mt]}
              each: {report: languages, data: [wikiann/yo, wikiann/mt]}
              sweep: {report: sweep, data: [wikiann/yo, wikiann/mt], sizes: [all], options: {learning-rate: [0.01, 0.02]}}
              curve: {report: curve, data: [wikiann/yo, wikiann/mt]}
            """);
        MadeUp.Write(plan, store, cell => MadeUp.Scores(cell.Key.Sentences == 12 ? 4 : 8)); // yo has 18
        string report = ExperimentReport.Of(plan, store).Markdown;

        string[] means = MadeUp.Section(report, "means").Split("Encoder ");
        Assert.EndsWith(", 12 sentences.", means[1].Split('\n')[0], StringComparison.Ordinal);
        Assert.EndsWith(", all sentences.", means[2].Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal([["2", "0.400"], ["2", "0.600"]], means[1..].Select(part => MadeUp.Row(part, "token")[1..3]));
        string[] each = MadeUp.Section(report, "each").Split("Encoder ");
        Assert.Equal(["0.800", "0.400"], new[] { "wikiann/yo", "wikiann/mt" }.Select(data => MadeUp.Row(each[2], data)[1]));
        Assert.Equal("2", MadeUp.Row(MadeUp.Section(report, "sweep"), "learning-rate 0.02")[^1]);

        // A curve has a point for each number; mt, which has no 18, has its one, and is in no mean.
        Assert.Equal("0.800", MadeUp.Row(MadeUp.Section(report, "curve"), "wikiann/yo | 18")[2]);
        Assert.Equal("0.400", MadeUp.Row(MadeUp.Section(report, "curve"), "wikiann/mt | 12")[2]);
        Assert.Contains("Means over data sets are over the 1 of 2 that have scores of every method at each of 12, 18 sentences; without wikiann/mt.", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_without_sentences_seen_in_training_is_over_the_languages_that_have_some()
    {
        (Plan plan, ResultStore store) = Made();
        foreach (PlannedCell cell in plan.Cells.Where(cell => cell.Data == "wikiann/jv"))
        {
            CellScores seen = MadeUp.Scores(Tenths(cell)) with { Unseen = new EntityScore(0, 0, 0), UnseenSentences = 0 };
            store.Write(MadeUp.Result(cell, MadeUp.Attempt(cell, seen)));
        }

        Assert.Equal("0.500 (over 1)", Row(ExperimentReport.Of(plan, store).Markdown, "token")[^1]); // yo's alone
        string[][] lines = [.. ResultTable.Write(plan, store).Split('\n').Select(line => line.Split('\t'))];
        int column = Array.IndexOf(lines[0], "f1_test_unseen");
        Assert.All(lines.Where(line => line.Length > 1 && line[1] == "wikiann/jv"), line => Assert.Equal("", line[column]));
    }

    [Fact]
    public void A_second_attempt_counts_only_where_the_plan_allows_one()
    {
        (Plan plan, ResultStore store) = Made();
        PlannedCell cell = plan.Cells.First(cell => cell.Id == Entry(plan, "wikiann/jv", "maner", 1).Cell);
        store.Write(MadeUp.Result(cell, MadeUp.Attempt(cell, MadeUp.Scores(1), CellStatus.Collapsed, "It learned nothing."), MadeUp.Attempt(cell, MadeUp.Scores(3))));
        string report = ExperimentReport.Of(plan, store).Markdown;

        Assert.Contains("1 collapsed, 0 failed, 0 took a second attempt", report, StringComparison.Ordinal);
        Assert.Equal("0.200 ± 0.141 †", Row(report[report.IndexOf("**F1 by language", StringComparison.Ordinal)..], "wikiann/jv")[2]); // 0.1 and 0.3
    }

    [Fact]
    public void A_sweep_chooses_only_when_every_run_has_a_score()
    {
        const string Two = "title: Sweep\nencoders: […]\nmethods: [token, maner]\nsizes: [5]\nseeds: 2\nblocks:\n"
            + "  sweep: {report: sweep, data: [wikiann/yo], options: {learning-rate: [0.01, 0.02]}}\n";
        (Plan plan, ResultStore store) = Made(Two);
        Assert.Contains("Chosen for all methods together: learning-rate 0.02", ExperimentReport.Of(plan, store).Markdown, StringComparison.Ordinal);

        File.Delete(store.ResultPath(plan.Cells[^1].Id)); // one of two seeds
        string report = ExperimentReport.Of(plan, store).Markdown;
        Assert.Contains("No choice: some settings have runs without scores.", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Chosen", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_curves_crossings_lie_where_straight_lines_meet()
    {
        (Plan plan, ResultStore store) = fixture.Start(CurvesYaml);
        Write(plan, store, cell => Scores((cell.Data, cell.Key.Options.Method, cell.Key.Sentences) switch
        {
            ("wikiann/yo", "token", 5) => 1,
            ("wikiann/yo", "token", _) => 6,
            ("wikiann/yo", _, 5) => 4,
            ("wikiann/yo", _, 10) => 5,
            ("wikiann/yo", _, _) => 8,
            (_, "token", 15) => 6,
            (_, "token", _) => 1,
            _ => 3,
        }));
        string report = ExperimentReport.Of(plan, store).Markdown;

        // yo: maner leads by 0.3, −0.1, 0.2, so 3/4 of the way from 5 to 10 and 1/3 from there to 15; token has maner's first 0.4 at 3/5 of the way to 10.
        Assert.Equal(["9, 12", "maner", "8"], Row(report, "wikiann/yo | maner, token").Skip(2));

        // jv: by 0.2, 0.2, −0.3; token has 0.3 at 2/5 of the way from 10 to 15, where it is also where maner is.
        Assert.Equal(["12", "token", "12"], Row(report, "wikiann/jv | maner, token").Skip(2));
        Assert.DoesNotContain("†", report, StringComparison.Ordinal);
    }

    [Fact]
    public void WikiAnn_with_a_hundred_sentences_stands_beside_Rahimis_scores_and_what_differs()
    {
        fixture.AddData("wikiann/tr", 0, trainSentences: 100);
        fixture.AddData("wikiann/rw", 0, trainSentences: 100); // not among Rahimi's languages
        fixture.AddData("masakhaner2/tl", 0, trainSentences: 100); // among them, but not of WikiANN
        (Plan plan, ResultStore store) = Made("""
            title: A hundred by hand
            encoders: […]
            methods: [token, maner]
            sizes: [50, 100]
            seeds: 2
            blocks:
              each: {report: languages, data: [wikiann/tr, wikiann/rw, masakhaner2/tl]}
            """);
        string report = ExperimentReport.Of(plan, store).Markdown;

        string table = Assert.Single(report.Split("**"), part => part.Contains("Rahimi", StringComparison.Ordinal));
        Assert.Equal(
            "For comparison, Rahimi, Li and Cohn 2019, Table 4 (100 sentences; BiLSTM-CRF on fastText vectors, no transformer; another draw of sentences, larger test sets)", table);
        string[] rows = [.. report[report.IndexOf(table, StringComparison.Ordinal)..].Split('\n').Where(line => line.StartsWith('|'))];
        Assert.Equal("| language | token | maner | BiLSTM-CRF | transfer from 10 languages first |", rows[0]);
        Assert.Equal(["| wikiann/tr | 0.200 | 0.300 | 0.610 | 0.770 |"], rows.Skip(2));
        Assert.True(report.IndexOf("100 sentences.", StringComparison.Ordinal) < report.IndexOf(table, StringComparison.Ordinal), "it is not beside 50 sentences");
    }

    [Fact]
    public void An_experiment_without_results_has_a_report_that_says_so()
    {
        (Plan plan, ResultStore store) = fixture.Start(Yaml);
        string report = ExperimentReport.Of(plan, store).Markdown;

        Assert.Contains($"0 of {plan.Cells.Count} cells have results", report, StringComparison.Ordinal);
        Assert.Contains("No data set has scores of every method yet.", report, StringComparison.Ordinal);
        Assert.Contains("No choice: some settings have runs without scores.", report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_no_network_and_no_script_and_its_figures_speak()
    {
        (Plan plan, ResultStore store) = Made();
        string html = ExperimentReport.Of(plan, store).Html;

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("src=|href=\"[^#]", html);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        Assert.Equal(["http://www.w3.org/2000/svg"], Address().Matches(html).Select(match => match.Value).Distinct());
        Assert.Contains("prefers-color-scheme:dark", html, StringComparison.Ordinal);

        string[] drawings = [.. Drawing().Matches(html).Select(match => match.Value)];
        Assert.Equal(4, drawings.Length); // each for a page and for a phone
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.All(drawings, drawing =>
        {
            XElement root = XElement.Parse(drawing);
            Assert.False(string.IsNullOrWhiteSpace(root.Element(svg + "title")?.Value));
            Assert.Contains("The table below has the numbers.", root.Element(svg + "desc")!.Value, StringComparison.Ordinal);
            string[] ids = [root.Element(svg + "title")!.Attribute("id")!.Value, root.Element(svg + "desc")!.Attribute("id")!.Value];
            Assert.Equal(root.Attribute("aria-labelledby")!.Value.Split(' '), ids);

            // Without colour: token's marks are circles, maner's diamonds (MethodStyleTests).
            Assert.True(root.Elements(svg + "path").Count(mark => mark.Element(svg + "title") is not null) >= 2);
        });
        string[] identifiers = [.. drawings.Select(drawing => Identifier().Match(drawing).Value)];
        Assert.Equal(identifiers.Length, identifiers.Distinct().Count());
    }

    [Fact]
    public void The_table_of_results_has_a_line_for_every_place()
    {
        (Plan plan, ResultStore store) = Made();
        File.Delete(store.ResultPath(Entry(plan, "wikiann/jv", "token", 1).Cell));
        string[][] lines = [.. ResultTable.Write(plan, store).TrimEnd('\n').Split('\n').Select(line => line.Split('\t'))];

        Assert.Equal(1 + plan.Blocks.Sum(block => block.Entries.Count), lines.Length);
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));
        Assert.Contains(lines, line => line is ["means", "wikiann/jv", "token", "5", "1", _, _, _, "missing", ..]);
        Assert.Contains(lines, line => line is ["means", "wikiann/yo", "token", "5", "2", _, _, _, "ok", "1", "0.6", ..]);
    }

    private string[] Written(Plan plan, ResultStore store) => [.. ExperimentReport.Of(plan, store).WriteTo(fixture.NewPath("report")).Select(File.ReadAllText)];

    private (Plan Plan, ResultStore Store) Made(string yaml = Yaml)
    {
        (Plan plan, ResultStore store) = fixture.Start(yaml);
        MadeUp.Write(plan, store, cell => MadeUp.Scores(Tenths(cell)));
        return (plan, store);
    }

    /// <summary>F1 in tenths.</summary>
    private static int Tenths(PlannedCell cell) => (cell.Data, cell.Key.Options.Method, cell.Key.Options.Seed) switch
    {
        _ when cell.Key.Options.LearningRate == 0.01f => 1,
        ("wikiann/yo", "token", 1) => 4,
        ("wikiann/yo", _, _) => 6,
        (_, "token", _) => 2,
        _ => 3,
    };

    private static void Remake(Plan plan, ResultStore store, string data, string method, ulong seed, CellStatus status, string message, int size = 5)
    {
        PlannedCell cell = plan.Cells.First(cell => cell.Id == Entry(plan, data, method, seed, size).Cell);
        store.Write(MadeUp.Result(cell, MadeUp.Attempt(cell, MadeUp.Scores(Tenths(cell)), status, message)));
    }

    private static void Delete(Plan plan, ResultStore store, string data, string method, int size)
    {
        File.Delete(store.ResultPath(Entry(plan, data, method, 1, size).Cell));
        File.Delete(store.ResultPath(Entry(plan, data, method, 2, size).Cell));
    }

    private static PlannedEntry Entry(Plan plan, string data, string method, ulong seed, int size = 5) =>
        plan.Blocks[0].Entries.First(entry => (entry.Data, entry.Method, entry.Seed, entry.Size) == (data, method, seed, size));

    [GeneratedRegex("https?://[^\"' ]+")]
    private static partial Regex Address();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex("aria-labelledby=\"[^\"]*\"")]
    private static partial Regex Identifier();
}
