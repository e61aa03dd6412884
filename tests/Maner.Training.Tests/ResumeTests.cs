using System.Text;
using System.Text.Json.Nodes;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Training.Tests;

[Trait(Vectors.Trait, Vectors.No)] // files and counters: what the kernels compute is in DeterminismTests
public sealed class ResumeTests(SmallTask task) : IClassFixture<SmallTask>
{
    [Theory]
    [InlineData("maner", 1)]
    [InlineData("maner", 7)]
    [InlineData("rand", 5)]
    [InlineData("random-mask", 12)]
    [InlineData("token", 20)]
    public void An_interrupted_run_ends_with_the_bits_of_one_that_was_not(string method, int interruptAfter)
    {
        using TemporaryFolder straight = new(), interrupted = new();
        TrainingOptions options = SmallTask.Options with { Method = method };
        FineTuning.Outcome expected = task.Train(options, new(straight.Path));

        task.Interrupted(options, new(interrupted.Path), after: interruptAfter);
        Assert.Equal(["checkpoint.safetensors", "log.jsonl", "options.json"], interrupted.Names);
        FineTuning.Outcome resumed = task.Train(options, new(interrupted.Path, Resume: true));

        Assert.Equal(straight.Names, interrupted.Names);
        Assert.Equal(File.ReadAllBytes(straight.File("model.safetensors")), File.ReadAllBytes(interrupted.File("model.safetensors")));
        Assert.Equal(Unclocked(straight), Unclocked(interrupted));
        Assert.Equal(expected.Training.BestEpoch, resumed.Training.BestEpoch);
    }

    [Theory]
    [InlineData("maner")]
    [InlineData("random-mask")]
    public void The_best_parameters_come_back_too(string method)
    {
        using TemporaryFolder straight = new(), interrupted = new();

        // Dev data in which every word is an entity: fresh parameters find some, trained ones fewer, so for some seeds the best epoch is an early one.
        TaskData data = task.Data with { Dev = Everything.IsAnEntity(task.Data.Dev!) };
        TrainingOptions options = Enumerable.Range(1, 30)
            .Select(seed => SmallTask.Options with { Method = method, Seed = (ulong)seed, LearningRate = 0.003f })
            .First(candidate => task.Train(candidate, data: data).Training is { BestEpoch: 1 or 2, BestDevF1: > 0 });
        FineTuning.Outcome expected = task.Train(options, new(straight.Path), data);

        task.Interrupted(options, new(interrupted.Path), data, after: 18);
        FineTuning.Outcome resumed = task.Train(options, new(interrupted.Path, Resume: true), data);

        Assert.Equal(File.ReadAllBytes(straight.File("model.safetensors")), File.ReadAllBytes(interrupted.File("model.safetensors")));
        Assert.Equal(expected.Training.BestEpoch, resumed.Training.BestEpoch);
        Assert.Equal(expected.Training.BestDevF1, expected.Dev!.Strict.Micro.F1);
        Assert.Equal(resumed.Training.BestDevF1, resumed.Dev!.Strict.Micro.F1);
    }

    [Fact]
    public void A_run_that_dev_ends_early_is_resumed_to_the_same_end()
    {
        (TrainingOptions options, TaskData data) = FineTuningTests.EarlyEnd(task);
        using var straight = new TemporaryFolder();
        FineTuning.Outcome expected = task.Train(options, new(straight.Path), data);
        int last = expected.Training.Updates;

        Assert.All([last - 8, last - 1, last], interruptAfter =>
        {
            using var interrupted = new TemporaryFolder();
            task.Interrupted(options, new(interrupted.Path), data, after: interruptAfter);
            FineTuning.Outcome resumed = task.Train(options, new(interrupted.Path, Resume: true), data);

            Assert.Equal(File.ReadAllBytes(straight.File("model.safetensors")), File.ReadAllBytes(interrupted.File("model.safetensors")));
            Assert.Equal(Unclocked(straight), Unclocked(interrupted));
            Assert.Equal((expected.Training.Epochs, expected.Training.Updates), (resumed.Training.Epochs, resumed.Training.Updates));
        });
    }

