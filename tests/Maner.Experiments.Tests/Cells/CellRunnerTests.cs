using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Tensors;
using Maner.Training;
using Xunit;

namespace Maner.Experiments.Tests.Cells;

public sealed class CellRunnerTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_cell_is_the_training_that_train_makes_and_its_counts_add_up()
    {
        PlannedCell cell = Cell("sizes: [all]");
        CellResult result = Run(cell);
        using var workers = new Workers(1);
        FineTuning.Outcome alone = FineTuning.Run(TaskData.Read(cell.Train, cell.Dev, cell.Test), cell.Encoder, cell.Key.Options, workers, cancellation: Token);
        alone.Tagger.Dispose();

        CellAttempt attempt = Assert.Single(result.Attempts);
        CellScores test = attempt.Test!;
        Assert.Equal(alone.Test!.Strict.Micro, test.Strict);
        Assert.Equal(alone.Test.Lenient.Micro, test.Lenient);
        Assert.Equal(alone.Test.Report.WithoutTrainOverlap!.Strict.Micro, test.Unseen);
        Assert.Equal(alone.Dev!.Strict.Micro, attempt.Dev!.Strict);
        Assert.Equal(test.Strict, SentenceScores.Total(test.Sentences));
        Assert.Equal(10, test.Sentences.Length);
        Assert.Equal((10, 2), (attempt.Updates, attempt.Epochs));
        Assert.True(attempt.PeakMemoryMib > 10 && attempt.Seconds >= attempt.TrainingSeconds);
        Assert.True(attempt.CpuSeconds > 0);
    }

    [Fact]
    public void Results_are_read_as_they_were_written()
    {
        (_, ResultStore store) = fixture.Start(Yaml("sizes: [all]"));
        CellResult result = Run(Cell("sizes: [all]"));
        store.Write(result);
        Assert.Equal(result.ToJson(), store.Read(result.Id)!.ToJson());

        File.WriteAllText(store.ResultPath(result.Id), "{\"format\": 1");
        Assert.Contains("Delete the file, and the cell is trained again.", Assert.Throws<InvalidDataException>(() => store.Read(result.Id)).Message, StringComparison.Ordinal);
        File.WriteAllText(store.ResultPath("0123"), result.ToJson());
        Assert.Contains("found that of another cell", Assert.Throws<InvalidDataException>(() => store.Read("0123")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_learned_nothing_is_scored_and_tried_with_another_seed_if_asked()
    {
        PlannedCell cell = Cell("sizes: [all]", "learning-rate: 1e-9");

        CellResult once = Run(cell);
        Assert.Equal(CellStatus.Collapsed, once.Last.Status);
        Assert.NotNull(once.Last.Test);
        Assert.True(once.IsFinished(mostAttempts: 1));
        Assert.False(once.IsFinished(mostAttempts: 2));

        CellResult twice = Run(cell, once, attempts: 2);
        Assert.Equal([1UL, 1_000_001UL], twice.Attempts.Select(attempt => attempt.Seed));
        Assert.True(twice.IsFinished(mostAttempts: 2));
    }

    [Fact]
    public void An_encoder_whose_weights_are_no_numbers_is_a_result_with_its_reason()
    {
        string broken = fixture.NewPath("encoder");
        Directory.CreateDirectory(broken);
        foreach (string file in Directory.GetFiles(fixture.Encoder.Folder))
        {
            File.Copy(file, Path.Combine(broken, Path.GetFileName(file)));
        }

        string weights = Path.Combine(broken, TaggerFolder.WeightsFile);
        byte[] bytes = File.ReadAllBytes(weights);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - sizeof(float)), float.NaN);
        File.WriteAllBytes(weights, bytes);
        CellResult result = Run(fixture.Plan(Yaml("sizes: [all]").Replace("…", broken, StringComparison.Ordinal)).Cells[0]);

        Assert.Equal(CellStatus.Failed, result.Last.Status);
        Assert.Contains("NaN", result.Last.Message!, StringComparison.Ordinal);
        Assert.Null(result.Last.Test);
    }

    [Fact]
    public void Files_that_changed_since_planning_are_refused()
    {
        fixture.AddData("other/changed", 0);
        PlannedCell cell = fixture.Plan(Yaml("sizes: [all]", data: "other/changed")).Cells[0];
        File.AppendAllText(cell.Test!, "Dar\tB-LOC\n\n");

        Assert.Contains("expected the content that cell", Assert.Throws<InvalidDataException>(() => Run(cell)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Subsets_are_nested_and_in_the_order_of_the_file()
    {
        PlannedCell cell = Cell("sizes: [all]");
        TaskData data = TaskData.Read(cell.Train, null, null);
        string[][] subsets = [.. new[] { 3, 7, 18 }.Select(count => Subset.OfTrain(data, count, 5).Train.Sentences.Select(sentence => sentence.JoinedWords).ToArray())];

        Assert.Equal([3, 7, 18], subsets.Select(subset => subset.Length));
        Assert.Subset(subsets[1].ToHashSet(), subsets[0].ToHashSet());
        Assert.Equal(data.Train.Sentences.Select(sentence => sentence.JoinedWords), subsets[2]);
        Assert.Equal(subsets[1], subsets[2].Where(subsets[1].Contains));
        Assert.NotEqual(subsets[1], Subset.OfTrain(data, 7, 6).Train.Sentences.Select(sentence => sentence.JoinedWords));
    }

    [Fact]
    public void Few_dev_sentences_are_the_same_for_all_seeds_and_others_may_choose_another_checkpoint()
    {
        PlannedCell[] cells = [.. fixture.Plan(Yaml("sizes: [all]\n    dev-sentences: 4")).Cells];
        TaskData data = TaskData.Read(cells[0].Train, cells[0].Dev, cells[0].Test);
        TaskData few = Subset.OfDev(data, 4);

        Assert.Equal(4, cells[0].Key.DevSentences);
        Assert.Equal(4, few.Dev!.Sentences.Count);
        Assert.Equal(few.Dev.Sentences, data.Dev!.Sentences.Where(few.Dev.Sentences.Contains));
        Assert.NotEqual(data.Dev.Sentences.Take(4), few.Dev.Sentences);
        Assert.Equal(4 * 3, Run(cells[0]).Last.Dev!.Counts.Count);
        Assert.Null(fixture.Plan(Yaml("sizes: [all]\n    dev-sentences: 100")).Cells[0].Key.DevSentences);
    }

    private static string Yaml(string more, string options = "learning-rate: 0.02", string data = "wikiann/yo") =>
        $"encoders: […]\nmethods: [maner]\nseeds: 1\nblocks:\n  a:\n    report: methods\n    data: [{data}]\n    {more}\n    options: {{{(options.Contains("epochs", StringComparison.Ordinal) ? "" : "epochs: 2, ")}min-updates: 0, batch-size: 4, evaluations: 1, {options}}}\n";

    private PlannedCell Cell(string more, string options = "learning-rate: 0.02") => fixture.Plan(Yaml(more, options)).Cells[0];

    private CellResult Run(PlannedCell cell, CellResult? earlier = null, int attempts = 1) =>
        new CellRunner(ModelCatalog.Default, fixture.Encoder.Workers).Run(cell, earlier, attempts, Token);
}
