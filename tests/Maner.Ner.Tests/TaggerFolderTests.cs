using System.Text.Json.Nodes;
using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Ner.Lexical;
using Maner.Ner.Methods;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Sentences;
using Maner.Text.Tags;
using Maner.Text.Words;
using Xunit;

namespace Maner.Ner.Tests;

public sealed class TaggerFolderTests(SmallEncoder encoder) : IClassFixture<SmallEncoder>
{
    private static readonly Sentence s_sentence = Sentence.FromText("Halima Juma alisafiri kutoka Mombasa hadi Dodoma.");

    [Theory]
    [InlineData("token", 32002, null)]
    [InlineData("random-mask", 32002, null)]
    [InlineData("maner", 32002, null)]
    [InlineData("rand", 32003, 32002)]
    public void A_saved_folder_is_a_Hugging_Face_token_classifier_and_maner_json(string method, int rows, int? newToken)
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(AllMethods.Named(method));

        TaggerFolder.Save(tagger, folder.Path, new ModelManifest());

        Assert.Equal(["config.json", "maner.json", "model.safetensors", "sentencepiece.bpe.model"], folder.Names);
        JsonNode config = JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!;
        Assert.Equal("XLMRobertaForTokenClassification", (string?)config["architectures"]!.AsArray().Single());
        Assert.Equal("xlm-roberta", (string?)config["model_type"]);
        Assert.Equal(rows, (int)config["vocab_size"]!);
        Assert.Equal(["O", "B-LOC", "I-LOC", "B-PER", "I-PER"], Enumerable.Range(0, 5).Select(id => (string?)config["id2label"]![$"{id}"]));
        Assert.Equal(3, (int)config["label2id"]!["B-PER"]!);
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(folder.File("maner.json")))!;
        Assert.Equal((3, method, newToken), ((int)manifest["format_version"]!, (string?)manifest["method"], (int?)manifest["new_token_id"]));

        using var weights = SafeTensorsFile.Open(folder.File("model.safetensors"));
        Assert.Equal(ExpectedNames().Order(StringComparer.Ordinal), weights.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(weights.Tensors.Values, tensor => Assert.Equal(DType.F32, tensor.DType));
        Assert.Equal([rows, 12], weights.Tensors[EncoderFamily.XlmRoberta.WordEmbeddings].Shape);
        Assert.Equal([5, 12], weights.Tensors["classifier.weight"].Shape);
        Assert.Equal([5], weights.Tensors["classifier.bias"].Shape);
        Assert.Equal([20, 12], weights.Tensors["roberta.encoder.layer.1.intermediate.dense.weight"].Shape);
    }

    [Fact]
    public void A_cut_of_words_is_a_file_of_its_own_and_comes_back()
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(AllMethods.Named("token"));
        TaggerFolder.Save(tagger.WithWords(WordCutLearner.Learn([["'yan", "sanda"], ["Dr.", "Ali"], ["C++"]])), folder.Path, new ModelManifest());
        Assert.Contains("words.json", folder.Names);
        using (Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers))
        {
            Assert.Equal(["'Yan", "C++", "Dr.", "Ali", "."], Sentence.FromText("'Yan C++ Dr. Ali.", loaded.Words).Words);
            Assert.Same(loaded.Words, loaded.WithDecoder(loaded.Decoder).Words);
            using Tagger shared = loaded.Share(encoder.Workers);
            Assert.Same(loaded.Words, shared.Words);
        }

        string hash = ModelHash.OfModel(folder.Path);
        TaggerFolder.Save(tagger, folder.Path, new ModelManifest());
        Assert.Equal(["config.json", "maner.json", "model.safetensors", "sentencepiece.bpe.model"], folder.Names);
        Assert.Equal(hash, ModelHash.OfModel(folder.Path));
        using Tagger without = TaggerFolder.Load(folder.Path, encoder.Workers);
        Assert.Same(WordCut.Default, without.Words);
    }

    [Fact]
    public void A_tagger_that_starts_from_one_of_the_same_method_keeps_its_token()
    {
        using var folder = new TemporaryFolder();
        Method rand = AllMethods.Named("rand");
        using Tagger tagger = encoder.Tagger(rand);
        Token(tagger).Fill(0.5f); // as if it had been trained
        TaggerFolder.Save(tagger, folder.Path, new ModelManifest());

        using Tagger next = TaggerFolder.Create(folder.Path, rand, tagger.Tags, encoder.Workers, new Rng(3));
        Assert.Equal((tagger.NewTokenId, tagger.Encoder.Config.VocabSize), (next.NewTokenId, next.Encoder.Config.VocabSize));
        Assert.Equal(Token(tagger).ToArray(), Token(next).ToArray());

        using Tagger fresh = TaggerFolder.Create(folder.Path, rand, tagger.Tags, encoder.Workers, new Rng(3), newHead: true);
        Assert.NotEqual(Token(tagger).ToArray(), Token(fresh).ToArray());

        static Span<float> Token(Tagger tagger) => ((TransformerEncoder)tagger.Encoder).TokenEmbeddings.Row(tagger.NewTokenId);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("maner")]
    [InlineData("rand")]
    public void A_loaded_tagger_predicts_the_same_bits(string method)
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(AllMethods.Named(method));
        TaggerFolder.Save(tagger, folder.Path, new ModelManifest());

        using Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers);

        Assert.Equal(method, loaded.Method.Name);
        Assert.Equal(tagger.NewTokenId, loaded.NewTokenId);
        Assert.Equal(Probabilities(tagger), Probabilities(loaded));
    }

    [Fact]
    public void Half_the_bits_are_half_the_file_and_nearly_the_same_predictions()
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(new ManerMethod());
        TaggerFolder.Save(tagger, folder.Path, new ModelManifest());
        long size = new FileInfo(folder.File("model.safetensors")).Length;

        TaggerFolder.Save(tagger, folder.Path, new ModelManifest(), half: true);

        using Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers);
        Assert.InRange(new FileInfo(folder.File("model.safetensors")).Length, size * 0.5, size * 0.51);
        Assert.Equal("float16", (string?)JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!["torch_dtype"]);
        Assert.All(Probabilities(tagger).Zip(Probabilities(loaded)), pair => Assert.Equal(pair.First, pair.Second, 5e-3f));
    }

    [Theory]
    [InlineData(Decoding.Viterbi, 2, 18, false)]
    [InlineData(Decoding.Argmax, 0.5, 12, false)]
    [InlineData(Decoding.Viterbi, 1, 20, true)]
    [InlineData(Decoding.Viterbi, 0, 18, false)]
    internal void How_tags_are_chosen_is_saved_with_the_model(Decoding rule, float weight, int bits, bool romanised)
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(new ManerMethod());
        var surface = new LexicalCrf(tagger.Tags.Count, bits, romanised);
        var rng = new Rng(5);
        foreach (ref float value in surface.Weights)
        {
            value = (float)rng.NextNormal();
        }

        Tagger mixed = tagger.WithDecoder(new TagDecoder(tagger.Tags, rule, surface, weight));
        TaggerFolder.Save(mixed, folder.Path, new ModelManifest());

        using Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers);

        Assert.Equal(weight > 0, File.Exists(folder.File("crf.safetensors")));
        Assert.Equal((rule, weight), (loaded.Decoder.Rule, loaded.Decoder.CrfWeight));
        Assert.Equal(weight > 0 ? (bits, romanised) : default, (loaded.Decoder.Crf?.Bits ?? 0, loaded.Decoder.Crf?.IsRomanised ?? false));
        Assert.Equal(romanised ? 4 : 3, ModelManifest.Load(folder.Path)!.FormatVersion); // who knows nothing of it must not load it
        Assert.Equal(Probabilities(mixed), Probabilities(loaded));

        // Saved again without, the folder keeps nothing of it.
        TaggerFolder.Save(tagger.WithDecoder(new TagDecoder(tagger.Tags, rule)), folder.Path, new ModelManifest());
        Assert.False(File.Exists(folder.File("crf.safetensors")));
    }

    [Theory]
    [InlineData("maner", false, true)]
    [InlineData("maner", true, false)]
    [InlineData("token", false, false)] // its labels stand elsewhere in the sentence: another method's head would mislead
    public void A_tagger_that_starts_from_one_of_the_same_method_keeps_what_it_knows_of_common_tags(string method, bool newHead, bool isKept)
    {
        using var folder = new TemporaryFolder();
        using Tagger source = encoder.Tagger(new ManerMethod());
        source.Head.Bias.Fill(3);
        var surface = new LexicalCrf(source.Tags.Count);
        surface.Weights.Fill(2);
        surface.Transitions.Fill(1);
        TaggerFolder.Save(source.WithDecoder(new TagDecoder(source.Tags, Decoding.Viterbi, surface, 1)), folder.Path, new ModelManifest());

        using Tagger tagger = TaggerFolder.Create(
            folder.Path, AllMethods.Named(method), TagSet.OfTypes(["DATE", "PER"]), encoder.Workers, new Rng(5), newHead);

        Assert.Equal(["O", "B-DATE", "I-DATE", "B-PER", "I-PER"], tagger.Tags.Tags);
        int[] sources = [0, -1, -1, 3, 4];
        for (int tag = 0; tag < sources.Length; tag++)
        {
            bool isRowKept = isKept && sources[tag] >= 0;
            Assert.Equal(isRowKept ? 3 : 0, tagger.Head.Bias[tag]);
            Assert.Equal(isRowKept, sources[tag] >= 0 && tagger.Head.Weight[tag].SequenceEqual(source.Head.Weight[sources[tag]]));
        }

        Assert.Equal(isKept, tagger.Decoder.Crf is not null);
        if (isKept)
        {
            Assert.Equal([2, 0, 0, 2, 2], tagger.Decoder.Crf!.Weights[..5].ToArray());
            Assert.Equal([1, 0, 0, 1, 1], tagger.Decoder.Crf.Transitions[15..20].ToArray());
            Assert.All(tagger.Decoder.Crf.Transitions[5..10].ToArray(), score => Assert.Equal(0, score));
        }
    }

    [Fact]
    public void An_encoder_that_names_labels_but_has_no_head_gets_a_new_one()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(encoder.Folder))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        SmallEncoder.Config.WithLabels(["LABEL_0", "LABEL_1"]).Save(folder.File("config.json"));

        using Tagger tagger = TaggerFolder.Create(folder.Path, new TokenMethod(), SmallEncoder.Tags, encoder.Workers, new Rng(5));
        using Tagger other = TaggerFolder.Create(encoder.Folder, new TokenMethod(), SmallEncoder.Tags, encoder.Workers, new Rng(5));

        Assert.Equal(Probabilities(other), Probabilities(tagger));
    }

    [Fact]
    public void A_model_of_format_version_1_decodes_word_by_word_without_a_second_opinion()
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(new ManerMethod());
        TaggerFolder.Save(tagger, folder.Path, new ModelManifest());
        File.WriteAllText(folder.File("maner.json"), """{"format_version": 1, "method": "maner"}""");

        using Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers);

        Assert.Equal((Decoding.Argmax, null), (loaded.Decoder.Rule, loaded.Decoder.Crf));
        Assert.Equal(Probabilities(tagger), Probabilities(loaded));
    }

    [Theory]
    [InlineData(true, "expected 'crf.weight' [262144, 5], found [1, 5]. Copy the model folder again.")]
    [InlineData(false, "maner.json says that the model has this file, found none.")]
    public void A_surface_file_that_does_not_fit_is_named(bool exists, string message)
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(new ManerMethod());
        TaggerFolder.Save(tagger.WithDecoder(new TagDecoder(tagger.Tags, Decoding.Viterbi, new LexicalCrf(tagger.Tags.Count), 1)), folder.Path, new ModelManifest());
        (ModelManifest.Load(folder.Path)! with { FileHashes = null }).Save(folder.Path);
        File.Delete(folder.File("crf.safetensors"));
        if (exists)
        {
            SafeTensorsWriter.Write(folder.File("crf.safetensors"), [new TensorToWrite("crf.weight", [1, 5], DType.F32, () => new float[5])]);
        }

        Exception error = Assert.ThrowsAny<Exception>(() => TaggerFolder.Load(folder.Path, encoder.Workers).Dispose());

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("crf.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_another_program_is_plain_token_classification()
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(new TokenMethod());
        TaggerFolder.Save(tagger, folder.Path, new ModelManifest());
        File.Delete(folder.File("maner.json"));

        using Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers);

        Assert.Equal("token", loaded.Method.Name);
        Assert.Equal(Probabilities(tagger), Probabilities(loaded));
    }

    [Fact]
    public void A_new_token_is_the_only_difference_between_rand_and_maner()
    {
        using Tagger maner = encoder.Tagger(new ManerMethod()), rand = encoder.Tagger(new RandMethod());
        EmbeddingTable words = ((TransformerEncoder)rand.Encoder).TokenEmbeddings;

        words.Row(rand.Tokenizer.SpecialTokens.Mask).CopyTo(words.Row(rand.NewTokenId));

        Assert.Equal(Probabilities(maner), Probabilities(rand));
    }

    [Fact]
    public void Saving_over_a_model_that_cannot_be_replaced_leaves_it_as_it_was()
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(new TokenMethod());
        TaggerFolder.Save(tagger, folder.Path, new ModelManifest());
        byte[] before = File.ReadAllBytes(folder.File("maner.json"));
        using Tagger other = encoder.Tagger(new ManerMethod());
        File.WriteAllText(folder.File(".partial"), ""); // the folder beside finds a file in its place

        Assert.Throws<IOException>(() => TaggerFolder.Save(other, folder.Path, new ModelManifest()));

        Assert.Equal([".partial", "config.json", "maner.json", "model.safetensors", "sentencepiece.bpe.model"], folder.Names);
        Assert.Equal(before, File.ReadAllBytes(folder.File("maner.json")));
        using Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers);
        Assert.Equal(Probabilities(tagger), Probabilities(loaded));
    }

    [Fact]
    public void A_save_that_was_killed_among_its_moves_is_ended_by_who_opens_the_folder_next()
    {
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(new ManerMethod());
        TaggerFolder.Save(tagger, folder.Path, new ModelManifest());
        string whole = folder.File(".whole");
        Directory.CreateDirectory(whole);
        File.WriteAllText(Path.Combine(whole, "files.txt"), "+model.safetensors\n-tokenizer.json\n+maner.json\n+config.json\n");
        File.Move(folder.File("maner.json"), Path.Combine(whole, "maner.json"));
        File.Move(folder.File("config.json"), Path.Combine(whole, "config.json"));
        File.WriteAllText(folder.File("tokenizer.json"), "of an older model");

        using Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers);
        Assert.Equal(Probabilities(tagger), Probabilities(loaded));
        Assert.Equal(["config.json", "maner.json", "model.safetensors", "sentencepiece.bpe.model"], folder.Names);
    }

    [Fact]
    public void Weights_that_are_shortened_while_they_are_used_end_the_work_with_a_message()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs 'truncate': .NET itself does not write to a file that is open here");
        using var folder = new TemporaryFolder();
        using Tagger tagger = encoder.Tagger(new TokenMethod());
        TaggerFolder.Save(tagger, folder.Path, new ModelManifest());
        using Tagger loaded = TaggerFolder.Load(folder.Path, encoder.Workers);
        _ = Probabilities(loaded);
        using (var shortened = System.Diagnostics.Process.Start("truncate", ["-s", "4096", folder.File("model.safetensors")]))
        {
            shortened.WaitForExit();
        }

        string message = Assert.Throws<IOException>(() => Probabilities(loaded)).Message;
        Assert.Contains("model.safetensors': expected a file that stays as it is while it is read from", message, StringComparison.Ordinal);
    }

    private static float[] Probabilities(Tagger tagger)
    {
        TaggedSentence tagged = Assert.Single(tagger.Tag([s_sentence]));
        return [.. Enumerable.Range(0, tagged.Tags.Count).SelectMany(word => tagged.ProbabilitiesOf(word).ToArray())];
    }

    // As Hugging Face's XLMRobertaForTokenClassification names them (transformers, modeling_xlm_roberta.py).
    private static IEnumerable<string> ExpectedNames()
    {
        foreach (string name in (string[])["word_embeddings.weight", "position_embeddings.weight", "token_type_embeddings.weight", "LayerNorm.weight", "LayerNorm.bias"])
        {
            yield return $"roberta.embeddings.{name}";
        }

        foreach (int layer in (int[])[0, 1])
        {
            foreach (string module in (string[])["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
                "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm"])
            {
                yield return $"roberta.encoder.layer.{layer}.{module}.weight";
                yield return $"roberta.encoder.layer.{layer}.{module}.bias";
            }
        }

        yield return "classifier.weight";
        yield return "classifier.bias";
    }
}
