using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Maner.Model.Storage;
using Maner.Testing;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests.Pretraining;

[Trait(Vectors.Trait, Vectors.No)] // files and counters: what the kernels compute is in DeterminismTests
public sealed class PretrainingResumeTests(ToyText text) : IClassFixture<ToyText>
{
    private static readonly string[] s_interrupted =
        ["checkpoint-0.safetensors", "config.json", "curve.svg", "log.jsonl", "model.safetensors", "options.json", "sentencepiece.bpe.model"];

    private static readonly string[] s_complete =
        ["config.json", "curve.svg", "log.jsonl", "metrics.json", "model.safetensors", "options.json", "sentencepiece.bpe.model"];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 2)]
    [InlineData(9, 1)]
    public void An_interrupted_run_ends_with_the_bits_of_one_that_was_not(int interruptAfter, int threads)
    {
        using TemporaryFolder straight = new(), interrupted = new();
        List<PretrainingProgress> updates = [];
        text.Train(ToyText.Options, straight.Path, threads: 1);

        text.Interrupted(ToyText.Options, interrupted.Path, after: interruptAfter, threads: threads, updates: updates);
        Assert.Equal(s_interrupted, interrupted.Names);
        text.Train(ToyText.Options, interrupted.Path, resume: true, threads: 3 - threads, updates: updates);

        AssertSame(straight, interrupted);
        AssertEachOnce(updates);
    }

    [Fact]
    public void A_run_may_be_interrupted_again_and_again_and_saves_in_turn()
    {
        using TemporaryFolder straight = new(), interrupted = new();
        PretrainingOptions options = ToyText.Options with { WholeWords = true, Accumulate = 1, SampledSoftmax = 150 };
        List<PretrainingProgress> updates = [];
        text.Train(options, straight.Path);

        text.Interrupted(options, interrupted.Path, after: 3, checkpointSeconds: 0, updates: updates);
        text.Interrupted(options, interrupted.Path, resume: true, after: 4, updates: updates);
        Assert.Equal(2, interrupted.Names.Count(name => name.StartsWith("checkpoint-", StringComparison.Ordinal)));
        text.Interrupted(options, interrupted.Path, resume: true, after: 11, updates: updates);
        text.Train(options, interrupted.Path, resume: true, updates: updates);

        AssertSame(straight, interrupted);
        AssertEachOnce(updates);
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_for_the_one_before()
    {
        using TemporaryFolder straight = new(), damaged = new();
        text.Train(ToyText.Options, straight.Path);
        text.Interrupted(ToyText.Options, damaged.Path, after: 3);
        text.Interrupted(ToyText.Options, damaged.Path, resume: true, after: 5);
        string newest = damaged.File("checkpoint-1.safetensors");
        byte[] content = File.ReadAllBytes(newest);
        List<PretrainingProgress> updates = [];

        File.WriteAllBytes(newest, content[..(content.Length / 2)]);
        text.Train(ToyText.Options, damaged.Path, resume: true, updates: updates);

        AssertSame(straight, damaged);
        Assert.Equal(4, updates[0].Step);
    }

    [Fact]
    public void A_run_whose_checkpoints_are_all_damaged_says_so()
    {
        using var folder = new TemporaryFolder();
        text.Interrupted(ToyText.Options, folder.Path, after: 4, checkpointSeconds: 0);
        foreach (string path in Checkpoints(folder))
        {
            byte[] content = File.ReadAllBytes(path);
            content[^1] ^= 1;
            File.WriteAllBytes(path, content);
        }

        string message = Assert.Throws<InvalidDataException>(() => text.Train(ToyText.Options, folder.Path, resume: true)).Message;

        Assert.EndsWith("found none that is. Delete checkpoint-0.safetensors and checkpoint-1.safetensors, and TrainerOptions.Resume begins from the start.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_checkpoint_starts_from_the_beginning()
    {
        using TemporaryFolder straight = new(), killed = new();
        text.Train(ToyText.Options, straight.Path);
        text.Interrupted(ToyText.Options, killed.Path, after: 3);
        File.Delete(killed.File("checkpoint-0.safetensors"));
        File.WriteAllText(killed.File(".model.safetensors.0a.tmp"), "what a killed process left");
        List<string> notices = [];
        List<PretrainingProgress> updates = [];

        text.Train(ToyText.Options, killed.Path, resume: true, notices: notices, updates: updates);

        AssertSame(straight, killed);
        AssertEachOnce(updates);
        Assert.Contains("Found no checkpoint of the interrupted run: it begins from the start.", notices);
    }

    [Fact]
    public void A_run_of_so_many_hours_counts_those_before_the_interrupt()
    {
        using TemporaryFolder straight = new(), folder = new();
        PretrainingOptions options = ToyText.Options with { Tokens = null, Hours = 0.0003 };
        text.Train(options with { Hours = 0.00001 }, straight.Path);
        Assert.Equal(s_complete, straight.Names);
        List<PretrainingProgress> before = [], after = [];
        text.Interrupted(options, folder.Path, after: 2, updates: before);

        PretrainingMetrics metrics = text.Train(options, folder.Path, resume: true, updates: after);

        AssertEachOnce([.. before, .. after]);
        Assert.True(after[0].Spent > before[^1].Spent, "the clock goes on");
        Assert.Equal(after[^1].Step, metrics.Updates);
        Assert.InRange(metrics.Seconds, 1.08, double.MaxValue);
        Assert.Equal(s_complete, folder.Names);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    [InlineData("sentencepiece.bpe.model")]
    public void A_run_is_not_resumed_from_an_encoder_of_which_a_file_has_changed(string changed)
    {
        using TemporaryFolder encoder = new(), run = new();
        PretrainingOptions options = ToyText.Options with { Shape = null };
        text.Train(ToyText.Options with { Tokens = 500 }, encoder.Path);
        Assert.ThrowsAny<OperationCanceledException>(() => text.Train(options, run.Path, interruptAfter: 3, encoder: encoder.Path));
        byte[] whole = File.ReadAllBytes(encoder.File(changed));
        File.WriteAllBytes(encoder.File(changed), Path.GetExtension(changed) switch
        {
            ".safetensors" => [.. whole[..^4], .. BitConverter.GetBytes(0.125f)],
            ".model" => [.. whole, 0xa0, 0x06, 0x01], // a field that no tokenizer has
            _ => [.. whole, (byte)' '],
        });

        string message = Assert.Throws<InvalidDataException>(() => text.Train(options, run.Path, resume: true, encoder: encoder.Path)).Message;
        Assert.Contains("encoder_sha256", message, StringComparison.Ordinal);
        File.WriteAllBytes(encoder.File(changed), whole);
        text.Train(options, run.Path, resume: true, encoder: encoder.Path);
    }

    [Fact]
    public void Other_options_and_complete_runs_are_refused()
    {
        using var folder = new TemporaryFolder();
        text.Interrupted(ToyText.Options, folder.Path, after: 3);

        string message = Assert.Throws<InvalidDataException>(() => text.Train(ToyText.Options with { Seed = 2 }, folder.Path, resume: true)).Message;
        Assert.Contains("started with other options, text or encoder", message, StringComparison.Ordinal);
        Assert.Equal(s_interrupted, folder.Names);

        text.Train(ToyText.Options, folder.Path, resume: true);
        Assert.Contains("found one that is complete", Assert.Throws<IOException>(() => text.Train(ToyText.Options, folder.Path, resume: true)).Message, StringComparison.Ordinal);

        using var empty = new TemporaryFolder();
        Assert.Contains("Start it without TrainerOptions.Resume", Assert.Throws<FileNotFoundException>(() => text.Train(ToyText.Options, empty.Path, resume: true)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Going_astray_is_said_and_keeps_the_checkpoints(int evaluations)
    {
        using var folder = new TemporaryFolder();
        PretrainingOptions options = ToyText.Options with { Evaluations = evaluations };
        text.Interrupted(options, folder.Path, after: 4, checkpointSeconds: 0);
        byte[][] spoilt = [.. Checkpoints(folder).Select(path => Spoil(path))];

        string message = Assert.Throws<InvalidDataException>(() => text.Train(options, folder.Path, resume: true, checkpointSeconds: 0)).Message;

        Assert.StartsWith($"Training diverged at update {(evaluations == 1 ? "5: the loss" : "4: the held-out loss")} is NaN.", message, StringComparison.Ordinal);
        Assert.Contains("lower PretrainingOptions.LearningRate than 0.01", message, StringComparison.Ordinal);
        Assert.Equal(spoilt, Checkpoints(folder).Select(File.ReadAllBytes));
    }

    [Fact]
    public void Going_astray_before_the_first_checkpoint_promises_none()
    {
        using TemporaryFolder encoder = new(), folder = new();
        text.Train(ToyText.Options, encoder.Path);
        Overwrite(encoder.File("model.safetensors"), "roberta.embeddings.LayerNorm.weight", float.MaxValue);

        string message = Assert.Throws<InvalidDataException>(() => text.Train(ToyText.Options with { Shape = null }, folder.Path, encoder: encoder.Path)).Message;

        Assert.StartsWith("Training diverged at update 0: the held-out loss is NaN. No checkpoint was made before. Start again with a lower ", message, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_failed_run_over_an_older_one_leaves_that_as_it_was()
    {
        using TemporaryFolder encoder = new(), folder = new();
        text.Train(ToyText.Options, encoder.Path);
        text.Train(ToyText.Options, folder.Path);
        Dictionary<string, byte[]> before = folder.Names.ToDictionary(name => name, name => File.ReadAllBytes(folder.File(name)));
        Overwrite(encoder.File("model.safetensors"), "roberta.embeddings.LayerNorm.weight", float.MaxValue);

        Assert.Throws<InvalidDataException>(() => text.Train(ToyText.Options with { Shape = null }, folder.Path, encoder: encoder.Path, overwrite: true));

        Assert.Equal(before.Keys, folder.Names);
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(folder.File(file.Key))));
        Assert.Contains("found one that is complete", Assert.Throws<IOException>(() => text.Train(ToyText.Options, folder.Path, resume: true)).Message, StringComparison.Ordinal);
    }

    private static string[] Checkpoints(TemporaryFolder folder) => [folder.File("checkpoint-0.safetensors"), folder.File("checkpoint-1.safetensors")];

    /// <summary>Makes a weight of a checkpoint into no number, as training would have: the file's hash is that of what it holds.</summary>
    private static byte[] Spoil(string path)
    {
        (byte[] content, int data, SafeTensorsFile file) = Overwritten(path, "0/roberta.embeddings.LayerNorm.weight", float.NaN);
        using (file)
        {
            Span<byte> hash = content.AsSpan(content.AsSpan(0, data).IndexOf(Encoding.ASCII.GetBytes(file.Metadata["content_sha256"])), 64);
            hash.Fill((byte)'0');
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(8)))).CopyTo(hash);
        }

        File.WriteAllBytes(path, content);
        return content;
    }

    private static void Overwrite(string path, string tensor, float value)
    {
        (byte[] content, _, SafeTensorsFile file) = Overwritten(path, tensor, value);
        file.Dispose();
        File.WriteAllBytes(path, content);
    }

    /// <summary>A file's bytes with another first value of a tensor, and where its data begin.</summary>
    private static (byte[] Content, int Data, SafeTensorsFile File) Overwritten(string path, string tensor, float value)
    {
        byte[] content = File.ReadAllBytes(path);
        var file = SafeTensorsFile.Open(path);
        int data = sizeof(long) + (int)BitConverter.ToInt64(content);
        BitConverter.TryWriteBytes(content.AsSpan(data + (int)file.Tensors[tensor].Begin), value);
        return (content, data, file);
    }

    /// <summary>The sessions of a run went on from each other: one that began anew would end with the same bits and do updates twice.</summary>
    private static void AssertEachOnce(List<PretrainingProgress> updates) =>
        Assert.Equal(Enumerable.Range(1, updates.Count), updates.Select(update => update.Step));

    private static void AssertSame(TemporaryFolder expected, TemporaryFolder actual)
    {
        Assert.Equal(expected.Names, actual.Names);
        foreach (string file in new[] { "model.safetensors", "config.json", "curve.svg" })
        {
            Assert.Equal(File.ReadAllBytes(expected.File(file)), File.ReadAllBytes(actual.File(file)));
        }

        Assert.Equal(Unclocked(expected), Unclocked(actual));
    }

    /// <summary>The log and the figures without what a clock or the process's memory says.</summary>
    private static string Unclocked(TemporaryFolder folder)
    {
        string[] measured = ["seconds", "tokens_per_second", "peak_memory_mb"];
        IEnumerable<string> texts = [.. File.ReadAllLines(folder.File("log.jsonl")), File.ReadAllText(folder.File("metrics.json"))];
        return string.Join('\n', texts.Select(line =>
        {
            JsonObject json = JsonNode.Parse(line)!.AsObject();
            Array.ForEach(measured, name => json.Remove(name));
            return json.ToJsonString();
        }));
    }
}
