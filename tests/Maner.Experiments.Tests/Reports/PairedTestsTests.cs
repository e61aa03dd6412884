using System.Globalization;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Xunit;

namespace Maner.Experiments.Tests.Reports;

/// <summary>
/// The tests within languages as a report shows them. Where every sentence has one entity, found or not, F1 is a share of the sentences, so a
/// swap changes the sign of a sentence's difference and p can be counted by hand.
/// </summary>
public sealed class PairedTestsTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Better = "wikiann/yo", Unsure = "wikiann/jv", Tied = "masakhaner2/swa", Worse = "wikiann/gu";
    private const int Sentences = 20;

    private const string Yaml = $$"""
        title: Tests by hand
        encoders: […]
        methods: [token, maner]
        sizes: [5]
        seeds: 2
        blocks:
          two: {report: methods, data: [{{Better}}, {{Unsure}}]}
          three: {report: methods, data: [{{Better}}, {{Unsure}}, {{Tied}}]}
          both: {report: methods, data: [{{Better}}, {{Worse}}]}
          each: {report: languages, data: [{{Better}}, {{Unsure}}, {{Tied}}, {{Worse}}]}
          unsure: {report: methods, data: [{{Unsure}}]}
          dev: {report: languages, data: [{{Better}}], score: dev}
        """;

    [Fact]
    public void P_is_the_share_of_swaps_that_differ_as_much_with_the_seeds_of_a_sentence_swapped_together()
    {
        (Plan plan, ResultStore store) = Made();
        string each = MadeUp.Section(ExperimentReport.Of(plan, store).Markdown, "each");

        Assert.Equal(["0.000 ± 0.000", "1.000 ± 0.000", "+1.000", "< 0.001"], MadeUp.Row(each, Better)[1..]); // 2 of 2^20
        Assert.Equal(["1.000 ± 0.000", "0.000 ± 0.000", "−1.000", "< 0.001"], MadeUp.Row(each, Worse)[1..]);
        Assert.Equal(["0.500 ± 0.000", "0.500 ± 0.000", "0.000", "1.000"], MadeUp.Row(each, Tied)[1..]); // no swap differs less

        // Token misses sentences 0 to 2 with one seed, 2 to 5 with the other: differences 1, 1, 2, 1, 1, 1, whose sum is as large only when all have one
        // sign, 2 of 2^6. Seven sentences that are swapped one by one would give 2 of 2^7, the first seed alone 2 of 2^3.
        Assert.Equal(["0.825 ± 0.035", "1.000 ± 0.000", "+0.175"], MadeUp.Row(each, Unsure)[1..4]);
        AssertP(1 / 32.0, MadeUp.Row(each, Unsure)[4]);
    }

    [Fact]
    public void Languages_are_counted_after_Holms_correction()
    {
        (Plan plan, ResultStore store) = Made();
        string report = ExperimentReport.Of(plan, store).Markdown;

        // Of two languages the larger p, 1/32, is corrected by 1 and stays below 0.05 (Bonferroni's correction would double it); of three, where
        // it is the second, by 2.
        Assert.Equal("2 / 0", MadeUp.Row(MadeUp.Section(report, "two"), "maner − token")[^1]);
        Assert.Equal("1 / 0", MadeUp.Row(MadeUp.Section(report, "three"), "maner − token")[^1]);
        Assert.Equal("1 / 1", MadeUp.Row(MadeUp.Section(report, "both"), "maner − token")[^1]);
    }

    [Fact]
    public void Only_seeds_that_both_methods_have_are_compared()
    {
        (Plan plan, ResultStore store) = Made();
        Fail("token", 2);
        string each = MadeUp.Section(ExperimentReport.Of(plan, store).Markdown, "each");
        Assert.Equal("+0.150", MadeUp.Row(each, Unsure)[3]); // three sentences of twenty, the second seed's four are without a pair
        AssertP(1 / 4.0, MadeUp.Row(each, Unsure)[4]); // the first seed's three sentences: 2 of 2^3

        Fail("maner", 1);
        string report = ExperimentReport.Of(plan, store).Markdown;
        Assert.Equal(["0.850 †", "1.000 †", "–", "–"], MadeUp.Row(MadeUp.Section(report, "each"), Unsure)[1..]);
        string[] row = MadeUp.Row(MadeUp.Section(report, "two"), "maner − token");
        Assert.Equal(["+1.000 † (over 1)", "1 / 0"], [row[1], row[^1]]);
        Assert.Contains("Differences are over the seeds that both methods have.", MadeUp.Section(report, "two"), StringComparison.Ordinal);
        Assert.Contains("maner − token: no seed has a score of both on any data set.", MadeUp.Section(report, "unsure"), StringComparison.Ordinal);

        void Fail(string method, ulong seed)
        {
            PlannedCell cell = MadeUp.Cell(plan, Unsure, method, seed);
            store.Write(MadeUp.Result(cell, MadeUp.Attempt(cell, Scores(cell), CellStatus.Failed, "Out of memory.")));
        }
    }

    [Fact]
    public void A_block_on_dev_has_tests_of_its_own()
    {
        (Plan plan, ResultStore store) = Made();
        foreach (PlannedCell cell in plan.Cells.Where(cell => cell.Data == Better))
        {
            store.Write(MadeUp.Result(cell, MadeUp.Attempt(cell, Scores(cell)) with { Dev = MadeUp.Scores(5) }));
        }

        string report = ExperimentReport.Of(plan, store).Markdown;
        Assert.Equal(["+1.000", "< 0.001"], MadeUp.Row(MadeUp.Section(report, "each"), Better)[^2..]);
        Assert.Equal(["0.000", "1.000"], MadeUp.Row(MadeUp.Section(report, "dev"), Better)[^2..]);
    }

    /// <summary>Of 10,000 random swappings: four standard deviations of their share.</summary>
    private static void AssertP(double expected, string found) =>
        Assert.Equal(expected, double.Parse(found, CultureInfo.InvariantCulture), 4 * Math.Sqrt(expected * (1 - expected) / 10_000));

    private (Plan Plan, ResultStore Store) Made()
    {
        fixture.AddData(Worse, 7); // other sentences than the rest have: the same would be the same cells
        (Plan plan, ResultStore store) = fixture.Start(Yaml);
        MadeUp.Write(plan, store, Scores);
        return (plan, store);
    }

    private static CellScores Scores(PlannedCell cell)
    {
        bool isManer = cell.Key.Options.Method == "maner", isFirst = cell.Key.Options.Seed == 1;
        return MadeUp.Scores(Enumerable.Range(0, Sentences).Select(sentence => cell.Data switch
        {
            Better => isManer,
            Worse => !isManer,
            Tied => isManer == (sentence % 2 == 0),
            _ => isManer || (isFirst ? sentence > 2 : sentence is < 2 or > 5),
        }));
    }
}
