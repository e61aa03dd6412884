using Maner.Experiments.Cells;
using Maner.Experiments.Corpora;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Maner.Experiments.Tests.Reports;
using Maner.Ner;
using Xunit;

namespace Maner.Experiments.Tests.Cells;

/// <summary>A report from an archive alone: where neither data nor encoder is at hand, the records say what they are of.</summary>
public sealed class ArchivedExperimentTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Yaml = """
        title: Archived
        encoders: […]
        methods: [token, maner]
        sizes: [5]
        seeds: 2
        dev-sentences: 6
        options: {crf-weight: 0}
        blocks:
          means: {report: methods, data: [wikiann-100, masakhaner2/swa]}
          each: {report: languages, data: ['wikiann/*']}
          text: {report: methods, data: ['wikiann/*', masakhaner2/swa], pretraining-text: {corpus: cc100, at-least-gib: 0.5}}
          curve: {report: curve, data: [wikiann/yo], sizes: [5, 18, 30, all]}
          whole: {report: methods, data: [wikiann/jv], sizes: [all], dev-sentences: all}
          sweep: {report: sweep, data: [wikiann/yo], options: {learning-rate: [0.01, 0.02]}}
        """;

    [Fact]
    public void An_archive_alone_has_the_cells_and_the_tables_that_it_has_with_the_data()
    {
        (string yaml, Plan plan, string archive) = Archived(Yaml);
        var alone = ArchivedExperiment.Read(ExperimentReader.Read(yaml), [archive], null, Find);
        var withData = ArchivedExperiment.Read(ExperimentReader.Read(yaml), [archive], new DataRoot(fixture.Root), Find);

        Assert.Equal(plan.Cells.Select(cell => cell.Id), alone.Plan.Cells.Select(cell => cell.Id));
        Assert.Equal(plan.Cells.Count, alone.Results.Count);
        Assert.Equal(plan.Blocks.SelectMany(block => block.Entries), alone.Plan.Blocks.SelectMany(block => block.Entries));
        Assert.Equal(plan.Blocks.SelectMany(block => block.Notes), alone.Plan.Blocks.SelectMany(block => block.Notes));
        string one = ExperimentReport.Of(alone).Markdown, other = ExperimentReport.Of(withData).Markdown;
        Assert.Equal(Tables(other), Tables(one));
        Assert.NotEmpty(Tables(one));
        Assert.Contains("Made from results.jsonl.gz alone, without the data files", one, StringComparison.Ordinal);
        Assert.Contains("Made from results.jsonl.gz and the data files", other, StringComparison.Ordinal);
        Assert.Contains("2 of the 100 languages of wikiann-100 are in the archive; the appendix lists the others.", one, StringComparison.Ordinal);

        static string[] Tables(string report) => [.. report.Split('\n').Where(line => line.StartsWith('|'))];
    }

    [Fact]
    public void A_folder_that_is_named_by_its_path_is_known_by_its_name()
    {
        (string yaml, Plan plan, string archive) = Archived(Head + "blocks:\n  a: {report: methods, data: [./data/wikiann/yo]}\n");
        Assert.Equal(plan.Cells.Select(cell => cell.Id), Read(yaml, archive).Results.Keys);
    }

    [Fact]
    public void An_encoder_that_is_not_at_hand_is_the_only_one_that_is_left()
    {
        (string yaml, Plan plan, string archive) = Archived(Head + "blocks:\n  a: {report: methods, data: [wikiann/yo]}\n");
        var experiment = ArchivedExperiment.Read(ExperimentReader.Read(yaml), [archive], null, new ModelCatalog());

        Assert.Equal(plan.Cells.Select(cell => cell.Id), experiment.Results.Keys);
        Assert.Contains(experiment.Provenance, text => text.Contains("is not at hand with the content that the records have", StringComparison.Ordinal));
        Assert.Contains(Read(yaml, archive).Provenance, text => text.Contains("is the one at hand under this name", StringComparison.Ordinal));
    }

    [Fact]
    public void Encoders_and_learning_rates_that_the_records_do_not_tell_apart_are_errors()
    {
        (string yaml, _, string archive) = Archived(Head + "blocks:\n  a: {report: sweep, data: [wikiann/yo], options: {learning-rate: [0.01, 0.02]}}\n");
        Experiment open = ExperimentReader.Read(fixture.Write(Head + "blocks:\n  a: {report: methods, data: [wikiann/yo]}\n"));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ArchivedExperiment.Read(open, [archive], null, new ModelCatalog()));
        Assert.Contains("expected one learning rate in the results of encoder", error.Message, StringComparison.Ordinal);

        Experiment two = ExperimentReader.Read(fixture.Write((Head + "blocks:\n  a: {report: methods, data: [wikiann/yo]}\n").Replace("[…]", "[one, two]", StringComparison.Ordinal)));
        error = Assert.Throws<InvalidDataException>(() => ArchivedExperiment.Read(two, [archive], null, new ModelCatalog()));
        Assert.Contains("expected to tell the encoders one, two by their content", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(Read(yaml, archive).Results);
    }

    [Fact]
    public void Results_are_not_taken_for_those_of_other_dev_sentences()
    {
        // The fixture's dev sets and the made-up scores have ten sentences, so "all" and 10 are the same, and 4 is another cell.
        const string Blocks = "blocks:\n  a: {report: methods, data: [wikiann/yo], dev-sentences: DEV}\n";
        (_, Plan plan, string archive) = Archived(Head + Blocks.Replace("DEV", "all", StringComparison.Ordinal));
        Assert.Equal([4, 4, 0], new[] { "all", "10", "4" }.Select(dev => Read(fixture.Write(Head + Blocks.Replace("DEV", dev, StringComparison.Ordinal)), archive).Results.Count));
        Assert.Equal(4, plan.Cells.Count);
    }

    [Fact]
    public void Missing_sets_other_files_and_other_cells_are_told()
    {
        (string yaml, Plan plan, string archive) = Archived(Head + "blocks:\n  a: {report: methods, data: [wikiann/yo]}\n");
        Experiment other = ExperimentReader.Read(fixture.Write(Head + "blocks:\n  a: {report: methods, data: [wikiann/mt]}\n"));
        Assert.Contains("expected results on 'wikiann/mt' in results.jsonl.gz, found none", Assert.Throws<DirectoryNotFoundException>(() => ArchivedExperiment.Read(other, [archive], null, Find)).Message, StringComparison.Ordinal);

        // Fewer methods: their results are left out. Another experiment's results count where the cells are the same.
        ArchivedExperiment half = Read(fixture.Write((Head + "blocks:\n  a: {report: methods, data: [wikiann/yo]}\n").Replace("[token, maner]", "[maner]", StringComparison.Ordinal)), archive);
        Assert.Contains("2 results are of cells that this experiment does not have; they are left out.", half.Provenance);
        Assert.Equal(2, half.Results.Count);

        // All seeds learn from a file of one content; a second archive whose file of that name is another one contradicts it.
        PlannedCell cell = plan.Cells[0];
        CellKey key = cell.Key with { TrainSha256 = new string('0', 64) };
        string second = Write(plan, [MadeUp.Result(cell with { Id = key.Id, Key = key }, MadeUp.Attempt(cell, MadeUp.Scores(5)))]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ArchivedExperiment.Read(ExperimentReader.Read(yaml), [archive, second], null, Find));
        Assert.Contains("expected the same files behind all results of 'wikiann/yo', found several", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, ArchivedExperiment.Read(ExperimentReader.Read(yaml), [archive, second], new DataRoot(fixture.Root), Find).Results.Count);
    }

    [Fact]
    public void Results_of_an_older_engine_have_a_report_of_their_own()
    {
        (string yaml, Plan plan, _) = Archived(Head + "blocks:\n  a: {report: methods, data: [wikiann/yo]}\n");
        CellResult[] old = [.. plan.Cells.Select(cell =>
        {
            CellKey key = cell.Key with { Engine = CellKey.CurrentEngine - 1 };
            return MadeUp.Result(cell with { Id = key.Id, Key = key }, MadeUp.Attempt(cell, MadeUp.Scores(5)));
        })];
        string archive = Write(plan, old);
        Assert.Equal(4, Read(yaml, archive).Results.Count);
        Assert.Empty(ArchivedExperiment.Read(ExperimentReader.Read(yaml), [archive], new DataRoot(fixture.Root), Find).Results); // what would be trained today is another cell
    }

    private const string Head = "title: Archived\nencoders: […]\nmethods: [token, maner]\nsizes: [5]\nseeds: 2\noptions: {crf-weight: 0}\n";

    private static ModelCatalog Find { get; } = new(new FolderSource());

    private static ArchivedExperiment Read(string yaml, string archive) => ArchivedExperiment.Read(ExperimentReader.Read(yaml), [archive], null, Find);

    /// <summary>An experiment's file, its plan by the data, and an archive of its results.</summary>
    private (string Yaml, Plan Plan, string Archive) Archived(string yaml)
    {
        string file = fixture.Write(yaml);
        Plan plan = new Planner(new DataRoot(fixture.Root), Find).Make(ExperimentReader.Read(file));
        return (file, plan, Write(plan, [.. plan.Cells.Select(cell => MadeUp.Result(cell, MadeUp.Attempt(cell, MadeUp.Scores(cell.Key.Options.Method == "token" ? 4 : 6))))]));
    }

    private string Write(Plan plan, IReadOnlyList<CellResult> results)
    {
        ResultStore store = ResultStore.Create(fixture.NewPath());
        foreach (CellResult result in results)
        {
            store.Write(result);
        }

        string archive = Path.Combine(store.Path, ResultArchive.FileName);
        ResultArchive.Write(archive, plan with { Cells = [.. results.Select(result => plan.Cells[0] with { Id = result.Id })] }, store);
        return archive;
    }
}