    [Fact]
    public void A_run_is_not_resumed_from_an_encoder_of_which_a_shard_has_changed()
    {
        using TemporaryFolder encoder = new(), run = new();
        foreach (string file in Directory.GetFiles(task.Encoder.Folder))
        {
            File.Copy(file, encoder.File(Path.GetFileName(file)));
        }

        string shard = encoder.File("model-00001-of-00001.safetensors");
        File.Move(encoder.File("model.safetensors"), shard);
        using (var weights = SafeTensorsFile.Open(shard))
        {
            var map = new JsonObject(weights.Tensors.Keys.Select(name => KeyValuePair.Create(name, (JsonNode?)Path.GetFileName(shard))));
            File.WriteAllText(encoder.File("model.safetensors.index.json"), new JsonObject { ["weight_map"] = map }.ToJsonString());
        }

        task.Interrupted(SmallTask.Options, new(run.Path), after: 7, encoder: encoder.Path);
        byte[] whole = File.ReadAllBytes(shard);
        File.WriteAllBytes(shard, [.. whole[..^4], .. BitConverter.GetBytes(0.125f)]);
        Assert.Contains("encoder", Assert.Throws<InvalidDataException>(() => task.Train(SmallTask.Options, new(run.Path, Resume: true), encoder: encoder.Path)).Message, StringComparison.Ordinal);

        File.WriteAllBytes(shard, whole);
        Assert.Equal(task.Train(SmallTask.Options).Training.Updates, task.Train(SmallTask.Options, new(run.Path, Resume: true), encoder: encoder.Path).Training.Updates);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    [InlineData("sentencepiece.bpe.model")]
    [InlineData("crf.safetensors")]
    [InlineData("maner.json")]
    public void A_run_is_not_resumed_from_a_model_of_which_a_file_has_changed(string changed)
    {
        using TemporaryFolder start = new(), run = new();
        task.Train(SmallTask.Options with { Epochs = 1, CrfWeight = 2 }, new(start.Path));
        task.Interrupted(SmallTask.Options, new(run.Path), after: 7, encoder: start.Path);
        byte[] whole = File.ReadAllBytes(start.File(changed));
        File.WriteAllBytes(start.File(changed), Path.GetExtension(changed) switch
        {
            ".safetensors" => [.. whole[..^4], .. BitConverter.GetBytes(0.125f)],
            ".model" => [.. whole, 0xa0, 0x06, 0x01], // a field that no tokenizer has
            _ => Encoding.UTF8.GetBytes(changed == "maner.json"
                ? Encoding.UTF8.GetString(whole).Replace("\"crf_weight\": 2", "\"crf_weight\": 1", StringComparison.Ordinal)
                : Encoding.UTF8.GetString(whole) + " "),
        });

        string message = Assert.Throws<InvalidDataException>(() => task.Train(SmallTask.Options, new(run.Path, Resume: true), encoder: start.Path)).Message;
        Assert.Contains(" Different: encoder_sha256. ", message, StringComparison.Ordinal);
        Assert.Contains("an earlier version of maner began the run and recorded the weights alone", message, StringComparison.Ordinal);
        File.WriteAllBytes(start.File(changed), whole);
        task.Train(SmallTask.Options, new(run.Path, Resume: true), encoder: start.Path);
    }

    [Fact]
    public void A_run_that_replaces_the_model_that_it_starts_from_is_resumed()
    {
        using TemporaryFolder straight = new(), same = new();
        task.Train(SmallTask.Options with { Epochs = 1 }, new(same.Path));
        task.Train(SmallTask.Options, new(straight.Path), encoder: same.Path);

        task.Interrupted(SmallTask.Options, new(same.Path, Overwrite: true), after: 7, encoder: same.Path);
        task.Train(SmallTask.Options, new(same.Path, Resume: true), encoder: same.Path);

        Assert.Equal(File.ReadAllBytes(straight.File("model.safetensors")), File.ReadAllBytes(same.File("model.safetensors")));
    }

    [Fact]
    public void The_same_files_understood_in_another_way_are_other_data()
    {
        using var folder = new TemporaryFolder();
        task.Interrupted(SmallTask.Options, new(folder.Path), after: 7);
        Sentence first = task.Data.Train.Sentences.First(sentence => sentence.Entities!.Count > 0);
        TaskData other = task.Data with
        {
            Train = task.Data.Train with
            {
                Sentences = [.. task.Data.Train.Sentences.Select(sentence => sentence == first ? new Sentence(sentence.Words, [.. sentence.Entities!.Skip(1)], sentence.Line) : sentence)],
            },
        };

        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => task.Train(SmallTask.Options, new(folder.Path, Resume: true), other));
        Assert.Contains("started with other options, data or encoder", refusal.Message, StringComparison.Ordinal);
        task.Train(SmallTask.Options, new(folder.Path, Resume: true));
    }

