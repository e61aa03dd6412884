using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Maner.Model.Encoders;
using Maner.Model.Parameters;
using Maner.Ner;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Training.Tests;

/// <summary>Tags and masked language modelling over one encoder.</summary>
public sealed class ObjectiveTests(SmallTask task) : IClassFixture<SmallTask>
{
    private const float Weight = 0.5f;
    private static readonly TrainingOptions s_options = SmallTask.Options with { MlmWeight = Weight, Dropout = 0, AttentionDropout = 0 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("maner")]
    [InlineData("rand")] // its own token is none that could be guessed
    public void Gradients_of_the_sum_are_the_sum_of_the_gradients(string method)
    {
        using var both = new Objectives(task, method);
        Dictionary<string, float[]> tags = both.Gradients(tags: true, text: false), text = both.Gradients(tags: false, text: true), sum = both.Gradients(tags: true, text: true);

        // Of a key's bias all that there is is rounding: softmax does not see what all keys share.
        double greatest = sum.Max(gradient => gradient.Value.Max(Math.Abs));
        Assert.All(sum, gradient =>
        {
            (float[] one, float[] other) = (tags[gradient.Key], text[gradient.Key]);
            double tolerance = (1e-5 * gradient.Value.Max(Math.Abs)) + (1e-8 * greatest);
            Assert.All(Enumerable.Range(0, one.Length), place => Assert.Equal(one[place] + other[place], gradient.Value[place], tolerance));
        });
        Assert.Contains(sum.Keys, name => name.StartsWith("lm_head.", StringComparison.Ordinal) && text[name].Any(value => value != 0));
        Assert.Contains(sum.Keys, name => name.StartsWith("roberta.encoder", StringComparison.Ordinal) && text[name].Any(value => value != 0) && tags[name].Any(value => value != 0));
    }

