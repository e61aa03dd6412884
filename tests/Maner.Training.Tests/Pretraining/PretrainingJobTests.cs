using System.Text.Json.Nodes;
using Maner.Model.Configuration;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Corpus;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests.Pretraining;

public sealed class PretrainingJobTests(ToyText text) : IClassFixture<ToyText>
{
    private static readonly string[] s_layer =
    [
        "attention.output.LayerNorm", "attention.output.dense", "attention.self.key", "attention.self.query", "attention.self.value", "intermediate.dense",
        "output.LayerNorm", "output.dense",
    ];

    private static readonly PretrainingOptions s_longer = ToyText.Options with { Tokens = 30_000, Dropout = 0, LearningRate = 0.02f, Accumulate = 1 };

    [Fact]
    [Trait(Vectors.Trait, Vectors.No)] // long without vectors; the kernels are those of Loss_falls_among_sampled_words_too
    public void Loss_falls_on_text_that_was_never_trained_on()
    {
        using var folder = new TemporaryFolder();

        PretrainingMetrics metrics = text.Train(s_longer, folder.Path);

        JsonObject[] evaluations = [.. Log(folder).Where(line => line.ContainsKey("held_out_loss"))];
        Assert.Equal(4, evaluations.Length);
        double first = (double)evaluations[0]["held_out_loss"]!, last = (double)evaluations[^1]["held_out_loss"]!;
        Assert.Equal(Math.Log(ToyText.Pieces + 2), first, 0.1);
        Assert.InRange(last, 0.1, 4);
        Assert.Equal(last, metrics.HeldOutLoss);
        Assert.Equal(["nld", "swa"], evaluations[^1]["held_out_languages"]!.AsObject().Select(language => language.Key));
        Assert.All(["nld", "swa"], language => Assert.Contains($">{language} ", File.ReadAllText(folder.File("curve.svg")), StringComparison.Ordinal));
        Assert.InRange(metrics.Tokens, 30_000, 30_000 + 136);
        Assert.Equal(metrics.Tokens, metrics.Languages.Values.Sum(language => language.TokensSeen));
        Assert.Equal(
            ["config.json", "curve.svg", "log.jsonl", "metrics.json", "model.safetensors", "options.json", "sentencepiece.bpe.model"], folder.Names);
    }

    [Fact]
    public void Loss_falls_among_sampled_words_too()
    {
        using TemporaryFolder whole = new(), sampled = new();
        double expected = text.Train(s_longer, whole.Path).HeldOutLoss!.Value;

        double loss = text.Train(s_longer with { SampledSoftmax = 150 }, sampled.Path).HeldOutLoss!.Value;

        Assert.NotEqual(expected, loss);
        Assert.InRange(loss, 0.1, expected + 0.5);
    }

    [Fact]
    [Trait(Vectors.Trait, Vectors.No)] // long without vectors; the kernels are those of Loss_falls_among_sampled_words_too
    public void Without_a_budget_it_only_measures_and_the_exported_model_has_the_same_loss()
    {
        using TemporaryFolder trained = new(), measured = new(), half = new();
        double loss = text.Train(s_longer, trained.Path).HeldOutLoss!.Value;
        PretrainingOptions measure = s_longer with { Tokens = 0, Shape = null };

        Assert.Equal(loss, text.Train(measure, measured.Path, encoder: trained.Path).HeldOutLoss!.Value);
        Assert.Equal(File.ReadAllBytes(trained.File("model.safetensors")), File.ReadAllBytes(measured.File("model.safetensors")));
        Assert.Equal(File.ReadAllText(trained.File("config.json")), File.ReadAllText(measured.File("config.json")));

        text.Train(measure with { DType = "f16" }, half.Path, encoder: trained.Path);
        Assert.Equal("float16", (string?)Config(half)["torch_dtype"]);
        using Checkpoint checkpoint = Checkpoint.Open(half.Path);
        Assert.InRange(new FileInfo(half.File("model.safetensors")).Length, 1, 0.52 * new FileInfo(trained.File("model.safetensors")).Length);
        using TemporaryFolder again = new();
        Assert.Equal(loss, text.Train(measure, again.Path, encoder: half.Path).HeldOutLoss!.Value, 0.01);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(300, 8)]
    public void An_encoder_that_saw_nothing_or_short_lines_alone_can_be_read_again(long tokens, int? window)
    {
        using TemporaryFolder lines = new(), first = new(), second = new();
        File.WriteAllLines(lines.File("nld.txt"), Enumerable.Range(0, 60).Select(index => $"{index}"));

        using var workers = new Workers(1);
        void Train(PretrainingOptions options, string? encoder, string path) => PretrainingJob.Run(
            new PretrainingJob.Source([new CorpusFile("nld", lines.File("nld.txt"), IsLabelled: false)], encoder is null ? text.Tokenizer : null, encoder, lines.File("tokens")),
            options, new Destination(path), workers, cancellation: TestContext.Current.CancellationToken);
        Train(ToyText.Options with { Tokens = tokens }, null, first.Path);

        Assert.Equal(window, (int?)Config(first)["pretrained_max_tokens"]);
        Train(ToyText.Options with { Tokens = 0, Shape = null, MaxTokens = 8 }, first.Path, second.Path);
    }

