using Maner.Ner;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Maner.Training;
using Xunit;

namespace Maner.Library.Tests;

/// <summary>Training from a program: data in memory, progress, cancellation, a model that can be saved.</summary>
public sealed class NerTrainerTests
{
    private static readonly TrainerOptions s_quick = new() { Training = new TrainingOptions { Epochs = 2, MinUpdates = 0, Evaluations = 1 }, Threads = 2 };

    [Fact]
    public async Task A_model_is_trained_on_sentences_from_memory_scored_saved_and_its_temporary_files_go()
    {
        TaskData data = Data();
        var steps = new List<TrainingProgress>();
        using var folder = new TemporaryFolder();
        string place;
        string[] tags;
        using (NerModel model = await NerTrainer.TrainAsync(data, s_quick, new Synchronous<TrainingProgress>(steps.Add), TestContext.Current.CancellationToken))
        {
            place = model.Folder;
            Assert.NotNull(model.Training?.Dev);
            Assert.Null(model.Training.Test);
            Assert.Equal(model.Training.Dev.Strict.Micro.F1, model.Evaluate(data.Dev!, TestContext.Current.CancellationToken).Strict.Micro.F1);
            tags = [.. model.Tag("Asha Mwinyi aliwasili Tanga jana jioni.").Tags];
            model.Save(folder.File("mine"));
        }

        Assert.Equal(steps[^1].Steps, steps.Count);
        Assert.False(Directory.Exists(place));
        using NerModel saved = NerModel.Load(folder.File("mine"));
        Assert.Equal(tags, saved.Tag("Asha Mwinyi aliwasili Tanga jana jioni.").Tags);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_says_so_and_continues_where_it_ended()
    {
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        TrainerOptions into = s_quick with { OutputFolder = folder.File("run") };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => NerTrainer.TrainAsync(Data(), into, new Synchronous<TrainingProgress>(_ => source.Cancel()), source.Token));

        using NerModel resumed = await NerTrainer.TrainAsync(Data(), into with { Resume = true }, cancellation: TestContext.Current.CancellationToken);
        using NerModel straight = await NerTrainer.TrainAsync(Data(), s_quick, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(straight.Folder, "model.safetensors")), File.ReadAllBytes(Path.Combine(resumed.Folder, "model.safetensors")));
    }

    [Fact]
    public async Task A_model_cuts_text_as_its_training_words_were_cut()
    {
        TaskData data = Data();
        var more = new Sentence(["Dkt.", "Asha", "na", "'yan", "sanda"], [new EntitySpan(1, 2, "PER")]);
        using var folder = new TemporaryFolder();
        using NerModel model = await NerTrainer.TrainAsync(
            data with { Train = DataSet.Of([.. data.Train.Sentences, more]) }, s_quick, cancellation: TestContext.Current.CancellationToken);
        model.Save(folder.File("mine"));
        using NerModel saved = NerModel.Load(folder.File("mine"));

        const string Text = "'Yan Dkt. Juma.";
        string[] expected = ["'Yan", "Dkt.", "Juma", "."];
        Assert.Equal(expected, model.Tag(Text).Words);
        Assert.Equal(expected, saved.Tag(Text).Words);
        Assert.Equal(expected, saved.Tag([Text], TestContext.Current.CancellationToken).Single().Words);
        Assert.Equal(expected, (await saved.TagAsync(Text, TestContext.Current.CancellationToken)).Words);
    }

    [Fact]
    public async Task A_model_that_is_disposed_of_while_it_is_saved_is_saved_whole()
    {
        using var folder = new TemporaryFolder();
        NerModel model = await NerTrainer.TrainAsync(Data(), s_quick, cancellation: TestContext.Current.CancellationToken);
        string[] files = [.. Directory.GetFiles(model.Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        string place = model.Folder, mine = folder.File("mine");

        Task saving = Task.Run(() => model.Save(mine), TestContext.Current.CancellationToken);
        while (!Directory.Exists(mine) && !saving.IsCompleted)
        {
            Thread.Yield();
        }

        model.Dispose();
        await saving;
        Assert.Equal(files, Directory.GetFiles(mine).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(place));
    }

    [Fact]
    public async Task An_option_that_is_of_no_use_is_refused_before_anything_is_trained()
    {
        using var folder = new TemporaryFolder();
        TrainerOptions into = s_quick with { OutputFolder = folder.File("run") };
        (TrainerOptions Options, string Message)[] refused =
        [
            (into with { Threads = 0 }, "TrainerOptions.Threads: expected 1 or more, found 0."),
            (into with { Model = new NerModelOptions { Concurrency = 0 } }, "NerModelOptions.Concurrency: expected 1 or more, found 0."),
            (into with { Model = new NerModelOptions { Threads = -1 } }, "NerModelOptions.Threads: expected 1 or more, found -1."),
            (into with { Model = new NerModelOptions { Precision = (WeightPrecision)9 } }, "NerModelOptions.Precision: expected Float32 or BFloat16, found 9."),
            (into with { Training = new TrainingOptions { Epochs = 0 } }, "TrainingOptions.Epochs: expected from 1 to 1000000, found 0."),
            (s_quick with { Resume = true }, "TrainerOptions.OutputFolder: expected the folder of the run to continue, with Resume, found none."),
        ];

        foreach ((TrainerOptions options, string message) in refused)
        {
            int steps = 0;
            OptionException error = await Assert.ThrowsAsync<OptionException>(
                () => NerTrainer.TrainAsync(Data(), options, new Synchronous<TrainingProgress>(_ => steps++), TestContext.Current.CancellationToken));
            Assert.Equal(message, error.Message);
            Assert.Equal((0, false), (steps, Directory.Exists(into.OutputFolder)));
        }

        Assert.Throws<OptionException>(() => NerModel.Load("mini-ner", new NerModelOptions { Concurrency = 0 }));
    }

    [Fact]
    public async Task Messages_name_options_that_a_program_has()
    {
        using var folder = new TemporaryFolder();
        TrainerOptions into = s_quick with { OutputFolder = folder.File("run") };
        Task<NerModel> Train(TrainerOptions options) => NerTrainer.TrainAsync(Data(), options, cancellation: TestContext.Current.CancellationToken);
        (await Train(into)).Dispose();

        Assert.Contains("To replace its files use TrainerOptions.Overwrite, to continue its run TrainerOptions.Resume.", (await Assert.ThrowsAsync<IOException>(() => Train(into))).Message, StringComparison.Ordinal);
        Assert.Contains("train again with TrainerOptions.Overwrite.", (await Assert.ThrowsAsync<IOException>(() => Train(into with { Resume = true }))).Message, StringComparison.Ordinal);
        Assert.Contains("starts from it (TrainerOptions.StartFrom).", Assert.Throws<InvalidDataException>(() => NerModel.Load("mini")).Message, StringComparison.Ordinal);
        (await Train(into with { Overwrite = true })).Dispose();
        Assert.All(
            [CallerOptions.StartFrom, CallerOptions.Overwrite, CallerOptions.Resume],
            name => Assert.NotNull(typeof(TrainerOptions).GetProperty(name[(nameof(TrainerOptions).Length + 1)..])));
    }

    [Fact]
    public void A_run_ends_early_by_default_as_on_the_command_line()
    {
        Assert.Equal(8, new TrainerOptions().Training.Patience);
        Assert.Null(new TrainingOptions().Patience); // of the paper's experiments
    }

    [Fact]
    public async Task Sentences_without_labels_are_refused_before_anything_is_trained()
    {
        TaskData data = Data();
        TaskData unlabelled = data with { Dev = DataSet.Of([.. data.Dev!.Sentences.Select(sentence => sentence.WithEntities(null))], "others") };

        Assert.Contains("others: expected labelled sentences for dev, found one without labels", (await Assert.ThrowsAsync<InvalidDataException>(
            () => NerTrainer.TrainAsync(unlabelled, s_quick, cancellation: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => data.Train.Sentences[0].WithEntities([new EntitySpan(0, 99, "PER")]));
    }

    private static TaskData Data()
    {
        DataSet train = LabelledData.Read(Samples.File("train.conll"));
        return new TaskData(DataSet.Of([.. train.Sentences.Take(16)], "some"), DataSet.Of([.. train.Sentences.Skip(16).Take(10)], "others"), null);
    }

    private sealed class Synchronous<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
