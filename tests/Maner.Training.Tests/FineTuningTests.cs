using System.Text.Json.Nodes;
using Maner.Ner;
using Maner.Ner.Evaluation;
using Maner.Ner.Lexical;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Training.Tests;

public sealed class FineTuningTests(SmallTask task) : IClassFixture<SmallTask>
{
    [Theory]
    [InlineData("maner")]
    [InlineData("random-mask")]
    public void The_same_seed_gives_the_same_bits_for_any_number_of_threads(string method)
    {
        TrainingOptions options = SmallTask.Options with { Method = method };
        byte[] one = Model(options, threads: 1);

        Assert.Equal(one, Model(options, threads: 2));
        Assert.Equal(one, Model(options, threads: 3));
        Assert.Equal(one, Model(options, threads: 8));
        Assert.NotEqual(one, Model(options with { Seed = 2 }, threads: 1));
    }

    [Fact]
    public void The_test_file_changes_nothing_of_the_model()
    {
        Sentence sentence = task.Data.Dev!.Sentences[0];
        DataSet test = task.Data.Dev with { Sentences = [new Sentence(sentence.Words, [new EntitySpan(0, 1, "DATE")], sentence.Line)] };

        Assert.Equal(Model(null), Model(test));

        byte[] Model(DataSet? test)
        {
            using var folder = new TemporaryFolder();
            FineTuning.Outcome outcome = task.Train(SmallTask.Options, new(folder.Path), task.Data with { Test = test });
            Assert.Equal(test is null ? null : 1, outcome.Test?.Strict.Micro.Support); // a type that training lacks is missed
            return [.. File.ReadAllBytes(folder.File("model.safetensors")), .. File.ReadAllBytes(folder.File("config.json"))];
        }
    }

    [Fact]
    public void Training_lowers_the_loss_and_finds_entities()
    {
        FineTuning.Outcome outcome = task.Train(SmallTask.Options with { Epochs = 100, Dropout = 0, AttentionDropout = 0, LearningRate = 0.01f }, data: task.Data with { Dev = task.Data.Train });

        Assert.True(outcome.Training.FinalLoss < 0.05, $"loss {outcome.Training.FinalLoss}");
        Assert.True(outcome.Dev!.Strict.Micro.F1 > 0.9, $"F1 on its own training sentences {outcome.Dev.Strict.Micro.F1}");
        Assert.Null(outcome.Training.Warning);
    }

    [Fact]
    [Trait(Vectors.Trait, Vectors.No)] // long without vectors; the kernels are those of the tests around it
    public void The_number_of_updates_is_that_of_the_sentences_however_many_windows_they_take()
    {
        // Each sentence six times end to end overflows the small encoder's window, and maner needs a position a word more than token.
        TaskData data = task.Data with
        {
            Dev = null,
            Train = task.Data.Train with
            {
                Sentences = [.. task.Data.Train.Sentences.Select(sentence => new Sentence([.. Enumerable.Repeat(sentence.Words, 6).SelectMany(words => words)], sentence.Entities, sentence.Line))],
            },
        };
        TrainingOptions options = SmallTask.Options with { Epochs = 2 };

        Assert.All(["token", "maner"], method =>
        {
            Tagger tagger = task.Encoder.Tagger(AllMethods.Named(method));
            Assert.Contains(data.Train.Sentences, sentence => tagger.Prepare(sentence.Words).Windows.Count > 2);
            tagger.Dispose();
            Assert.Equal(10, task.Train(options with { Method = method }, data: data).Training.Updates); // 2 · ⌈18 / 4⌉
        });
    }

    [Fact]
    public void A_run_that_cannot_learn_says_that_it_collapsed()
    {
        using var folder = new TemporaryFolder();

        FineTuning.Outcome outcome = task.Train(SmallTask.Options with { Epochs = 1, LearningRate = 1e-9f }, new(folder.Path));

        Assert.StartsWith("The run ", outcome.Training.Warning, StringComparison.Ordinal);
        Assert.Contains("TrainingOptions.LearningRate", outcome.Training.Warning, StringComparison.Ordinal);
        Assert.Equal(outcome.Training.Warning, (string?)JsonNode.Parse(File.ReadAllText(folder.File("metrics.json")))!["warning"]);
    }

