using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Xunit;

namespace Maner.Experiments.Tests.Reports;

public sealed class ForgettingTablesTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Title = "Forgetting";

    [Fact]
    public void Gains_losses_and_correlations_can_be_worked_out_by_hand()
    {
        (Plan plan, ResultStore store) = fixture.Start(Yaml(Files()));
        foreach (PlannedCell cell in plan.Cells)
        {
            bool isManer = cell.Key.Options.Method == "maner", isLarge = cell.Key.Sentences == 16, hasLoss = cell.Key.Options.MlmWeight > 0;
            int language = cell.Data == "wikiann/yo" ? 0 : 1;

            // maner is 0.3 ahead with 8 sentences, 0.1 with 16, and with the loss 0.3 with both; it forgets where it falls behind.
            int tenths = 2 + language + (isManer ? isLarge && !hasLoss ? 1 : 3 : 0);
            double forgotten = isManer && isLarge && !hasLoss ? 0.5 : 0.125;
            store.Write(MadeUp.Result(cell, MadeUp.Attempt(cell, MadeUp.Scores(tenths)) with { MlmLossBefore = 3, MlmLossAfter = 3 + forgotten }));
        }

        string report = MadeUp.Section(ExperimentReport.Of(plan, store).Markdown, Title);

        Assert.Equal(["8", "mlm-weight 0", "+0.300"], MadeUp.Row(report, "8")[..3]);
        Assert.Contains("| 16 | mlm-weight 0 | +0.100 |", report, StringComparison.Ordinal);
        Assert.Contains("| 16 | mlm-weight 0.1 | +0.300 |", report, StringComparison.Ordinal);
        Assert.Contains("| 16 | mlm-weight 0.1 | +0.200 |", report, StringComparison.Ordinal); // the difference of the two
        Assert.Contains("| 16 | mlm-weight 0.1 | token | 0.000 |", report, StringComparison.Ordinal);
        Assert.Contains("| 16 | mlm-weight 0 | maner | 0.350 | 3.000 | 3.500 | +0.500 | 4 |", report, StringComparison.Ordinal);
        Assert.Contains("| mlm-weight 0 | gain | what maner forgot | 8 | −1.000 |", report, StringComparison.Ordinal);
        Assert.Contains("| mlm-weight 0 | gain lost since 8 sentences | what maner forgot more since | 4 | 0.000 | 1.000 |", report, StringComparison.Ordinal); // both the same everywhere
    }

    [Fact]
    public void Without_results_it_says_so()
    {
        (Plan plan, ResultStore store) = fixture.Start(Yaml(Files()));
        Assert.Contains("No data set has runs of maner and token", ExperimentReport.Of(plan, store).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_is_part_of_the_address_by_its_words()
    {
        string text = fixture.NewPath("text"), longer = fixture.NewPath("text");
        File.WriteAllText(text, "one line\nanother line\nthe last line\n");
        File.WriteAllText(longer, "a first line\none line\nanother line\nthe last line\n");
        string Texts(string file) => $"{{wikiann/yo: {file}, wikiann/jv: {file}}}";

        string[] ids = [.. fixture.Plan(Yaml(Texts(text))).Cells.Select(cell => cell.Id)];
        PlannedCell cell = fixture.Plan(Yaml(Texts(longer))).Cells[0];
        Assert.Equal(ids[0], cell.Id); // the last two lines are the same
        Assert.Equal((longer, 2), (cell.HeldOut, cell.HeldOutLines));
        Assert.Empty(ids.Intersect(fixture.Plan(Yaml(Texts(longer)).Replace("held-out-lines: 2", "held-out-lines: 3", StringComparison.Ordinal)).Cells.Select(other => other.Id)));
        PlannedCell plain = fixture.Plan(Yaml(Texts(text)).Replace("report: forgetting", "report: curve", StringComparison.Ordinal).Replace("held-out-lines: 2, held-out-text: " + Texts(text) + ", ", "", StringComparison.Ordinal)).Cells[0];
        Assert.Null(plain.Key.HeldOutSha256);
        Assert.Equal((plain.Key with { HeldOutSha256 = cell.Key.HeldOutSha256 }).Id, cell.Id);
    }

    [Fact]
    public void A_data_set_without_a_text_is_refused()
    {
        string file = fixture.NewPath("text");
        File.WriteAllText(file, "a line\n");
        Assert.Contains("expected a held-out text for wikiann/jv", Assert.Throws<InvalidDataException>(() => fixture.Plan(Yaml($"{{wikiann/yo: {file}}}"))).Message, StringComparison.Ordinal);
        Assert.Contains("expected 'held-out-text'", Assert.Throws<InvalidDataException>(() => fixture.Plan(Yaml("{}").Replace("held-out-text: {}, ", "", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    private string Files()
    {
        string file = fixture.NewPath("text");
        File.WriteAllText(file, "one line\nanother line\n");
        return $"{{wikiann/yo: {file}, wikiann/jv: {file}}}";
    }

    private static string Yaml(string texts) =>
        $"encoders: […]\nmethods: [token, maner]\nsizes: [8, 16]\nseeds: 2\noptions: {{crf-weight: 0, mlm-weight: [0, 0.1]}}\n"
        + $"blocks:\n  a: {{title: {Title}, report: forgetting, held-out-lines: 2, held-out-text: {texts}, data: [wikiann/yo, wikiann/jv]}}\n";
}