    [Fact]
    public void The_gradients_are_those_of_the_weighted_sum_of_the_losses()
    {
        using var both = new Objectives(task, "maner");
        both.Gradients(tags: true, text: true);
        var encoder = (TransformerEncoder)both.Tagger.Encoder;

        new GradientCheck("tags and masked LM over one encoder", TestContext.Current.TestOutputHelper!)
            .Add(encoder.Parameters)
            .Add(both.Tagger.Head.Parameters)
            .Add((ParameterArena)both.Language.Model.HeadArenas[0])
            .Add("word embeddings", () => encoder.TokenEmbeddings.Values.AllElements(), Testing.Gradients.Of(encoder.TokenEmbeddings))
            .Run(() => both.Tags.AddGradients(0) + (Weight * both.Text.AddGradients(0)), length: 0.03);
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads_and_after_any_interruption()
    {
        TrainingOptions options = s_options with { Dropout = 0.1f, AttentionDropout = 0.1f };
        byte[] one = Model(options, threads: 1);

        Assert.Equal(one, Model(options, threads: 2));
        Assert.Equal(one, Model(options, threads: 3));
        Assert.NotEqual(one, Model(options with { MlmWeight = 0 }, threads: 1));
        Assert.NotEqual(one, Model(options with { MlmWeight = 0.6f }, threads: 1));
        Assert.All([1, 7, 12], after =>
        {
            using var folder = new TemporaryFolder();
            task.Interrupted(options, new(folder.Path), after: after);
            task.Train(options, new(folder.Path, Resume: true));
            Assert.Equal(one, File.ReadAllBytes(folder.File("model.safetensors")));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Among_candidates_only_they_and_what_is_read_are_trained(int threads)
    {
        (string hash, int touched, int vocabulary) = Sampled(threads);

        Assert.InRange(touched, TextObjective.Candidates / 4, TextObjective.Candidates); // as many in the last update as in the first
        Assert.True(touched < vocabulary / 2, $"{touched} of {vocabulary} rows");
        Assert.Equal(Sampled(2).Hash, hash);
    }

    [Fact]
    public void Unlabelled_text_is_learned_from_too_and_its_labels_are_not()
    {
        TaskData data = task.Data with { Unlabelled = task.Data.Dev };
        Assert.NotEqual(Model(s_options), Model(s_options, data));
        Assert.Equal(Model(s_options, data), Model(s_options, data with { Unlabelled = Everything.IsAnEntity(task.Data.Dev!) }));

        Assert.Contains("TrainingOptions.MlmWeight", Assert.Throws<InvalidDataException>(() => task.Train(SmallTask.Options, data: data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_not_resumed_with_other_text()
    {
        using var folder = new TemporaryFolder();
        task.Interrupted(s_options, new(folder.Path), task.Data with { Unlabelled = task.Data.Dev }, after: 3);
        Assert.Contains(
            "data_sha256", Assert.Throws<InvalidDataException>(() => task.Train(s_options, new(folder.Path, Resume: true), task.Data with { Unlabelled = task.Data.Train })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_saved_tagger_is_one_like_any_other()
    {
        using TemporaryFolder with = new(), without = new();
        task.Train(s_options, new(with.Path));
        task.Train(s_options with { MlmWeight = 0 }, new(without.Path));

        Assert.Equal(without.Names, with.Names);
        Assert.Equal(new FileInfo(without.File("model.safetensors")).Length, new FileInfo(with.File("model.safetensors")).Length);
        Assert.Equal((string?)null, (string?)JsonNode.Parse(File.ReadAllText(without.File("options.json")))!["training"]!["mlm_weight"]);
        Assert.Contains("\"mlm_loss\"", File.ReadAllLines(with.File("log.jsonl"))[0], StringComparison.Ordinal);
        Assert.DoesNotContain("mlm", File.ReadAllText(without.File("log.jsonl")) + File.ReadAllText(without.File("metrics.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_forgotten_is_measured_and_measuring_changes_nothing()
    {
        TaskData data = task.Data with { Dev = null, HeldOutText = task.Data.Dev };
        TrainingOptions options = SmallTask.Options with { Epochs = 1, LearningRate = 1e-3f };
        using TemporaryFolder measured = new(), alone = new();

        MaskedLmResult result = task.Train(options, new(measured.Path), data, encoder: SharedFiles.Mini).Training.MaskedLm!;
        task.Train(options, new(alone.Path), data with { HeldOutText = null }, encoder: SharedFiles.Mini);

        Assert.Equal(File.ReadAllBytes(alone.File("model.safetensors")), File.ReadAllBytes(measured.File("model.safetensors")));
        Assert.InRange(result.Before!.Value, 1, 8); // knowing nothing is ln 32,002 = 10.4
        Assert.NotEqual(result.Before, result.After);
        JsonNode metrics = JsonNode.Parse(File.ReadAllText(measured.File("metrics.json")))!;
        Assert.Equal((result.Before, result.After), ((double?)metrics["mlm_loss_before"], (double?)metrics["mlm_loss_after"]));

        MaskedLmResult still = task.Train(options with { LearningRate = 1e-12f }, data: data, encoder: SharedFiles.Mini).Training.MaskedLm!;
        Assert.Equal(result.Before, still.Before);
        Assert.Equal(still.Before!.Value, still.After!.Value, 1e-4);
        MaskedLmResult trained = task.Train(options with { MlmWeight = 1 }, data: data, encoder: SharedFiles.Mini).Training.MaskedLm!;
        Assert.True(trained.After < result.After, $"{trained.After} with the loss, {result.After} without");
    }

    [Fact]
    public void An_encoder_without_a_head_cannot_say_what_it_forgot()
    {
        TaskData data = task.Data with { HeldOutText = task.Data.Dev };
        Assert.Contains("expected a masked-LM head", Assert.Throws<InvalidDataException>(() => task.Train(SmallTask.Options, data: data)).Message, StringComparison.Ordinal);

        MaskedLmResult trained = task.Train(s_options, data: data).Training.MaskedLm!;
        Assert.Null(trained.Before);
        Assert.True(trained.After > 0 && trained.FinalLoss > 0);
    }

    private (string Hash, int Touched, int Vocabulary) Sampled(int threads)
    {
        using var workers = new Workers(threads);
        Tagger tagger = TaggerFolder.Create(task.Encoder.Folder, AllMethods.Named("maner"), task.Data.Tags, workers, new Rng(1));
        using TaggerLanguage language = TaggerLanguage.Open(task.Encoder.Folder, tagger, workers, new Rng(2));
        var text = new TextObjective(language, language.Sequences(task.Data.Train), s_options, sampledFrom: 100);
        Trainer.Outcome outcome = new Trainer(tagger, task.Data.Train.Sentences, task.Data.Dev!.Sentences, s_options, workers, text).Run(null, null, Token);
        using (outcome.Tagger)
        {
            EmbeddingTable words = ((TransformerEncoder)tagger.Encoder).TokenEmbeddings;
            int touched = words.TouchedRows.Length;
            using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
            foreach (NamedTensor tensor in tagger.Arenas.Concat(text.OwnArenas).SelectMany(arena => arena.Tensors))
            {
                hash.AppendData(MemoryMarshal.AsBytes(tensor.Values()));
            }

            return (Convert.ToHexString(hash.GetHashAndReset()), touched, words.RowCount);
        }
    }

    private byte[] Model(TrainingOptions options, TaskData? data = null, int threads = 1)
    {
        using var folder = new TemporaryFolder();
        task.Train(options, new(folder.Path), data, threads);
        return File.ReadAllBytes(folder.File("model.safetensors"));
    }

    /// <summary>Both objectives of the first update.</summary>
    private sealed class Objectives : IDisposable
    {
        private readonly IReadOnlyList<IParameterArena> _arenas;

        public Objectives(SmallTask task, string method)
        {
            Tagger = TaggerFolder.Create(task.Encoder.Folder, AllMethods.Named(method), task.Data.Tags, task.Encoder.Workers, new Rng(1));
            Tagger.Head.Initialize(new Rng(6), 1);
            Language = TaggerLanguage.Open(task.Encoder.Folder, Tagger, task.Encoder.Workers, new Rng(2));
            TinyEncoder.Fill((ParameterArena)Language.Model.HeadArenas[0], new Rng(3), 0.3);
            Tags = new TaggingObjective(Tagger, new TrainingSet(task.Data.Train.Sentences, Tagger), s_options, task.Encoder.Workers);
            Text = new TextObjective(Language, Language.Sequences(task.Data.Train), s_options);
            _arenas = [.. Tagger.Encoder.Arenas, .. Tags.OwnArenas, .. Text.OwnArenas];
        }

        public Tagger Tagger { get; }

        public TaggerLanguage Language { get; }

        public TaggingObjective Tags { get; }

        public TextObjective Text { get; }

        public Dictionary<string, float[]> Gradients(bool tags, bool text)
        {
            _arenas.ToList().ForEach(arena => arena.ClearGradients());
            _ = tags ? Tags.AddGradients(0) : 0;
            _ = text ? Text.AddGradients(0) : 0;
            return _arenas.SelectMany(Testing.Gradients.Of).ToDictionary(gradient => gradient.Name, gradient => gradient.Values);
        }

        public void Dispose()
        {
            Language.Dispose();
            Tagger.Dispose();
        }
    }
}
