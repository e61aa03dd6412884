using System.Text.Json.Nodes;
using Maner.Model.Configuration;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

public sealed class EncoderConfigTests
{
    /// <summary>XLM-R base as the hub has it, with keys that this program does not read.</summary>
    private const string Hub = """
        {
          "architectures": ["XLMRobertaForMaskedLM"],
          "attention_probs_dropout_prob": 0.1,
          "bos_token_id": 0,
          "classifier_dropout": null,
          "eos_token_id": 2,
          "hidden_act": "gelu",
          "hidden_dropout_prob": 0.1,
          "hidden_size": 768,
          "initializer_range": 0.02,
          "intermediate_size": 3072,
          "layer_norm_eps": 1e-05,
          "max_position_embeddings": 514,
          "model_type": "xlm-roberta",
          "num_attention_heads": 12,
          "num_hidden_layers": 12,
          "output_past": true,
          "pad_token_id": 1,
          "position_embedding_type": "absolute",
          "torch_dtype": "float16",
          "transformers_version": "4.17.0.dev0",
          "type_vocab_size": 1,
          "use_cache": true,
          "vocab_size": 250002
        }
        """;

    [Fact]
    public void What_pre_training_saw_bounds_the_window_and_is_written_back()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("maner-config-").FullName, "config.json");
        File.WriteAllText(path, Hub.Replace("\"vocab_size\"", "\"pretrained_max_tokens\": 64, \"vocab_size\"", StringComparison.Ordinal));

        EncoderConfig config = EncoderConfig.Load(path);
        config.WithLabels(["O", "B-PER", "I-PER"]).Save(path);

        Assert.Equal(64, config.MaxTokens);
        Assert.Equal(64, EncoderConfig.Load(path).PretrainedMaxTokens);
        Assert.Equal(512, EncoderConfig.Base.MaxTokens);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void The_hubs_file_of_XLM_R_base_gives_the_preset()
    {
        EncoderConfig config = Load(Hub);

        Assert.Equal((250002, 768, 12, 12, 3072, 514, 1), (config.VocabSize, config.HiddenSize, config.Layers, config.Heads, config.IntermediateSize, config.MaxPositionEmbeddings, config.TypeVocabSize));
        Assert.Equal((1e-5f, 0.1f, 0.1f, null, 0.02f), (config.LayerNormEps, config.HiddenDropout, config.AttentionDropout, config.ClassifierDropout, config.InitializerRange));
        Assert.Equal((1, 0, 2), (config.PadTokenId, config.BosTokenId, config.EosTokenId));
        Assert.Equal(512, config.MaxTokens);
        Assert.Equal(64, config.HeadSize);
        Assert.Null(config.Id2Label);
        Assert.Equal("float16", config.TorchDType);
        Assert.Equal(["XLMRobertaForMaskedLM"], config.Architectures);
        Assert.Equal((EncoderConfig.Base.VocabSize, EncoderConfig.Base.LayerNormEps, EncoderConfig.Base.MaxTokens), (config.VocabSize, config.LayerNormEps, config.MaxTokens));
    }

    [Fact]
    public void Large_has_the_shape_of_XLM_R_large()
    {
        EncoderConfig large = EncoderConfig.Large;
        Assert.Equal((250002, 1024, 24, 16, 4096, 512, 64), (large.VocabSize, large.HiddenSize, large.Layers, large.Heads, large.IntermediateSize, large.MaxTokens, large.HeadSize));
    }

    [Fact]
    public void A_file_that_nothing_changed_is_written_back_with_every_key_and_every_digit()
    {
        JsonObject before = JsonNode.Parse(Hub)!.AsObject();
        JsonObject after = JsonNode.Parse(Load(Hub).ToJson())!.AsObject();

        Assert.True(JsonNode.DeepEquals(before, after));
        Assert.Contains("\"layer_norm_eps\": 1e-05,", Load(Hub).ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_saved_loads_as_the_same_configuration(bool preset)
    {
        using var folder = new TemporaryFolder();
        EncoderConfig config = (preset ? EncoderConfig.Large : Load(Hub)) with { Layers = 3, HiddenDropout = 0.25f, ClassifierDropout = 0.3f, PadTokenId = 5, LayerNormEps = 1e-12f };

        config.Save(folder.File("config.json"));
        var loaded = EncoderConfig.Load(folder.File("config.json"));

        Assert.Equal(config.ToJson(), loaded.ToJson());
        Assert.Equal(config, loaded);
        Assert.NotEqual(config with { Layers = 4 }, loaded);
        Assert.Equal((3, 0.25f, 0.3f, 5, 1e-12f), (loaded.Layers, loaded.HiddenDropout, loaded.ClassifierDropout, loaded.PadTokenId, loaded.LayerNormEps));
        Assert.Equal(["config.json"], folder.Names);
    }

    [Fact]
    public void Labels_make_a_token_classifier_that_keeps_foreign_keys()
    {
        EncoderConfig config = Load(Hub.Replace("\"use_cache\": true", "\"use_cache\": true, \"num_labels\": 7", StringComparison.Ordinal))
            .WithLabels(["O", "B-Lieu dit", "I-Лес"]);
        JsonObject json = JsonNode.Parse(config.ToJson())!.AsObject();

        Assert.Equal("""["XLMRobertaForTokenClassification"]""", json["architectures"]!.ToJsonString());
        Assert.Equal((3, "B-Lieu dit", "I-Лес"), (json["id2label"]!.AsObject().Count, (string)json["id2label"]!["1"]!, (string)json["id2label"]!["2"]!));
        Assert.Equal((3, 0, 2), (json["label2id"]!.AsObject().Count, (int)json["label2id"]!["O"]!, (int)json["label2id"]!["I-Лес"]!));
        Assert.Equal("4.17.0.dev0", (string)json["transformers_version"]!);
        Assert.Equal("float32", (string)json["torch_dtype"]!);
        Assert.False(json.ContainsKey("num_labels"));
        Assert.Equal(["O", "B-Lieu dit", "I-Лес"], Load(config.ToJson()).Id2Label);
    }

    [Fact]
    public void Labels_are_ordered_by_number_not_by_text()
    {
        string labels = string.Join(",", Enumerable.Range(0, 12).Reverse().Select(id => $"\"{id}\":\"L{id}\""));

        Assert.Equal(Enumerable.Range(0, 12).Select(id => $"L{id}"), Load(With("\"id2label\": {" + labels + "}")).Id2Label);
    }

    [Fact]
    public void Labels_that_repeat_or_are_none_are_a_programming_error()
    {
        Assert.Throws<ArgumentException>(() => EncoderConfig.Base.WithLabels(["O", "O"]));
        Assert.Throws<ArgumentException>(() => EncoderConfig.Base.WithLabels([]));
    }

    [Theory]
    [InlineData("\"model_type\": \"camembert\"", "model_type: expected \"xlm-roberta\" or \"roberta\" or \"bert\" or \"distilbert\" or \"modernbert\", found \"camembert\" (architectures: XLMRobertaForMaskedLM)")]
    [InlineData("\"model_type\": \"deberta-v2\"", "found \"deberta-v2\"")]
    [InlineData("\"model_type\": \"xlm-roberta-xl\"", "found \"xlm-roberta-xl\"")]
    [InlineData("\"model_type\": null, \"architectures\": [\"ElectraModel\"]", "found none (architectures: ElectraModel)")]
    [InlineData("\"hidden_act\": \"relu\"", "hidden_act: expected \"gelu\" or \"gelu_python\" or \"gelu_new\" or \"gelu_pytorch_tanh\" or \"gelu_fast\" or \"gelu_accurate\", found \"relu\"")]
    [InlineData("\"hidden_act\": 3", "hidden_act: expected a text in quotes, found 3")]
    [InlineData("\"position_embedding_type\": \"relative_key\"", "position_embedding_type: expected \"absolute\", found \"relative_key\"")]
    [InlineData("\"is_decoder\": true", "is_decoder: expected false, found true")]
    [InlineData("\"is_decoder\": 0", "is_decoder: expected true or false, found 0")]
    [InlineData("\"add_cross_attention\": true", "add_cross_attention: expected false, found true")]
    [InlineData("\"tie_word_embeddings\": 0", "tie_word_embeddings: expected true or false, found 0")]
    [InlineData("\"pruned_heads\": {\"0\": [1]}", "pruned_heads: expected none, found some")]
    [InlineData("\"hidden_size\": 770", "hidden_size: expected a multiple of num_attention_heads (12), found 770")]
    [InlineData("\"hidden_size\": \"768\"", "hidden_size: expected a whole number of at least 1, found \"768\"")]
    [InlineData("\"hidden_size\": 768.5", "hidden_size: expected a whole number of at least 1, found 768.5")]
    [InlineData("\"hidden_size\": null", "hidden_size: expected a whole number of at least 1, found none")]
    [InlineData("\"num_hidden_layers\": 0", "num_hidden_layers: expected a whole number from 1 to 1000, found 0")]
    [InlineData("\"num_attention_heads\": -1", "num_attention_heads: expected a whole number of at least 1, found -1")]
    [InlineData("\"vocab_size\": 4000000", "vocab_size: expected at most 2796202 at hidden_size 768, found 4000000")]
    [InlineData("\"intermediate_size\": 4000000", "intermediate_size: expected at most 2796202")]
    [InlineData("\"vocab_size\": 99999999999", "vocab_size: expected a whole number of at least 1, found 99999999999")]
    [InlineData("\"vocab_size\": 2", "eos_token_id: expected an id below vocab_size (2), found 2")]
    [InlineData("\"max_position_embeddings\": 4", "max_position_embeddings: expected at least pad_token_id + 4 (5), found 4")]
    [InlineData("\"pad_token_id\": 250002", "pad_token_id: expected an id below vocab_size (250002), found 250002")]
    [InlineData("\"hidden_dropout_prob\": 1", "hidden_dropout_prob: expected a probability below 1, found 1")]
    [InlineData("\"hidden_dropout_prob\": -0.1", "hidden_dropout_prob: expected a number from 0 to 1, found -0.1")]
    [InlineData("\"layer_norm_eps\": 0", "layer_norm_eps: expected a number from")]
    [InlineData("\"architectures\": \"XLMRobertaModel\"", "architectures: expected a list of texts")]
    [InlineData("\"id2label\": {\"0\": \"O\", \"2\": \"B-PER\"}", "id2label: expected the ids 0, 1, 2, … without a gap, found 0, 2")]
    [InlineData("\"id2label\": {\"0\": \"O\", \"00\": \"B-PER\"}", "id2label: expected every id once")]
    [InlineData("\"id2label\": {\"zero\": \"O\"}", "id2label: expected every id once")]
    [InlineData("\"id2label\": {\"0\": 1}", "id2label: expected every id once")]
    [InlineData("\"id2label\": {}", "id2label: expected the ids")]
    [InlineData("\"id2label\": [\"O\"]", "id2label: expected an object")]
    [InlineData("\"id2label\": {\"0\": \"\\ud800\"}", "id2label: expected Unicode text, found half a surrogate pair")]
    public void An_unsupported_or_broken_value_is_refused_with_a_sentence(string replacement, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(With(replacement)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("config.json': ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "expected JSON, found a mistake")]
    [InlineData("[]", "expected a JSON object, found Array")]
    [InlineData("{\"vocab_size\": 1, \"vocab_size\": 2}", "expected JSON, found a mistake")]
    [InlineData("{\"vocab_size\": 1, \"vocab\\u005fsize\": 2}", "expected JSON, found a mistake")]
    [InlineData("{} {}", "expected JSON, found a mistake")]
    public void A_file_that_is_no_JSON_object_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Load(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_and_bytes_that_are_no_UTF8_are_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("config.json");

        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => EncoderConfig.Load(path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
        Assert.Contains("not UTF-8", Assert.Throws<InvalidDataException>(() => EncoderConfig.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_newer_libraries_leave_out_have_the_librarys_defaults()
    {
        EncoderConfig config = Load("""
            {"model_type": "xlm-roberta", "vocab_size": 200, "hidden_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4,
             "intermediate_size": 128, "max_position_embeddings": 66, "type_vocab_size": 1, "layer_norm_eps": 1e-05, "dtype": "bfloat16"}
            """);

        Assert.Equal((0.1f, 0.1f, 1, 0, 2, 64), (config.HiddenDropout, config.AttentionDropout, config.PadTokenId, config.BosTokenId, config.EosTokenId, config.MaxTokens));
        Assert.Equal("bfloat16", config.TorchDType);
        Assert.Equal("float32", (string)JsonNode.Parse(config.WithLabels(["O"]).ToJson())!["dtype"]!);
    }

    [Theory]
    [InlineData("\"model_type\": \"bert\", \"architectures\": null", "Bert")]
    [InlineData("\"model_type\": null, \"architectures\": [\"BertForPreTraining\"]", "Bert")]
    [InlineData("\"model_type\": null, \"architectures\": [\"DistilBertModel\"]", "DistilBert")]
    [InlineData("\"model_type\": null, \"architectures\": [\"RobertaForMaskedLM\"]", "Roberta")]
    [InlineData("\"model_type\": null, \"architectures\": [\"XLMRobertaModel\"]", "XLMRoberta")]
    [InlineData("\"model_type\": \"roberta\", \"architectures\": [\"BertModel\"]", "Roberta")]
    public void The_family_is_told_from_model_type_or_else_from_architectures(string properties, string family)
    {
        string json = With(properties);
        json = family == "DistilBert" ? json.Replace("hidden_size", "dim", StringComparison.Ordinal).Replace("num_hidden_layers", "n_layers", StringComparison.Ordinal)
            .Replace("num_attention_heads", "n_heads", StringComparison.Ordinal).Replace("intermediate_size", "hidden_dim", StringComparison.Ordinal) : json;

        EncoderConfig config = Load(json);

        Assert.Equal(family, config.Family.Class);
        Assert.Equal([family + "ForTokenClassification"], config.WithLabels(["O"]).Architectures);
        Assert.Equal(config.Family, Load(config.WithLabels(["O"]).ToJson()).Family);
    }

    [Fact]
    public void Multilingual_BERT_counts_positions_from_0_and_MuRILs_file_may_lack_what_the_library_has_defaults_for()
    {
        EncoderConfig config = Load("""
            {"architectures": ["BertForMaskedLM"], "model_type": "bert", "vocab_size": 197285, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
             "intermediate_size": 3072, "hidden_act": "gelu", "max_position_embeddings": 512, "embedding_size": 768}
            """);

        Assert.Equal((1e-12f, 2, 0, 0, 512), (config.LayerNormEps, config.TypeVocabSize, config.PadTokenId, config.FirstPosition, config.MaxTokens));
        Assert.Equal((null, null), (config.BosTokenId, config.EosTokenId));
        Assert.Equal("bert.embeddings.word_embeddings.weight", config.Family.WordEmbeddings);
        Assert.False(JsonNode.Parse(config.ToJson())!.AsObject().ContainsKey("bos_token_id"));
    }

    [Fact]
    public void DistilBERT_has_keys_of_its_own_and_they_are_written_back()
    {
        const string Json = """
            {"activation": "gelu", "architectures": ["DistilBertForMaskedLM"], "attention_dropout": 0.2, "dim": 768, "dropout": 0.3, "hidden_dim": 3072,
             "initializer_range": 0.02, "max_position_embeddings": 512, "model_type": "distilbert", "n_heads": 12, "n_layers": 6, "output_past": true,
             "pad_token_id": 0, "qa_dropout": 0.1, "seq_classif_dropout": 0.2, "sinusoidal_pos_embds": false, "tie_weights_": true, "vocab_size": 119547}
            """;

        EncoderConfig config = Load(Json);

        Assert.Equal((768, 6, 12, 3072, 0, 1e-12f), (config.HiddenSize, config.Layers, config.Heads, config.IntermediateSize, config.TypeVocabSize, config.LayerNormEps));
        Assert.Equal((0.3f, 0.2f), (config.HiddenDropout, config.AttentionDropout));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Json), JsonNode.Parse(config.ToJson())));
        Assert.Equal("distilbert.transformer.layer.3.attention.out_lin.bias", config.Family.NameOf("encoder.layer.3.attention.output.dense.bias"));
        Assert.Contains("n_layers: expected a whole number from 1 to 1000, found 0", Assert.Throws<InvalidDataException>(() => Load(Json.Replace("\"n_layers\": 6", "\"n_layers\": 0", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
        Assert.Contains("dim: expected a multiple of n_heads (12), found 770", Assert.Throws<InvalidDataException>(() => Load(Json.Replace("768", "770", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    private const string MmBert = """
        {"architectures": ["ModernBertForMaskedLM"], "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 2, "classifier_activation": "gelu", "classifier_bias": false,
         "classifier_dropout": 0.0, "classifier_pooling": "mean", "cls_token_id": 1, "decoder_bias": true, "deterministic_flash_attn": false, "embedding_dropout": 0.0, "eos_token_id": 1,
         "global_attn_every_n_layers": 3, "global_rope_theta": 160000, "gradient_checkpointing": false, "hidden_activation": "gelu", "hidden_size": 768,
         "initializer_cutoff_factor": 2.0, "initializer_range": 0.02, "intermediate_size": 1152, "layer_norm_eps": 1e-05, "local_attention": 128, "local_rope_theta": 160000,
         "mask_token_id": 4, "max_position_embeddings": 8192, "mlp_bias": false, "mlp_dropout": 0.0, "model_type": "modernbert", "norm_bias": false, "norm_eps": 1e-05,
         "num_attention_heads": 12, "num_hidden_layers": 22, "pad_token_id": 0, "position_embedding_type": "sans_pos", "repad_logits_with_grad": false, "sep_token_id": 1,
         "sparse_pred_ignore_index": -100, "sparse_prediction": false, "torch_dtype": "float32", "vocab_size": 256000}
        """;

    [Fact]
    public void MmBERTs_file_has_its_layers_and_is_written_back_as_it_was()
    {
        EncoderConfig config = Load(MmBert);

        Assert.Equal((22, 768, 12, 1152, 8192, 0, 0f, 0f), (config.Layers, config.HiddenSize, config.Heads, config.IntermediateSize, config.MaxTokens, config.TypeVocabSize, config.HiddenDropout, config.AttentionDropout));
        PreNormSettings settings = config.PreNorm!;
        Assert.Equal([0, 3, 6, 9, 12, 15, 18, 21], Enumerable.Range(0, 22).Where(settings.IsGlobal));
        Assert.Equal((null, 64, 160_000f, 160_000f), (settings.WindowOf(21), settings.WindowOf(1), settings.ThetaOf(0), settings.ThetaOf(1)));
        Assert.False(settings.NormBias || settings.AttentionBias || settings.FeedForwardBias || settings.HeadBias);
        Assert.True(settings.DecoderBias && config.IsTied);
        Assert.Equal("model.embeddings.tok_embeddings.weight", config.Family.WordEmbeddings);
        Assert.Equal(5e-5f, config.Family.LearningRate(768));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(MmBert), JsonNode.Parse(config.ToJson())));
        Assert.Equal(["ModernBertForTokenClassification"], config.WithLabels(["O"]).Architectures);
    }

    [Fact]
    public void Keys_of_ModernBERT_that_are_missing_have_the_librarys_defaults_and_null_is_none_of_them()
    {
        JsonObject json = JsonNode.Parse(MmBert)!.AsObject();
        json["local_rope_theta"] = null;
        Assert.Equal(160_000, Load(json.ToJsonString()).PreNorm!.LocalTheta);
        foreach (string key in (string[])["local_rope_theta", "global_rope_theta", "local_attention", "global_attn_every_n_layers", "norm_eps", "decoder_bias", "norm_bias"])
        {
            json.Remove(key);
        }

        EncoderConfig config = Load(json.ToJsonString());

        Assert.Equal(new PreNormSettings(), config.PreNorm);
        Assert.Equal((10_000f, 160_000f, 128, 3, 1e-5f), (config.PreNorm!.LocalTheta, config.PreNorm.GlobalTheta, config.PreNorm.LocalAttention, config.PreNorm.GlobalEvery, config.LayerNormEps));
    }

    [Theory]
    [InlineData("\"rope_parameters\": {\"full_attention\": {\"rope_type\": \"default\", \"rope_theta\": 5000}, \"sliding_attention\": {\"rope_theta\": 70.5}}", 5000, 70.5)]
    [InlineData("\"rope_parameters\": {\"full_attention\": null}", 160_000, 160_000)]
    [InlineData("\"layer_types\": null", 160_000, 160_000)]
    public void Newer_files_name_thetas_by_the_kind_of_layer(string property, float global, float local)
    {
        PreNormSettings settings = Load(MmBert.TrimEnd().TrimEnd('}') + ", " + property + "}").PreNorm!;
        Assert.Equal((global, local), (settings.GlobalTheta, settings.LocalTheta));
    }

    [Theory]
    [InlineData("\"rope_parameters\": {\"full_attention\": {\"rope_type\": \"yarn\"}}", "rope_parameters.full_attention.rope_type: expected \"default\", found \"yarn\"")]
    [InlineData("\"rope_parameters\": {\"sliding_attention\": {\"rope_theta\": \"x\"}}", "rope_parameters.sliding_attention.rope_theta: expected a number of at least 1, found \"x\"")]
    [InlineData("\"rope_parameters\": [1]", "rope_parameters: expected an object with full_attention and sliding_attention, found [1]")]
    [InlineData("\"rope_scaling\": {\"type\": \"linear\"}", "rope_scaling: expected none, found some")]
    [InlineData("\"layer_types\": [\"full_attention\"]", "layer_types: expected 22 of them, one for each layer, found 1")]
    [InlineData("\"hidden_activation\": \"silu\"", "hidden_activation: expected \"gelu\" or")]
    [InlineData("\"classifier_activation\": \"relu\"", "classifier_activation: expected \"gelu\" or")]
    [InlineData("\"hidden_size\": 780", "hidden_size: expected heads of an even width, of which rotary positions turn pairs, found 780 for 12 heads")]
    [InlineData("\"local_attention\": 0", "local_attention: expected a whole number from 1 to")]
    [InlineData("\"global_attn_every_n_layers\": 0", "global_attn_every_n_layers: expected a whole number of at least 1, found 0")]
    [InlineData("\"norm_bias\": 1", "norm_bias: expected true or false, found 1")]
    [InlineData("\"position_embedding_type\": \"relative_key\"", "position_embedding_type: expected \"absolute\", found \"relative_key\"")]
    public void What_ModernBERTs_layers_do_not_compute_is_refused(string property, string expected)
    {
        JsonObject json = JsonNode.Parse(MmBert)!.AsObject();
        json.Remove(property.Split('"')[1]);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Load(json.ToJsonString().TrimEnd('}') + ", " + property + "}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_of_layers_must_be_those_of_the_number()
    {
        string kinds = string.Join(", ", Enumerable.Range(0, 22).Select(layer => layer % 3 == 0 ? "\"full_attention\"" : "\"sliding_attention\""));
        string With(string list) => MmBert.TrimEnd().TrimEnd('}') + $", \"layer_types\": [{list}]}}";
        Assert.True(Load(With(kinds)).PreNorm!.IsGlobal(3));
        string other = kinds.Replace("full_attention\", \"sliding_attention", "sliding_attention\", \"sliding_attention", StringComparison.Ordinal);
        Assert.Contains(
            "layer_types: expected \"full_attention\" for layer 0, since global_attn_every_n_layers is 3, found \"sliding_attention\"",
            Assert.Throws<InvalidDataException>(() => Load(With(other))).Message, StringComparison.Ordinal);
    }

    private static string With(string property)
    {
        JsonObject json = JsonNode.Parse(Hub)!.AsObject();
        foreach (string key in (string[])[property.Split('"')[1], .. property.Contains("architectures", StringComparison.Ordinal) ? ["architectures"] : Array.Empty<string>()])
        {
            json.Remove(key);
        }

        string rest = json.ToJsonString().TrimStart('{');
        return "{" + property + "," + rest;
    }

    private static EncoderConfig Load(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), json);
        return EncoderConfig.Load(folder.File("config.json"));
    }
}