    [Fact]
    public void A_run_may_be_interrupted_again_and_again()
    {
        using TemporaryFolder straight = new(), interrupted = new();
        task.Train(SmallTask.Options, new(straight.Path));

        task.Interrupted(SmallTask.Options, new(interrupted.Path), after: 3);
        task.Interrupted(SmallTask.Options, new(interrupted.Path, Resume: true), after: 4);
        task.Interrupted(SmallTask.Options, new(interrupted.Path, Resume: true), after: 15);
        task.Train(SmallTask.Options, new(interrupted.Path, Resume: true));

        Assert.Equal(File.ReadAllBytes(straight.File("model.safetensors")), File.ReadAllBytes(interrupted.File("model.safetensors")));
        Assert.Equal(Unclocked(straight), Unclocked(interrupted));
    }

    [Fact]
    public void A_run_without_a_checkpoint_starts_from_the_beginning()
    {
        using TemporaryFolder straight = new(), killed = new();
        task.Train(SmallTask.Options, new(straight.Path));
        task.Interrupted(SmallTask.Options, new(killed.Path), after: 3);
        File.Delete(killed.File("checkpoint.safetensors"));

        task.Train(SmallTask.Options, new(killed.Path, Resume: true));

        Assert.Equal(File.ReadAllBytes(straight.File("model.safetensors")), File.ReadAllBytes(killed.File("model.safetensors")));
    }

    [Fact]
    public void Other_options_or_data_are_refused()
    {
        using var folder = new TemporaryFolder();
        task.Interrupted(SmallTask.Options, new(folder.Path), after: 3);
        var destination = new Destination(folder.Path, Resume: true);

        string message = Assert.Throws<InvalidDataException>(() => task.Train(SmallTask.Options with { Seed = 2 }, destination)).Message;
        Assert.Contains("started with other options, data or encoder. Different: training.seed. Resume it", message, StringComparison.Ordinal);
        TaskData other = task.Data with { Train = task.Data.Train with { Sha256 = "0" } };
        Assert.Throws<InvalidDataException>(() => task.Train(SmallTask.Options, destination, other));

        Assert.Equal(["checkpoint.safetensors", "log.jsonl", "options.json"], folder.Names);
        task.Train(SmallTask.Options, destination);
    }

    [Fact]
    public void A_complete_run_is_not_made_again()
    {
        using var folder = new TemporaryFolder();
        task.Train(SmallTask.Options with { Epochs = 1 }, new(folder.Path));
        byte[] model = File.ReadAllBytes(folder.File("model.safetensors"));

        string message = Assert.Throws<IOException>(() => task.Train(SmallTask.Options with { Epochs = 1 }, new(folder.Path, Resume: true))).Message;

        Assert.Equal($"{folder.Path}: expected an interrupted run to resume, found one that is complete. Use its model, or train again with TrainerOptions.Overwrite.", message);
        Assert.Equal(model, File.ReadAllBytes(folder.File("model.safetensors")));
    }

