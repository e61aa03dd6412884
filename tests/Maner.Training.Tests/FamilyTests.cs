using System.Text.Json.Nodes;
using Maner.Model.Configuration;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Input;
using Maner.Ner.Methods;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Sentences;
using Xunit;

namespace Maner.Training.Tests;

/// <summary>Taggers from encoders of every family: trained, saved as Hugging Face's folders, read again, resumed.</summary>
[Trait(Vectors.Trait, Vectors.No)] // files; what the kernels compute is in GoldenEncoderTests
public sealed class FamilyTests(SmallTask task) : IClassFixture<SmallTask>
{
    public static TheoryData<string> Names => [.. FamilyEncoder.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tagger_is_saved_as_the_librarys_class_of_its_family_and_read_again_to_the_same_bits(string name)
    {
        using TemporaryFolder encoder = new(), model = new();
        FamilyEncoder.Write(name, encoder.Path);
        EncoderConfig before = EncoderConfig.Load(encoder.File("config.json"));

        using var workers = new Workers(2);
        using Tagger tagger = FineTuning.Run(task.Data, encoder.Path, SmallTask.Options, workers, new(model.Path), cancellation: TestContext.Current.CancellationToken).Tagger;

        JsonObject config = JsonNode.Parse(File.ReadAllText(model.File("config.json")))!.AsObject();
        Assert.Equal($"""["{before.Family.Class}ForTokenClassification"]""", config["architectures"]!.ToJsonString());
        Assert.Equal(before.Family.ModelType, (string)config["model_type"]!);
        Assert.Equal(tagger.Tags.Count, config["id2label"]!.AsObject().Count);
        using (var weights = SafeTensorsFile.Open(model.File("model.safetensors")))
        {
            Assert.All(weights.Tensors.Keys, tensor => Assert.True(tensor.StartsWith(before.Family.Prefix, StringComparison.Ordinal) || tensor is "classifier.weight" or "classifier.bias" || (before.Family.IsPreNorm && tensor.StartsWith("head.", StringComparison.Ordinal)), tensor));
        }

        Assert.All(tagger.Tokenizer.Files, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(model.File(Path.GetFileName(file)))));
        Sentence[] sentences = [.. task.Data.Dev!.Sentences];
        float[][] trained = Probabilities(tagger, sentences);
        using (Tagger loaded = TaggerFolder.Load(model.Path, workers))
        {
            Assert.Equal(tagger.Tokenizer.SpecialTokens, loaded.Tokenizer.SpecialTokens);
            Assert.Equal(trained, Probabilities(loaded, sentences));
        }

        using Tagger again = TaggerFolder.Create(model.Path, new ManerMethod(), tagger.Tags, workers, new Rng(3));
        Assert.Equal(trained, Probabilities(again, sentences));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_has_the_same_bits_for_any_number_of_threads_and_after_an_interruption(string name)
    {
        using TemporaryFolder encoder = new(), one = new(), three = new(), interrupted = new();
        FamilyEncoder.Write(name, encoder.Path);
        task.Train(SmallTask.Options, new(one.Path), encoder: encoder.Path);
        task.Train(SmallTask.Options, new(three.Path), threads: 3, encoder: encoder.Path);
        task.Interrupted(SmallTask.Options, new(interrupted.Path), after: 7, encoder: encoder.Path);
        task.Train(SmallTask.Options, new(interrupted.Path, Resume: true), encoder: encoder.Path);

        byte[] weights = File.ReadAllBytes(one.File("model.safetensors"));
        Assert.Equal(weights, File.ReadAllBytes(three.File("model.safetensors")));
        Assert.Equal(weights, File.ReadAllBytes(interrupted.File("model.safetensors")));
        Assert.Equal(one.Names, interrupted.Names);
    }

    [Fact]
    public void Sequences_begin_end_and_are_masked_with_the_tokenizers_own_ids()
    {
        using var encoder = new TemporaryFolder();
        using var workers = new Workers(1);
        FamilyEncoder.Write("BERT, vocab.txt", encoder.Path);
        using Tagger tagger = TaggerFolder.Create(encoder.Path, new ManerMethod(), SmallEncoder.Tags, workers, new Rng(1));
        (WordPieces pieces, List<Window> windows) = tagger.Prepare(["Amina", "anaishi"]);
        InputBatch batch = tagger.NewBatch();

        batch.Add(0, pieces, windows[0]);

        Assert.Equal([3, 5, .. pieces[0], 5, .. pieces[1], 4], batch.Packed.Ids.ToArray()); // [CLS] [MASK] … [MASK] … [SEP]
        Assert.Equal([1, 2 + pieces[0].Length], batch.Rows.ToArray());
    }

    [Theory]
    [InlineData("ModernBERT", "{0} {1} ")]
    [InlineData("mmBERT", "{0} {1} ")] // the mask takes the space before it
    [InlineData("mmBERT", "{0} {1}")]
    [InlineData("RoBERTa, tokenizer.json", "{0} {1} ")]
    public void A_prompt_has_the_ids_that_the_tokenizer_gives_a_text_with_masks(string name, string form)
    {
        using var encoder = new TemporaryFolder();
        using var workers = new Workers(1);
        FamilyEncoder.Write(name, encoder.Path);
        using Tagger tagger = TaggerFolder.Create(encoder.Path, new ManerMethod(), SmallEncoder.Tags, workers, new Rng(1));
        string[] words = ["Amina", "anaishi", "Mombasa", ",", "Ẹ̀fọ̀n", "👋", "."];
        (WordPieces pieces, List<Window> windows) = tagger.Prepare(words);
        InputBatch batch = tagger.NewBatch();
        batch.Add(0, pieces, windows[0]);
        string mask = tagger.Tokenizer.PieceOf(tagger.Tokenizer.SpecialTokens.Mask);

        string text = string.Concat(words.Select(word => string.Format(System.Globalization.CultureInfo.InvariantCulture, form, mask, word))).TrimEnd();

        Assert.Equal(tagger.Tokenizer.Encode(text).Ids, batch.Packed.Ids[1..^1].ToArray());
        Assert.Equal((tagger.Tokenizer.SpecialTokens.Begin, tagger.Tokenizer.SpecialTokens.End), (batch.Packed.Ids[0], batch.Packed.Ids[^1]));
    }

    [Fact]
    public void A_tagger_of_ModernBERT_begins_with_the_masked_language_models_dense_layer_unless_a_new_head_is_asked_for()
    {
        using TemporaryFolder encoder = new(), model = new();
        using var workers = new Workers(1);
        FamilyEncoder.Write("mmBERT", encoder.Path);
        EncoderConfig config = EncoderConfig.Load(encoder.File("config.json"));
        float[] dense = [.. Enumerable.Range(0, config.HiddenSize * config.HiddenSize).Select(index => index / 1000f)], norm = [.. Enumerable.Range(0, config.HiddenSize).Select(index => 1 + (index / 100f))];
        using (Checkpoint before = Checkpoint.Open(encoder.Path))
        {
            SafeTensorsWriter.Write(
                model.File("model.safetensors"),
                before.Stored.Select(tensor =>
                {
                    float[] values = new float[tensor.Entry.Count];
                    tensor.File.Read(tensor.Entry.Name, values);
                    return new TensorToWrite(tensor.Entry.Name, [.. tensor.Entry.Shape], DType.F32, () => values);
                }).Append(new TensorToWrite("head.dense.weight", [config.HiddenSize, config.HiddenSize], DType.F32, () => dense))
                .Append(new TensorToWrite("head.norm.weight", [config.HiddenSize], DType.F32, () => norm)));
        }

        File.Move(model.File("model.safetensors"), encoder.File("model.safetensors"), overwrite: true);
        float[] Dense(string folder, bool newHead = false)
        {
            using Tagger tagger = TaggerFolder.Create(folder, new ManerMethod(), SmallEncoder.Tags, workers, new Rng(1), newHead);
            if (folder != model.Path)
            {
                TaggerFolder.Save(tagger, model.Path, new ModelManifest());
            }

            return [.. tagger.Head.Parameters.Tensors.Single(tensor => tensor.Name == "head.dense.weight").Values()];
        }

        Assert.Equal(dense, Dense(encoder.Path));
        Assert.Equal(dense, Dense(encoder.Path, newHead: true)); // no tagger's head
        Assert.Equal(dense, Dense(model.Path));
        Assert.NotEqual(dense, Dense(model.Path, newHead: true));
    }

    [Fact]
    public void RoBERTa_computes_what_XLM_R_does_to_the_bit()
    {
        using TemporaryFolder encoder = new(), xlmr = new(), roberta = new();
        foreach (string file in Directory.GetFiles(task.Encoder.Folder))
        {
            File.Copy(file, encoder.File(Path.GetFileName(file)));
        }

        File.WriteAllText(encoder.File("config.json"), File.ReadAllText(encoder.File("config.json")).Replace("\"xlm-roberta\"", "\"roberta\"", StringComparison.Ordinal));
        task.Train(SmallTask.Options, new(xlmr.Path));
        task.Train(SmallTask.Options, new(roberta.Path), encoder: encoder.Path);

        Assert.Equal(File.ReadAllBytes(xlmr.File("model.safetensors")), File.ReadAllBytes(roberta.File("model.safetensors")));
        Assert.Contains("RobertaForTokenClassification", File.ReadAllText(roberta.File("config.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer_config.json")]
    public void A_sentence_piece_file_whose_ids_are_not_XLM_Rs_is_refused(string file)
    {
        using var encoder = new TemporaryFolder();
        using var workers = new Workers(1);
        FamilyEncoder.Write("MiniLM", encoder.Path);
        string before = File.Exists(encoder.File(file)) ? File.ReadAllText(encoder.File(file)) : "{}";
        JsonObject json = JsonNode.Parse(before)!.AsObject();
        json["tokenizer_class"] = "CamembertTokenizer";
        File.WriteAllText(encoder.File(file), json.ToJsonString());

        var error = Assert.Throws<InvalidDataException>(() => TaggerFolder.Create(encoder.Path, new ManerMethod(), SmallEncoder.Tags, workers, new Rng(1)));

        Assert.Contains("sentencepiece.bpe.model: expected the ids of XLM-R's tokenizer, found a tokenizer_class of CamembertTokenizer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tokenizer_of_another_family_does_not_stay_where_a_tagger_is_saved()
    {
        using TemporaryFolder bert = new(), roberta = new(), model = new();
        FamilyEncoder.Write("MiniLM", bert.Path);
        FamilyEncoder.Write("RoBERTa, vocab.json", roberta.Path);
        task.Train(SmallTask.Options, new(model.Path), encoder: bert.Path);
        Assert.Equal("XLMRobertaTokenizer", (string)JsonNode.Parse(File.ReadAllText(model.File("config.json")))!["tokenizer_class"]!);

        task.Train(SmallTask.Options, new(model.Path, Overwrite: true), encoder: roberta.Path);

        Assert.Contains("merges.txt", model.Names);
        Assert.DoesNotContain("sentencepiece.bpe.model", model.Names);
        using var workers = new Workers(1);
        using Tagger loaded = TaggerFolder.Load(model.Path, workers);
        Assert.Equal(EncoderFamily.Roberta, loaded.Encoder.Config.Family);
    }

    private static float[][] Probabilities(Tagger tagger, Sentence[] sentences) => [.. tagger.Classify(sentences).Select(classified => classified.Probabilities)];
}
