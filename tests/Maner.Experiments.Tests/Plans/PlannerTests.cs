using Maner.Experiments.Plans;
using Maner.Testing;
using Maner.Training;
using Xunit;

namespace Maner.Experiments.Tests.Plans;

public sealed class PlannerTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Head = "encoders: […]\nmethods: [token, maner]\nsizes: [10]\nseeds: 2\n";

    [Fact]
    public void Blocks_that_overlap_share_their_cells()
    {
        Plan plan = fixture.Plan(Head + "blocks:\n  a: {report: methods, data: [wikiann/yo]}\n  b: {report: languages, data: [wikiann/yo, wikiann/jv], methods: [token]}\n");

        Assert.Equal(6, plan.Cells.Count); // yo: 2 methods × 2 seeds, jv: 1 × 2
        Assert.Equal(4, plan.Blocks[0].Entries.Count);
        Assert.Equal(2, plan.Blocks[1].Entries.Count(entry => plan.Blocks[0].Entries.Any(other => other.Cell == entry.Cell)));
        Assert.All(plan.Cells, cell => Assert.Equal(cell.Key.Id, cell.Id));
    }

    [Fact]
    public void Everything_that_determines_a_result_changes_the_address_and_nothing_else_does()
    {
        CellKey key = fixture.Plan(Head + "blocks:\n  a: {report: methods, data: [wikiann/yo]}\n").Cells[0].Key;
        string[] changeNothing =
        [
            nameof(TrainingOptions.CheckpointSeconds), // how often a run is saved is no part of its result
            nameof(TrainingOptions.MaskProbability), // this cell's method does not read it
        ];
        (string Name, string Id)[] changes =
        [
            .. RecordChange.OfEach(key).Where(change => change.Name is not (nameof(CellKey.Options) or nameof(CellKey.Simulation))).Select(change => (change.Name, change.Changed.Id)),
            .. RecordChange.OfEach(key.Options).Select(change => (change.Name, Address(change.Changed))),
        ];
        Assert.Equal(changeNothing.Order(), changes.Where(change => change.Id == key.Id).Select(change => change.Name).Order());
        Assert.Equal(changes.Length - changeNothing.Length + 1, changes.Select(change => change.Id).Distinct().Count());
        Assert.NotEqual(key.Id, (key with { DevSha256 = null }).Id);
        Assert.Equal(EncoderIdentity.Of("", fixture.Encoder.Folder).Sha256, key.EncoderSha256);
        TrainingOptions random = key.Options with { Method = "random-mask" };
        Assert.NotEqual(Address(random), Address(random with { MaskProbability = 0.9f }));

        string Address(TrainingOptions changed) => (key with { Options = CellKey.Normalized(changed) }).Id;
    }

    [Theory]
    [InlineData("{crf-weight: 0}", null)]
    [InlineData("{crf-weight: 2}", CellKey.CurrentCrf)]
    [InlineData("{epochs: 3}", CellKey.CurrentCrf)] // dev chooses the weight
    public void The_fields_number_is_part_of_the_address_where_the_field_counts(string options, int? expected)
    {
        CellKey key = fixture.Plan(Head + $"options: {options}\nblocks:\n  a: {{report: methods, data: [wikiann/yo]}}\n").Cells[0].Key;
        Assert.Equal(expected, key.Crf);
    }

    [Fact]
    public void The_address_is_that_of_the_content_wherever_the_files_are()
    {
        Directory.CreateDirectory(Path.Combine(fixture.Root, "copy"));
        string copy = Path.Combine(fixture.Root, "copy/of");
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(Path.Combine(fixture.Root, "wikiann/yo")))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        Plan plan = fixture.Plan(Head + "blocks:\n  a: {report: methods, data: [wikiann/yo, copy/of]}\n");
        Assert.Equal(4, plan.Cells.Count);
        Assert.Equal(8, plan.Blocks[0].Entries.Count);
    }

    [Fact]
    public void A_group_takes_the_languages_that_are_there_and_names_those_that_are_not()
    {
        PlannedBlock block = fixture.Plan(Head + "blocks:\n  a: {report: methods, data: [wikiann-100]}\n").Blocks[0];

        Assert.Equal(["wikiann/jv", "wikiann/yo"], block.Entries.Select(entry => entry.Data).Distinct());
        string note = Assert.Single(block.AllNotes);
        Assert.StartsWith("2 of the 100 languages of wikiann-100 are there; not there: ace als am", note, StringComparison.Ordinal);
        Assert.DoesNotContain(" yo ", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_beyond_the_data_are_noted_and_all_is_the_whole_file()
    {
        PlannedBlock block = fixture.Plan(Head + "blocks:\n  a: {report: curve, data: ['masakhaner2/*'], sizes: [5, 18, 30, all], methods: [token], seeds: 1}\n").Blocks[0];

        Assert.Equal([5, 18], block.Entries.Select(entry => entry.Size));
        Assert.Equal(["masakhaner2/swa has 18 training sentences, so it is not in the rows of 30."], block.Notes);
    }

    [Fact]
    public void In_tables_all_stands_beside_all_and_its_cells_are_those_of_the_number()
    {
        Plan plan = fixture.Plan(Head + "blocks:\n  a: {report: methods, data: [wikiann/yo], sizes: [18, all], methods: [token], seeds: 1}\n");

        Assert.Equal([("18", 18), ("all", 18)], plan.Blocks[0].Entries.Select(entry => (entry.SizeLabel, entry.Size)));
        Assert.Single(plan.Cells);
        string path = fixture.NewPath("plan");
        plan.Save(path);
        Assert.Equal(["18", "all"], Plan.Load(path).Blocks[0].Entries.Select(entry => entry.SizeLabel));
    }

    [Fact]
    public void Folders_that_are_named_alike_are_told_apart_by_their_paths_and_one_folder_is_taken_once()
    {
        foreach ((string parent, int skip) in new[] { ("first", 1), ("second", 4) })
        {
            fixture.AddData($"{parent}/sw", skip);
        }

        Plan plan = fixture.Plan(Head + "blocks:\n  a: {report: methods, data: [./data/first/sw/, ./data/second/sw, first/sw, ./data/wikiann/yo/]}\n");

        string[] names = [.. plan.Blocks[0].Entries.Select(entry => entry.Data).Distinct()];
        Assert.Equal([Path.Combine(fixture.Root, "first", "sw"), Path.Combine(fixture.Root, "second", "sw"), "yo"], names);
        Assert.Equal(3 * 4, plan.Cells.Count);
    }

    [Fact]
    public void A_whole_file_is_no_subset()
    {
        Plan plan = fixture.Plan(Head + "blocks:\n  a: {report: curve, data: [wikiann/yo], sizes: [5, 18], methods: [token], seeds: 1, subsets: per-seed}\n");
        Assert.Equal([1UL, null], plan.Cells.Select(cell => cell.Key.SubsetSeed));
    }

    [Fact]
    public void A_missing_data_set_is_an_error_unless_there_is_a_fallback()
    {
        string message = Assert.Throws<DirectoryNotFoundException>(() => fixture.Plan(Head + "blocks:\n  a: {report: methods, data: [wikiann/xx]}\n")).Message;
        Assert.Contains("in block 'a': expected a folder 'wikiann/xx'", message, StringComparison.Ordinal);

        PlannedBlock block = fixture.Plan(Head + "blocks:\n  a: {report: methods, data: [wikiann/xx], fallback-data: [./data/wikiann/yo]}\n").Blocks[0];
        Assert.Equal(["yo"], block.Entries.Select(entry => entry.Data).Distinct());
        Assert.Contains("'wikiann/xx' is not under the data root", block.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Only_languages_with_enough_pretraining_text_are_taken()
    {
        PlannedBlock block = fixture.Plan(
            Head + "blocks:\n  a: {report: methods, data: [wikiann/yo, wikiann/jv, masakhaner2/swa], pretraining-text: {corpus: cc100, at-least-gib: 0.5}}\n").Blocks[0];

        Assert.Equal(["masakhaner2/swa"], block.Entries.Select(entry => entry.Data).Distinct());
        Assert.Equal(["1 of 3 languages have at least 0.5 GiB of pre-training text in cc100."], block.Notes);
    }

    [Fact]
    public void Data_that_cannot_be_scored_is_an_error()
    {
        fixture.AddData("other/notest", 0, test: null);
        Assert.Contains(
            "expected test.conll to score block 'a' on",
            Assert.Throws<InvalidDataException>(() => fixture.Plan(Head + "blocks:\n  a: {report: methods, data: [other/notest]}\n")).Message, StringComparison.Ordinal);
        Assert.Equal(4, fixture.Plan(Head + "blocks:\n  a: {report: sweep, data: [other/notest]}\n").Cells.Count);
    }

    [Fact]
    public void A_plan_is_read_as_it_was_written()
    {
        (Plan plan, var store) = fixture.Start(Head + "blocks:\n  a: {report: methods, data: [wikiann/yo]}\n");
        Assert.Equal(plan.ToJson(), Plan.Load(store.PlanPath).ToJson());
        File.WriteAllText(store.PlanPath, "{}");
        Assert.Contains("expected the plan", Assert.Throws<InvalidDataException>(() => Plan.Load(store.PlanPath)).Message, StringComparison.Ordinal);
    }
}