    [Fact]
    public void A_folder_without_a_run_cannot_be_resumed()
    {
        using var folder = new TemporaryFolder();
        string message = Assert.Throws<FileNotFoundException>(() => task.Train(SmallTask.Options, new(folder.Path, Resume: true))).Message;
        Assert.EndsWith("found no options.json. Start it without TrainerOptions.Resume.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_over_an_older_model_keeps_it_until_the_new_one_is_whole()
    {
        using TemporaryFolder straight = new(), folder = new();
        TrainingOptions other = SmallTask.Options with { Seed = 9 };
        task.Train(other, new(straight.Path));
        task.Train(SmallTask.Options, new(folder.Path));
        byte[] old = File.ReadAllBytes(folder.File("model.safetensors"));

        Assert.Throws<IOException>(() => task.Train(other, new(folder.Path)));
        task.Interrupted(other, new(folder.Path, Overwrite: true), after: 3);
        Assert.Equal(old, File.ReadAllBytes(folder.File("model.safetensors")));

        task.Train(other, new(folder.Path, Resume: true));
        Assert.Equal(File.ReadAllBytes(straight.File("model.safetensors")), File.ReadAllBytes(folder.File("model.safetensors")));
    }

    [Fact]
    public void A_checkpoint_with_another_byte_is_not_gone_on_from()
    {
        using var folder = new TemporaryFolder();
        task.Interrupted(SmallTask.Options, new(folder.Path), after: 7);
        string checkpoint = folder.File("checkpoint.safetensors");
        byte[] bytes = File.ReadAllBytes(checkpoint);
        bytes[^5000] ^= 1;
        File.WriteAllBytes(checkpoint, bytes);

        string message = Assert.Throws<InvalidDataException>(() => task.Train(SmallTask.Options, new(folder.Path, Resume: true))).Message;
        Assert.Contains("the file has changed since it was written", message, StringComparison.Ordinal);
        Assert.EndsWith("Delete it, and TrainerOptions.Resume begins from the start.", message, StringComparison.Ordinal);

        File.Delete(checkpoint);
        File.WriteAllText(folder.File(".checkpoint.safetensors.1-1.tmp"), "of a killed process");
        task.Train(SmallTask.Options, new(folder.Path, Resume: true));
        Assert.DoesNotContain(folder.Names, name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\\\"step\\\": 6", "\\\"step\\\": 5")]
    [InlineData("\\\"step\\\": 6", "\\\"step\\\":-6")]
    public void A_checkpoint_with_another_state_is_not_gone_on_from(string text, string changed)
    {
        using var folder = new TemporaryFolder();
        task.Interrupted(SmallTask.Options, new(folder.Path), after: 6);
        byte[] bytes = File.ReadAllBytes(folder.File("checkpoint.safetensors"));
        int at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(at > 0, Encoding.UTF8.GetString(bytes.AsSpan(8, 600)));
        Encoding.UTF8.GetBytes(changed).CopyTo(bytes, at);
        File.WriteAllBytes(folder.File("checkpoint.safetensors"), bytes);

        string message = Assert.Throws<InvalidDataException>(() => task.Train(SmallTask.Options, new(folder.Path, Resume: true))).Message;
        Assert.Contains("checkpoint.safetensors", message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_checkpoints_are_written_may_change()
    {
        using TemporaryFolder straight = new(), interrupted = new();
        task.Train(SmallTask.Options, new(straight.Path));
        task.Interrupted(SmallTask.Options, new(interrupted.Path), after: 7);
        task.Train(SmallTask.Options with { CheckpointSeconds = 1234 }, new(interrupted.Path, Resume: true));
        Assert.Equal(File.ReadAllBytes(straight.File("model.safetensors")), File.ReadAllBytes(interrupted.File("model.safetensors")));
    }

    [Fact]
    public void A_tokenizer_that_is_gone_at_the_end_was_read_at_the_beginning()
    {
        using TemporaryFolder encoder = new(), run = new();
        foreach (string file in Directory.GetFiles(task.Encoder.Folder))
        {
            File.Copy(file, encoder.File(Path.GetFileName(file)));
        }

        string tokenizer = encoder.File("sentencepiece.bpe.model");
        byte[] content = File.ReadAllBytes(tokenizer);
        using var workers = new Workers(1);
        using (FineTuning.Run(task.Data, encoder.Path, SmallTask.Options, workers, new Destination(run.Path), _ => File.Delete(tokenizer), cancellation: TestContext.Current.CancellationToken).Tagger)
        {
            Assert.False(File.Exists(tokenizer));
            Assert.Equal(content, File.ReadAllBytes(run.File("sentencepiece.bpe.model")));
        }
    }

    [Fact]
    public void Two_runs_do_not_work_in_one_folder()
    {
        using var folder = new TemporaryFolder();
        using (FolderLock.Take(folder.Path))
        {
            string message = Assert.Throws<IOException>(() => task.Train(SmallTask.Options, new(folder.Path, Overwrite: true))).Message;
            Assert.Contains("expected a folder that no other run is working in", message, StringComparison.Ordinal);
            Assert.Equal([FolderLock.FileName], folder.Names);
        }

        task.Train(SmallTask.Options, new(folder.Path));
        Assert.DoesNotContain(FolderLock.FileName, folder.Names);
    }

    [Fact]
    public void A_failed_run_over_an_older_one_leaves_that_as_it_was()
    {
        using var folder = new TemporaryFolder();
        task.Train(SmallTask.Options, new(folder.Path));
        Dictionary<string, byte[]> before = folder.Names.ToDictionary(name => name, name => File.ReadAllBytes(folder.File(name)));

        using var workers = new Workers(1);
        Assert.Throws<FormatException>(() => FineTuning.Run(
            task.Data, task.Encoder.Folder, SmallTask.Options with { Seed = 2 }, workers, new Destination(folder.Path, Overwrite: true),
            _ => throw new FormatException("whatever"), cancellation: TestContext.Current.CancellationToken));

        Assert.Equal(before.Keys, folder.Names);
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(folder.File(file.Key))));
    }

    [Fact]
    public void A_disk_that_fills_up_does_not_take_the_checkpoint_along()
    {
        using var folder = new TemporaryFolder();
        using var workers = new Workers(1);
        string blocked = folder.File("model.safetensors"); // a folder in the model's place: saving it fails as on a full disk, when all is trained
        IOException error = Assert.Throws<IOException>(() => FineTuning.Run(
            task.Data, task.Encoder.Folder, SmallTask.Options with { CheckpointSeconds = 0 }, workers, new Destination(folder.Path), _ => Directory.CreateDirectory(blocked),
            cancellation: TestContext.Current.CancellationToken));

        Assert.EndsWith("The run's last checkpoint is whole: resume the run (TrainerOptions.Resume).", error.Message, StringComparison.Ordinal);
        Directory.Delete(blocked);
        task.Train(SmallTask.Options with { CheckpointSeconds = 0 }, new(folder.Path, Resume: true));
        Assert.Contains("maner.json", folder.Names);
    }

    /// <summary>The log and the metrics without what a clock or the process's memory says.</summary>
    private static string Unclocked(TemporaryFolder folder)
    {
        string[] measured = ["seconds", "sentences_per_second", "peak_memory_mb"];
        IEnumerable<string> texts = [.. File.ReadAllLines(folder.File("log.jsonl")), File.ReadAllText(folder.File("metrics.json"))];
        return string.Join('\n', texts.Select(text =>
        {
            JsonObject json = JsonNode.Parse(text)!.AsObject();
            Array.ForEach(measured, name => json.Remove(name));
            return json.ToJsonString();
        }));
    }
}
