using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Xunit;

namespace Maner.Experiments.Tests.Reports;

/// <summary>What a report says first. Six languages are the fewest at which Wilcoxon's test can reach 0.05: 2 of 2⁶ sign patterns are 0.031.</summary>
public sealed class HeadlineTests : IClassFixture<ExperimentFixture>
{
    private const string Six = "wikiann/yo, wikiann/jv, wikiann/gu, wikiann/am, wikiann/fo, wikiann/mg";

    private readonly ExperimentFixture _fixture;

    public HeadlineTests(ExperimentFixture fixture)
    {
        _fixture = fixture;
        foreach ((string name, int skip) in new[] { ("wikiann/gu", 7), ("wikiann/am", 9), ("wikiann/fo", 11), ("wikiann/mg", 13), ("wikiann/sw", 15) })
        {
            fixture.AddData(name, skip);
        }
    }

    [Theory]
    [InlineData(5, "**maner beats token by 0.100 F1 over 6 languages** (95 % interval +0.100 to +0.100; better in 6, worse in 0; Wilcoxon p = 0.031).")]
    [InlineData(3, "**maner is 0.100 F1 behind token over 6 languages** (95 % interval −0.100 to −0.100; better in 0, worse in 6; Wilcoxon p = 0.031).")]
    [InlineData(4, "**No difference between maner and token is shown over 6 languages: 0.000 F1** (95 % interval 0.000 to 0.000; better in 0, worse in 0, equal in 6; Wilcoxon p = 1.000, which fewer than 6 differing languages cannot bring to 0.05).")]
    public void It_is_the_difference_with_its_sign_and_its_uncertainty(int maner, string expected) =>
        Assert.Equal(expected, Headline(One(Six), cell => cell.Key.Options.Method == "token" ? 4 : maner));