    [Fact]
    public void An_encoder_is_not_written_over_by_the_run_that_goes_on_from_it()
    {
        using TemporaryFolder first = new(), second = new();
        text.Train(ToyText.Options, first.Path);
        Directory.CreateSymbolicLink(second.File("link"), first.Path);
        byte[] before = File.ReadAllBytes(first.File("model.safetensors"));

        foreach (string path in new[] { first.Path, first.Path + Path.DirectorySeparatorChar, second.File("link") })
        {
            string message = Assert.Throws<InvalidDataException>(() => text.Train(ToyText.Options with { Shape = null }, path, encoder: first.Path, overwrite: true)).Message;
            Assert.Contains("expected an output folder apart from the encoder's", message, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllBytes(first.File("model.safetensors")));
    }

    [Fact]
    [Trait(Vectors.Trait, Vectors.No)] // long without vectors; the kernels are those of Loss_falls_among_sampled_words_too
    public void Going_on_from_an_encoder_starts_where_it_was()
    {
        using TemporaryFolder first = new(), second = new();
        text.Train(s_longer, first.Path);

        text.Train(s_longer with { Shape = null, LearningRate = 0.003f }, second.Path, encoder: first.Path);

        double before = (double)Log(first).Last(line => line.ContainsKey("held_out_loss"))["held_out_loss"]!;
        JsonObject[] evaluations = [.. Log(second).Where(line => line.ContainsKey("held_out_loss"))];
        Assert.Equal(before, (double)evaluations[0]["held_out_loss"]!, 1e-4);
        Assert.True((double)evaluations[^1]["held_out_loss"]! < before);
    }

    [Fact]
    public void The_folder_is_a_hugging_face_checkpoint()
    {
        using var folder = new TemporaryFolder();
        text.Train(ToyText.Options, folder.Path);

        JsonObject config = Config(folder);
        Assert.Equal("""["XLMRobertaForMaskedLM"]""", config["architectures"]!.ToJsonString());
        Assert.True((bool)config["tie_word_embeddings"]!);
        Assert.Equal(("xlm-roberta", "float32"), ((string?)config["model_type"], (string?)config["torch_dtype"]));
        Assert.Equal((ToyText.Pieces + 2, 16, 1, 2, 24, 514), (
            (int)config["vocab_size"]!, (int)config["hidden_size"]!, (int)config["num_hidden_layers"]!, (int)config["num_attention_heads"]!,
            (int)config["intermediate_size"]!, (int)config["max_position_embeddings"]!));
        Assert.Equal(16, (int)config["pretrained_max_tokens"]!);
        using var file = SafeTensorsFile.Open(folder.File("model.safetensors"));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(
            [
                "lm_head.bias", "lm_head.dense.bias", "lm_head.dense.weight", "lm_head.layer_norm.bias", "lm_head.layer_norm.weight",
                "roberta.embeddings.LayerNorm.bias", "roberta.embeddings.LayerNorm.weight", "roberta.embeddings.position_embeddings.weight",
                "roberta.embeddings.token_type_embeddings.weight", "roberta.embeddings.word_embeddings.weight",
                .. s_layer.SelectMany(part => new[] { $"roberta.encoder.layer.0.{part}.bias", $"roberta.encoder.layer.0.{part}.weight" }),
            ],
            file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(text.Tokenizer), File.ReadAllBytes(folder.File("sentencepiece.bpe.model")));
    }

    [Fact]
    public void A_tagger_can_be_made_of_a_run_that_is_not_done()
    {
        using var folder = new TemporaryFolder();
        text.Interrupted(ToyText.Options, folder.Path, after: 2);
        using var workers = new Workers(1);

        using Tagger tagger = TaggerFolder.Create(folder.Path, new ManerMethod(), SmallEncoder.Tags, workers, new Rng(1));

        Assert.Equal(16, tagger.Encoder.Config.MaxTokens); // rows were no longer, so sentences are read in such windows
    }

    [Fact]
    [Trait(Vectors.Trait, Vectors.No)] // long without vectors; the kernels are those of Loss_falls_among_sampled_words_too
    public void An_encoder_without_a_head_gets_one_and_positions_to_learn()
    {
        using var encoder = new SmallEncoder();
        using var folder = new TemporaryFolder();
        var notices = new List<string>();
        PretrainingOptions options = ToyText.Options with { Shape = null, MaxTokens = 70 };

        text.Train(options, folder.Path, encoder: encoder.Folder, notices: notices);

        Assert.Contains(notices, notice => notice.Contains("no masked-LM head", StringComparison.Ordinal));
        Assert.Contains(notices, notice => notice.StartsWith("Nothing held out of tiny", StringComparison.Ordinal));
        Assert.Contains(
            "expected positions for rows of 90 tokens, found room for 80",
            Assert.Throws<InvalidDataException>(() => text.Train(options with { MaxTokens = 90 }, folder.File("x"), encoder: encoder.Folder)).Message,
            StringComparison.Ordinal);
    }

    public static TheoryData<string> Families => [.. FamilyEncoder.Names];

    [Theory]
    [MemberData(nameof(Families))]
    [Trait(Vectors.Trait, Vectors.No)] // files; what the kernels compute is in GoldenEncoderTests
    public void An_encoder_of_every_family_is_trained_on_and_saved_as_its_librarys_class(string name)
    {
        using TemporaryFolder encoder = new(), first = new(), second = new();
        FamilyEncoder.Write(name, encoder.Path);
        EncoderConfig before = EncoderConfig.Load(encoder.File("config.json"));
        EncoderFamily family = before.Family;
        PretrainingOptions options = ToyText.Options with { Shape = null, Tokens = 500, WholeWords = true };
        text.Train(options, first.Path, encoder: encoder.Path);

        var notices = new List<string>();
        text.Train(options, second.Path, encoder: first.Path, notices: notices); // the head is there now

        Assert.DoesNotContain(notices, notice => notice.Contains("no masked-LM head", StringComparison.Ordinal));
        Assert.Equal($"""["{family.Class}ForMaskedLM"]""", Config(second)["architectures"]!.ToJsonString());
        using (var file = SafeTensorsFile.Open(second.File("model.safetensors")))
        {
            string[] biases = before.PreNorm is null ? [family.Head.Norm + ".bias", family.Head.Bias] : before.PreNorm.DecoderBias ? [family.Head.Bias] : [];
            Assert.Superset(new HashSet<string> { family.Head.Dense + ".weight", family.Head.Norm + ".weight", family.WordEmbeddings }.Concat(biases).ToHashSet(), file.Tensors.Keys.ToHashSet());
        }

        using var workers = new Workers(1);
        using Tagger tagger = TaggerFolder.Create(second.Path, new ManerMethod(), SmallEncoder.Tags, workers, new Rng(1));
        Assert.Equal(family, tagger.Encoder.Config.Family);
    }

    [Fact]
    [Trait(Vectors.Trait, Vectors.No)]
    public void A_decoder_of_its_own_is_trained_apart_from_the_embeddings_and_saved()
    {
        using TemporaryFolder folder = new(), encoder = new();
        foreach (string file in Directory.GetFiles(Golden.FolderOf("families/xlmr-untied")))
        {
            File.Copy(file, encoder.File(Path.GetFileName(file)));
        }

        File.WriteAllBytes(encoder.File("sentencepiece.bpe.model"), TestModel.With([("\u2581", -1), .. "abcdefghijklmnopqrstuvwxyzADJNRULBZ".Select(letter => (letter.ToString(), -2f))]).ToArray());

        text.Train(ToyText.Options with { Shape = null, Tokens = 500 }, folder.Path, encoder: encoder.Path);

        Assert.False((bool)Config(folder)["tie_word_embeddings"]!);
        using var before = SafeTensorsFile.Open(encoder.File("model.safetensors"));
        using var after = SafeTensorsFile.Open(folder.File("model.safetensors"));
        Assert.NotEqual(Values(before, "lm_head.decoder.weight"), Values(after, "lm_head.decoder.weight"));
        Assert.NotEqual(Values(after, EncoderFamily.XlmRoberta.WordEmbeddings), Values(after, "lm_head.decoder.weight"));

        static float[] Values(SafeTensorsFile file, string name)
        {
            float[] values = new float[file.Tensors[name].Shape[0] * file.Tensors[name].Shape[1]];
            file.Read(name, values);
            return values;
        }
    }

    [Fact]
    public void What_was_seen_before_counts_for_the_longest_sequence()
    {
        using TemporaryFolder first = new(), second = new();
        text.Train(ToyText.Options, first.Path);
        text.Train(ToyText.Options with { Shape = null, MaxTokens = 9 }, second.Path, encoder: first.Path);

        Assert.Equal(16, (int)Config(second)["pretrained_max_tokens"]!);
        Assert.Equal(9, (int)JsonNode.Parse(File.ReadAllText(second.File("metrics.json")))!["longest_row"]!);
    }

    [Fact]
    public void An_update_of_two_batches_is_that_of_one_with_the_same_rows()
    {
        using TemporaryFolder two = new(), one = new();
        List<PretrainingProgress> updates = [];
        PretrainingOptions options = ToyText.Options with { Dropout = 0, ClipNorm = 1e6f }; // not clipped: a scaled gradient would look the same
        text.Interrupted(options, two.Path, after: 1, updates: updates);

        // A batch takes rows until it has its tokens: one that asks for those of both stops at the same row.
        options = options with { Accumulate = 1, BatchTokens = (int)updates[0].Tokens };
        text.Interrupted(options, one.Path, after: 1, updates: updates);

        Assert.True(updates[0].Tokens >= 2 * ToyText.Options.BatchTokens);
        Assert.Equal(updates[0].Tokens, updates[1].Tokens);
        Assert.Equal(updates[0].Loss, updates[1].Loss, 1e-6);

        // After a first update the moments are the gradient and its square, but for a factor; the weights hardly know its size.
        using SafeTensorsFile left = SafeTensorsFile.Open(two.File("checkpoint-0.safetensors")), right = SafeTensorsFile.Open(one.File("checkpoint-0.safetensors"));
        string[] moments = [.. left.Tensors.Keys.Where(name => name.EndsWith(".first", StringComparison.Ordinal) || name.EndsWith(".second", StringComparison.Ordinal))];
        Assert.Equal(2 * 26, moments.Length);
        double largest = moments.Where(name => name.EndsWith(".first", StringComparison.Ordinal)).Max(name => Largest(Read(left, name)));
        Assert.All(moments, name =>
        {
            float[] expected = Read(right, name), actual = Read(left, name);
            Assert.Equal(expected.Length, actual.Length);
            double size = Largest(expected);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, (1e-5 * size) + (1e-7 * largest)));
        });
    }

    private static double Largest(float[] values) => values.Max(value => Math.Abs(value));

    private static float[] Read(SafeTensorsFile file, string name)
    {
        var values = new float[file.Tensors[name].Count];
        file.Read(name, values);
        return values;
    }

    private static JsonObject Config(TemporaryFolder folder) => JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!.AsObject();

    private static JsonObject[] Log(TemporaryFolder folder) => [.. File.ReadAllLines(folder.File("log.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())];
}