    [Theory]
    [InlineData(0, "The run collapsed: the model tags every word O, even in the sentences it was trained on. Try ")]
    [InlineData(4, "The run collapsed: the encoder alone tags every word O, even in the sentences it was trained on; what the model finds comes from its lexical CRF. Try ")]
    public void The_warning_of_a_collapse_says_what_is_true_of_the_model(float crfWeight, string expected)
    {
        using Tagger tagger = task.Encoder.Tagger(new TokenMethod());
        foreach (int row in Enumerable.Range(0, tagger.Tags.Count))
        {
            tagger.Head.Weight[row].Clear();
        }

        tagger.Head.Bias[0] = 1;
        var crf = new LexicalCrf(tagger.Tags.Count);
        Tagger mixed = tagger.WithDecoder(new TagDecoder(tagger.Tags, Decoding.Viterbi, crf, crfWeight));

        Assert.StartsWith(expected, CollapseCheck.Warning(mixed, task.Data.Train.Sentences, loss: 0.1, entropy: 1), StringComparison.Ordinal);

        tagger.Head.Bias[1] = 2;
        Assert.Null(CollapseCheck.Warning(mixed, task.Data.Train.Sentences, loss: 0.1, entropy: 1));
        Assert.StartsWith(
            $"The run gained nothing: the last epoch's loss is 0.950, and knowing only how frequent each tag is gives 1.000{(crfWeight > 0 ? "; what" : ". Try")}",
            CollapseCheck.Warning(mixed, task.Data.Train.Sentences, loss: 0.95, entropy: 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Dev_is_read_once_per_evaluation_and_its_tags_are_handed_on()
    {
        using Tagger tagger = task.Encoder.Tagger(new TokenMethod());
        var counting = new CountingEncoder(tagger.Encoder);
        var decoder = new TagDecoder(tagger.Tags, Decoding.Viterbi, new LexicalCrf(tagger.Tags.Count), 1);
        var counted = new Tagger(tagger.Tokenizer, tagger.Method, tagger.Tags, counting, tagger.Head, tagger.NewTokenId, decoder);
        DataSet known = KnownTypes.Check(task.Data.Train, tagger.Tags, UnknownTypes.LeaveOut).Set, dev = known.First(6);

        Trainer.Outcome outcome = new Trainer(counted, known.Sentences, dev.Sentences, SmallTask.Options, task.Encoder.Workers).Run(null, null, TestContext.Current.CancellationToken);

        Assert.Equal(4 + 1 + 1, counting.Inferences); // four epochs, six weights of the lexical CRF each; the temperature; a look at the training sentences at the end
        Assert.Equal(Evaluator.Run(outcome.Tagger, dev).Sentences.Select(sentence => sentence.Tags), outcome.DevTags!.Sentences.Select(sentence => sentence.Tags));
    }

    [Fact]
    [Trait(Vectors.Trait, Vectors.No)] // long without vectors; the kernels are those of the tests around it
    public void Patience_ends_a_run_that_is_until_then_the_full_one()
    {
        using TemporaryFolder full = new(), early = new();
        (TrainingOptions options, TaskData data) = EarlyEnd(task);
        TrainingResult whole = task.Train(options with { Patience = 0 }, new(full.Path), data).Training;
        TrainingResult ended = task.Train(options, new(early.Path), data).Training;

        Assert.Equal(whole.Epochs, ended.PlannedEpochs);
        Assert.InRange(ended.Epochs, options.Patience!.Value + 1, whole.Epochs - 1);
        Assert.Equal(Log(full)[..ended.Epochs], Log(early));
        Assert.Equal(ended.PlannedEpochs, (int?)JsonNode.Parse(File.ReadAllText(early.File("metrics.json")))!["planned_epochs"]);
        Assert.DoesNotContain("planned_epochs", File.ReadAllText(full.File("metrics.json")), StringComparison.Ordinal);
        Assert.DoesNotContain("patience", File.ReadAllText(full.File("options.json")), StringComparison.Ordinal); // none is what it was before there was any
        double[] f1 = [.. Log(early).Select(line => (double)JsonNode.Parse(line)!["dev_f1"]!)];
        Assert.All(f1[^options.Patience!.Value..], value => Assert.True(value <= f1[..^options.Patience!.Value].Max()));
        Assert.NotEqual(f1[..^options.Patience!.Value].Max(), f1[..^(options.Patience!.Value + 1)].Append(-1).Max()); // the one before was better than all

        string[] Log(TemporaryFolder folder) => [.. File.ReadAllLines(folder.File("log.jsonl")).Select(line =>
        {
            JsonObject json = JsonNode.Parse(line)!.AsObject();
            json.Remove("seconds");
            return json.ToJsonString();
        })];
    }

    [Fact]
    public void A_run_that_has_found_nothing_yet_is_not_ended()
    {
        TrainingOptions options = SmallTask.Options with { Epochs = 6, LearningRate = 1e-9f, CrfWeight = 0, Patience = 1 };
        TaskData data = task.Data with { Dev = task.Data.Dev! with { Sentences = [.. task.Data.Dev.Sentences.Select(sentence => new Sentence(sentence.Words, [], sentence.Line))] } };
        TrainingResult result = task.Train(options, data: data).Training;
        Assert.Equal((6, 0.0), (result.Epochs, result.BestDevF1));
    }

    /// <summary>A run that patience ends early: dev data in which every word is an entity, of which trained parameters find fewer than fresh ones.</summary>
    internal static (TrainingOptions Options, TaskData Data) EarlyEnd(SmallTask task)
    {
        TaskData data = task.Data with { Dev = Everything.IsAnEntity(task.Data.Dev!) };
        return (Enumerable.Range(1, 30)
            .Select(seed => SmallTask.Options with { Seed = (ulong)seed, LearningRate = 0.003f, Epochs = 8, Patience = 2 })
            .First(candidate => task.Train(candidate, data: data).Training is { BestEpoch: > 1, BestDevF1: > 0, Epochs: < 8 }), data);
    }

    [Fact]
    public void A_run_folder_holds_what_went_in_and_what_came_out()
    {
        using var folder = new TemporaryFolder();
        TaskData data = task.Data with { Test = task.Data.Dev };
        FineTuning.Outcome outcome = task.Train(SmallTask.Options with { CrfWeight = 2 }, new(folder.Path), data);

        Assert.Equal(["config.json", "crf.safetensors", "log.jsonl", "maner.json", "metrics.json", "model.safetensors", "options.json", "sentencepiece.bpe.model", "words.json"], folder.Names);
        JsonNode options = JsonNode.Parse(File.ReadAllText(folder.File("options.json")))!;
        Assert.Equal((4, 0.1f), ((int)options["training"]!["epochs"]!, (float)options["training"]!["weight_decay"]!));
        Assert.Equal(task.Data.Train.Sha256, (string?)options["data_sha256"]!["train"]);
        JsonNode[] log = [.. File.ReadAllLines(folder.File("log.jsonl")).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal([1, 2, 3, 4], log.Select(line => (int)line["epoch"]!));
        Assert.Equal([5, 10, 15, 20], log.Select(line => (int)line["step"]!));
        Assert.Equal(outcome.Training.FinalLoss, (double)log[^1]["loss"]!, 1e-12);
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(folder.File("maner.json")))!;
        Assert.True(JsonNode.DeepEquals(options, manifest["options"]));
        JsonNode metrics = JsonNode.Parse(File.ReadAllText(folder.File("metrics.json")))!;
        Assert.Equal(outcome.Test!.Strict.Micro.F1, (double)metrics["test"]!["strict"]!["micro"]!["f1"]!, 1e-12);
        Assert.True(JsonNode.DeepEquals(metrics, manifest["metrics"]));
    }

    [Fact]
    [Trait(Vectors.Trait, Vectors.No)] // long without vectors; the kernels are those of the tests around it
    public void Dev_chooses_what_the_surface_counts_for_and_a_loaded_model_scores_the_same()
    {
        using var folder = new TemporaryFolder();
        TaskData data = task.Data with { Test = task.Data.Dev };

        FineTuning.Outcome chosen = task.Train(SmallTask.Options, new(folder.Path), data);
        double[] fixedOnes = [.. new[] { 0, 0.5f, 1, 2, 4 }.Select(weight =>
            task.Train(SmallTask.Options with { CrfWeight = weight }, data: data).Dev!.Strict.Micro.F1)];

        Assert.Equal(fixedOnes.Max(), chosen.Dev!.Strict.Micro.F1, 1e-12);
        using var workers = new Workers(1);
        using Tagger loaded = TaggerFolder.Load(folder.Path, workers);
        Assert.Equal(chosen.Tagger.Decoder.CrfWeight, loaded.Decoder.CrfWeight);
        Assert.Equal(chosen.Test!.Sentences.Select(sentence => sentence.Tags), Evaluator.Run(loaded, data.Test!).Sentences.Select(sentence => sentence.Tags));
    }

    [Fact]
    public void The_surface_classifier_leaves_the_encoder_as_it_is()
    {
        TaskData data = task.Data with { Dev = null }; // which would choose another epoch
        Assert.Equal(Model(SmallTask.Options with { CrfWeight = 0 }, threads: 1, data), Model(SmallTask.Options with { CrfWeight = 4 }, threads: 1, data));
    }

    [Fact]
    public void A_floor_on_updates_adds_epochs()
    {
        FineTuning.Outcome outcome = task.Train(SmallTask.Options with { Epochs = 1, MinUpdates = 12 }); // 5 updates an epoch
        Assert.Equal((3, 15), (outcome.Training.Epochs, outcome.Training.Updates));
    }

    private byte[] Model(TrainingOptions options, int threads, TaskData? data = null)
    {
        using var folder = new TemporaryFolder();
        task.Train(options, new(folder.Path), data, threads: threads);
        return File.ReadAllBytes(folder.File("model.safetensors"));
    }
}