    [Fact]
    public void A_gain_that_a_few_languages_make_is_no_finding()
    {
        // Better by 0.5 in one language, worse by 0.1 in two, equal in three: a mean of +0.05 that neither the test nor the interval shows.
        string headline = Headline(One(Six), cell => (cell.Key.Options.Method, cell.Data) switch
        {
            ("maner", "wikiann/yo") => 9,
            ("maner", "wikiann/jv" or "wikiann/gu") => 3,
            _ => 4,
        });
        Assert.StartsWith("**No difference between maner and token is shown over 6 languages: +0.050 F1** (95 % interval −", headline, StringComparison.Ordinal);
        Assert.Contains("better in 1, worse in 2, equal in 3; Wilcoxon p = ", headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_languages_show_nothing_and_the_headline_says_why()
    {
        string headline = Headline(One("wikiann/yo, wikiann/jv"), cell => cell.Key.Options.Method == "token" ? 4 : 8);
        Assert.Equal(
            "**No difference between maner and token is shown over 2 languages: +0.400 F1** (better in 2, worse in 0; Wilcoxon p = 0.500, which fewer than 6 differing languages cannot bring to 0.05).",
            headline);
    }

    [Fact]
    public void Of_one_language_the_test_over_its_sentences_decides()
    {
        // Ten sentences, of which token finds none and maner all: 2 of 2^10 swaps differ as much.
        Assert.StartsWith("**maner beats token by 1.000 F1 on wikiann/yo** (p = 0.00", Headline(One("wikiann/yo"), cell => cell.Key.Options.Method == "token" ? 0 : 10), StringComparison.Ordinal);
        Assert.Equal(
            "**No difference between maner and token is shown on wikiann/yo: +0.100 F1** (p = 1.000 over its test sentences).",
            Headline(One("wikiann/yo"), cell => cell.Key.Options.Method == "token" ? 4 : 5));
    }

    [Fact]
    public void Two_data_sets_of_one_language_are_not_two_languages() =>
        Assert.Contains("over 2 data sets", Headline(One("masakhaner2/swa, wikiann/sw"), cell => cell.Key.Options.Method == "token" ? 4 : 8), StringComparison.Ordinal);

    [Fact]
    public void It_is_of_the_most_data_sets_and_what_speaks_against_it_follows()
    {
        string report = Report(
            $"methods: [token, maner, rand]\nsizes: [5]\nseeds: 1\nblocks:\n  few: {{report: methods, data: [wikiann/yo, wikiann/jv]}}\n  most: {{report: methods, data: [{Six}], title: All six}}\n"
                + $"  again: {{report: languages, data: [{Six}]}}\n",
            cell => (cell.Key.Options.Method, cell.Data) switch
            {
                ("maner", "wikiann/yo" or "wikiann/jv") => 3,
                ("maner", _) => 8,
                ("rand", _) => 2,
                _ => 4,
            });

        // Six: two worse by 0.1, four better by 0.4. Rand is behind everywhere.
        string[] lines = report.Split('\n');
        Assert.StartsWith("**No difference between maner and token is shown over 6 languages: +0.233 F1** (", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("- Against rand: +0.433 F1 (95 % interval", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("- The other way round in “few”: −0.100 F1 (better in 0, worse in 2;", lines[5], StringComparison.Ordinal);
        Assert.Contains("From section “All six” (encoder", lines[7], StringComparison.Ordinal);
        Assert.EndsWith("5 training sentences), the comparison over the most data sets.", lines[7], StringComparison.Ordinal);

        // Blocks that show the same runs are one row at a glance.
        string glance = MadeUp.Section(report, "At a glance");
        Assert.Equal(["few", "All six"], glance.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2).Select(line => line.Split(" | ")[0][2..]));
        Assert.Equal(["2", "maner − token", "−0.100"], MadeUp.Row(glance, "few")[1..4]);
    }

    [Fact]
    public void A_curve_is_compared_at_its_ends()
    {
        string report = Report(
            "methods: [token, maner]\nseeds: 1\nblocks:\n  curve: {report: curve, data: [wikiann/yo, wikiann/jv], sizes: [5, 10, 15]}\n",
            cell => cell.Key.Options.Method == "token" ? cell.Key.Sentences / 5 * 2 : 5);

        Assert.Contains("The other way round in “curve” with 15 sentences: −0.100 F1", report, StringComparison.Ordinal);
        string[] rows = [.. MadeUp.Section(report, "At a glance").Split('\n').Where(line => line.StartsWith("| curve", StringComparison.Ordinal))];
        Assert.Equal(["5", "15"], rows.Select(row => row.Split(" | ")[1]));
    }

    [Fact]
    public void A_method_alone_has_its_score_and_without_results_there_is_nothing_to_say()
    {
        string yaml = One("wikiann/yo, wikiann/jv").Replace("[token, maner]", "[token]", StringComparison.Ordinal);
        Assert.StartsWith("**token reaches 0.400 F1 over 2 languages** (encoder ", Headline(yaml, _ => 4), StringComparison.Ordinal);

        (Plan plan, ResultStore store) = _fixture.Start("encoders: […]\n" + One(Six));
        Assert.Equal("**So far, with 0 of 12 results: There is nothing to compare yet**.", ExperimentReport.Of(plan, store).Markdown.Split('\n')[2]);
    }

    [Fact]
    public void An_experiment_that_is_not_finished_says_so_first()
    {
        (Plan plan, ResultStore store) = _fixture.Start("encoders: […]\n" + One(Six));
        MadeUp.Write(plan, store, cell => MadeUp.Scores(cell.Key.Options.Method == "token" ? 4 : 5));
        File.Delete(store.ResultPath(MadeUp.Cell(plan, "wikiann/yo", "token", 1).Id));

        // Of five languages the best p is 2 of 2⁵.
        Assert.StartsWith(
            "**So far, with 11 of 12 results: No difference between maner and token is shown over 5 languages: +0.100 F1** (95 % interval +0.100 to +0.100; better in 5, worse in 0; Wilcoxon p = 0.063",
            ExperimentReport.Of(plan, store).Markdown.Split('\n')[2], StringComparison.Ordinal);
    }

    private static string One(string data) => $"methods: [token, maner]\nsizes: [5]\nseeds: 1\nblocks:\n  all: {{report: methods, data: [{data}]}}\n";

    private string Headline(string yaml, Func<PlannedCell, int> tenths) => Report(yaml, tenths).Split('\n')[2];

    private string Report(string yaml, Func<PlannedCell, int> tenths)
    {
        (Plan plan, ResultStore store) = _fixture.Start("encoders: […]\n" + yaml);
        MadeUp.Write(plan, store, cell => MadeUp.Scores(tenths(cell)));
        return ExperimentReport.Of(plan, store).Markdown;
    }
}
