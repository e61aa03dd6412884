using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Ner.Selection;
using Maner.Tensors;
using Xunit;

namespace Maner.Experiments.Tests.Cells;

public sealed class SimulationTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Small = "sizes: [4, 8], rounds: [4, 6, 8], methods: [maner], encoders: […], seeds: 2, ";

    [Fact]
    public void What_a_block_leaves_out_is_the_protocol()
    {
        Block block = Read("report: active-learning, data: [wikiann/yo], methods: [maner], strategies: [random, mnlp]");

        Assert.Equal([10, 20, 50, 100, 200, 500], block.Sizes.OfType<int>());
        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 120, 140], block.Simulation!.Rounds.Take(12));
        Assert.Equal(500, block.Simulation.Rounds[^1]);
        Assert.Equal((null, 0.0), (block.Simulation.PoolSentences, block.Simulation.RandomShare));
        Assert.Empty(block.Simulation.Reuse);
    }

    [Theory]
    [InlineData("strategies: [best]", "'strategies' among random, mnlp, lowest-tag, entity-rate, diverse, disagreement")]
    [InlineData("sizes: [4]", "'strategies' in")]
    [InlineData("strategies: [random], sizes: [4, all]", "numbers of sentences at which models are scored")]
    [InlineData("strategies: [random], sizes: [4], rounds: [2, 9]", "numbers of sentences from 1 to 4")]
    [InlineData("strategies: [random], random-share: 1", "a share from 0 up to")]
    [InlineData("strategies: [random], reuse: [svm]", "'reuse' among")]
    [InlineData("strategies: [random], score: dev", "no dev in a simulation")]
    [InlineData("strategies: [random], pool-sentences: 0", "a number of sentences above 0")]
    public void A_mistake_is_named_with_what_was_expected(string keys, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Read($"report: active-learning, data: [wikiann/yo], methods: [maner], {keys}")).Message, StringComparison.Ordinal);

    [Fact]
    public void Keys_of_simulations_are_refused_in_other_blocks() =>
        Assert.Contains("'strategies'", Assert.Throws<InvalidDataException>(() => Read("report: methods, data: [wikiann/yo], methods: [maner], strategies: [random]")).Message, StringComparison.Ordinal);

    [Fact]
    public void There_is_a_cell_for_every_strategy_and_seed_and_dev_is_no_part_of_it()
    {
        Plan plan = fixture.Plan(Yaml("strategies: [random, mnlp, diverse]"));

        Assert.Equal(6, plan.Cells.Count);
        Assert.All(plan.Cells, cell => Assert.Null(cell.Key.DevSha256));
        Assert.Equal(["random", "mnlp", "diverse", "random", "mnlp", "diverse"], plan.Blocks[0].Entries.Select(entry => entry.Strategy));
        Assert.Equal([4, 6, 8], plan.Cells[0].Key.Simulation!.Rounds);
        Assert.Equal(plan.Cells.Select(cell => cell.Id), Plan.Load(Saved(plan)).Cells.Select(cell => cell.Key.Id));

        // Sizes that a data set cannot have are left out, with a note.
        Plan large = fixture.Plan(Yaml("strategies: [random]", "sizes: [4, 100]"));
        Assert.Equal([4], large.Cells[0].Key.Simulation!.Scored);
        Assert.Contains(large.Blocks[0].Notes, note => note.Contains("not in the rows of 100", StringComparison.Ordinal));
    }

    [Fact]
    public void Strategies_share_the_seed_set_differ_afterwards_and_the_same_simulation_has_the_same_result()
    {
        Plan plan = fixture.Plan(Yaml("strategies: [random, mnlp, entity-rate, diverse, lowest-tag, disagreement], reuse: [token, crf]"));
        var first = plan.Cells.Take(6).Select(Run).ToDictionary(result => result.Key.Simulation!.Strategy);

        foreach (CellResult result in first.Values)
        {
            CellAttempt attempt = Assert.Single(result.Attempts);
            Assert.Equal([4, 6, 8], attempt.Rounds!.Select(round => round.Sentences));
            Assert.Equal([true, false, true], attempt.Rounds!.Select(round => round.Test is not null));
            Assert.Equal(attempt.Test!.Strict, attempt.Rounds![^1].Test);
            Assert.Equal(first["random"].Last.Rounds![0] with { RunSeconds = 0, Reuse = Nothing }, attempt.Rounds![0] with { RunSeconds = 0, Reuse = Nothing });
            Assert.Equal(["crf"], attempt.Rounds![0].Reuse.Keys);
            Assert.Equal(["token", "crf"], attempt.Rounds![^1].Reuse.Keys);
            Assert.All(attempt.Rounds!, round => Assert.Equal(AnnotationTime.Default.Seconds(round.Words, round.Entities) + (AnnotationTime.Default.Sentence * (round.Sentences - 1)), round.Seconds, 1e-3));
        }

        Assert.True(first.Values.Select(result => (result.Last.Rounds![^1].Words, result.Last.Rounds![^1].Entities)).Distinct().Count() > 1);
        CellResult again = Run(plan.Cells[1]);
        Assert.Equal(first["mnlp"].Last.Test!.Counts, again.Last.Test!.Counts);
        Assert.Equal(first["mnlp"].Last.Rounds!.Select(round => (round.Words, round.Entities, round.Test)), again.Last.Rounds!.Select(round => (round.Words, round.Entities, round.Test)));
    }

    [Fact]
    public void A_pool_that_is_used_up_ends_the_simulation()
    {
        Plan plan = fixture.Plan(Yaml("strategies: [mnlp], pool-sentences: 5", "sizes: [4, 5]", "rounds: [4, 5]"));
        Assert.Equal([4, 5], Run(plan.Cells[0]).Last.Rounds!.Select(round => round.Sentences));
    }

    [Fact]
    public void The_report_compares_strategies_with_random_at_equal_budgets()
    {
        (Plan plan, ResultStore store) = fixture.Start(Yaml("strategies: [random, mnlp], data: [wikiann/yo, wikiann/jv]", ""));
        foreach (PlannedCell cell in plan.Cells)
        {
            // The strategy has 0.2 F1 more at each size, and takes twice the time.
            bool isRandom = cell.Key.Simulation!.Strategy == "random";
            int found = isRandom ? 0 : 2;
            SimulatedRound[] rounds = [Round(4, isRandom ? 50 : 100, 2 + found), Round(8, isRandom ? 100 : 200, 4 + found)];
            store.Write(Reports.MadeUp.Result(cell, Reports.MadeUp.Attempt(cell, Reports.MadeUp.Scores(4 + found)) with { Dev = null, Rounds = rounds }));
        }

        string report = ExperimentReport.Of(plan, store).Markdown;
        Assert.Contains("| 8 | 0.400 | 0.600 |", report, StringComparison.Ordinal);

        // By sentences the curves are 0.2 apart; by seconds they share one budget alone, so no area; at random's 100 seconds both have 0.4.
        Assert.Contains("| mnlp | mean F1 over log sentences | +0.200 |", report, StringComparison.Ordinal);
        Assert.DoesNotContain("mean F1 over log seconds | +", report, StringComparison.Ordinal);
        Assert.Contains("| 8 | 100 | 0.400 | 0.400 (4) |", report, StringComparison.Ordinal);
        Assert.Contains("| mnlp | 1.00 |", report, StringComparison.Ordinal);
        Assert.Equal(report, ExperimentReport.Of(plan, store).Markdown);

        static SimulatedRound Round(int sentences, int seconds, int tenths) => new()
        { Sentences = sentences, Words = 10 * seconds, Entities = sentences, Seconds = seconds, Test = new EntityScore(tenths, 10, 10) };
    }

    [Fact]
    public void A_report_without_a_result_says_so()
    {
        (Plan plan, ResultStore store) = fixture.Start(Yaml("strategies: [random, mnlp]"));
        Assert.Contains("No data set has runs of every strategy with the same seeds yet.", ExperimentReport.Of(plan, store).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_keeps_simulations_and_a_report_can_be_made_of_it_alone()
    {
        string yaml = Yaml("strategies: [random, mnlp]");
        (Plan plan, ResultStore store) = fixture.Start(yaml);
        foreach (PlannedCell cell in plan.Cells.Take(4))
        {
            store.Write(Run(cell));
        }

        string archive = fixture.NewPath("archive") + ".jsonl.gz";
        ResultArchive.Write(archive, plan, store);
        var archived = ArchivedExperiment.Read(ExperimentReader.Read(fixture.Write(yaml)), [archive], null, ModelCatalog.Default);
        Assert.Equal(plan.Cells.Select(cell => cell.Id), archived.Plan.Cells.Select(cell => cell.Id));
        Assert.Contains("mean F1 over log words", ExperimentReport.Of(archived).Markdown, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, EntityScore> Nothing { get; } = new Dictionary<string, EntityScore>();

    private static string Yaml(string keys, params string[] others)
    {
        string small = others.Length == 0 || others[0].Length == 0 ? Small : string.Join(", ", others) + ", methods: [maner], encoders: […], seeds: 1, ";
        string data = keys.Contains("data:", StringComparison.Ordinal) ? "" : "data: [wikiann/yo], ";
        return $"{ExperimentFixture.Quick}\nblocks:\n  one: {{report: active-learning, {data}{small}{keys}}}\n";
    }

    private Block Read(string keys) => ExperimentReader.Read(fixture.Write($"blocks:\n  one: {{{keys}}}\n")).Blocks[0];

    private string Saved(Plan plan)
    {
        string path = fixture.NewPath("plan") + ".json";
        plan.Save(path);
        return path;
    }

    private static CellResult Run(PlannedCell cell)
    {
        using var workers = new Workers(1);
        return new CellRunner(ModelCatalog.Default, workers).Run(cell, null, 1, TestContext.Current.CancellationToken);
    }
}
