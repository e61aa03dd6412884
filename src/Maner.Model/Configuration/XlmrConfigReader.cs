using System.Globalization;
using System.Text.Json;

namespace Maner.Model.Configuration;

/// <summary>Reads and checks <c>config.json</c>: a value that the encoder does not compute is refused, never ignored.</summary>
internal static class XlmrConfigReader
{
    private const int MaxCount = int.MaxValue;

    /// <exception cref="InvalidDataException">A key is missing, of the wrong kind, out of range or unsupported.</exception>
    public static XlmrConfig Read(JsonElement root, string path)
    {
        var keys = new XlmrConfigKeys(root, path);
        RefuseOtherModels(keys);
        var config = new XlmrConfig
        {
            VocabSize = keys.Integer("vocab_size", 1, MaxCount),
            HiddenSize = keys.Integer("hidden_size", 1, MaxCount),
            Layers = keys.Integer("num_hidden_layers", 1, 1000),
            Heads = keys.Integer("num_attention_heads", 1, MaxCount),
            IntermediateSize = keys.Integer("intermediate_size", 1, MaxCount),
            MaxPositionEmbeddings = keys.Integer("max_position_embeddings", 1, MaxCount),
            PretrainedMaxTokens = keys.Has("pretrained_max_tokens") ? keys.Integer("pretrained_max_tokens", XlmrConfig.ShortestWindow, MaxCount) : null,
            TypeVocabSize = keys.Integer("type_vocab_size", 1, MaxCount),
            LayerNormEps = keys.Number("layer_norm_eps", float.Epsilon, 1),
            HiddenDropout = keys.Probability("hidden_dropout_prob", absent: 0.1f),
            AttentionDropout = keys.Probability("attention_probs_dropout_prob", absent: 0.1f),
            ClassifierDropout = keys.Has("classifier_dropout") ? keys.Probability("classifier_dropout", absent: 0) : null,
            InitializerRange = keys.Number("initializer_range", 0, 1, absent: 0.02f),
            PadTokenId = keys.Integer("pad_token_id", 0, MaxCount, absent: 1),
            BosTokenId = keys.Integer("bos_token_id", 0, MaxCount, absent: 0),
            EosTokenId = keys.Integer("eos_token_id", 0, MaxCount, absent: 2),
            Architectures = keys.Texts("architectures"),
            Id2Label = Labels(keys),
            TorchDType = keys.Text("dtype") ?? keys.Text("torch_dtype"),
            Source = root.GetRawText(),
        };
        CheckSizes(config, keys);
        return config;
    }

    private static void RefuseOtherModels(XlmrConfigKeys keys)
    {
        string? type = keys.Text("model_type");
        if (type is not "xlm-roberta")
        {
            throw keys.Error("model_type", "\"xlm-roberta\"", type switch
            {
                null => "none. Use the config.json of an XLM-RoBERTa checkpoint.",
                "roberta" or "camembert" => $"\"{type}\", which has the same layers but another tokenizer. Use an XLM-RoBERTa checkpoint.",
                _ => $"\"{type}\". Use an XLM-RoBERTa checkpoint.",
            });
        }

        if (keys.Text("hidden_act") is { } activation and not "gelu")
        {
            throw keys.Error("hidden_act", "\"gelu\" (the erf form)", $"\"{activation}\", which this encoder does not compute. Use another checkpoint.");
        }

        if (keys.Text("position_embedding_type") is { } positions and not "absolute")
        {
            throw keys.Error("position_embedding_type", "\"absolute\"", $"\"{positions}\", which this encoder does not compute. Use another checkpoint.");
        }

        foreach (string decoder in (string[])["is_decoder", "add_cross_attention"])
        {
            if (keys.Flag(decoder, absent: false))
            {
                throw keys.Error(decoder, "false", "true: the checkpoint is a decoder. Use an encoder's checkpoint.");
            }
        }

        if (!keys.Flag("tie_word_embeddings", absent: true) && keys.Texts("architectures").Contains(XlmrConfig.MaskedLanguageModel))
        {
            throw keys.Error("tie_word_embeddings", "true", "false: the masked-LM head would need a decoder of its own. Use a checkpoint with tied embeddings.");
        }

        if (keys.Find("pruned_heads") is { } pruned && !(pruned.ValueKind == JsonValueKind.Object && !pruned.EnumerateObject().Any()))
        {
            throw keys.Error("pruned_heads", "none", "some: layers of different widths are not supported. Use a checkpoint without pruned heads.");
        }
    }

    private static List<string>? Labels(XlmrConfigKeys keys)
    {
        const string Key = "id2label";
        if (keys.Find(Key) is not { } element)
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            throw keys.Error(Key, "an object such as {\"0\": \"O\"}", $"{element.ValueKind}. Repair the file.");
        }

        var byId = new SortedDictionary<int, string>();
        foreach (JsonProperty label in element.EnumerateObject())
        {
            if (!int.TryParse(label.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                || label.Value.ValueKind != JsonValueKind.String
                || !byId.TryAdd(id, keys.Unescape(Key, label.Value)))
            {
                throw keys.Error(Key, "every id once, each with a label in quotes", $"\"{label.Name}\": {label.Value.GetRawText()}. Repair the file.");
            }
        }

        if (byId.Count == 0 || byId.Keys.Last() != byId.Count - 1)
        {
            throw keys.Error(Key, "the ids 0, 1, 2, … without a gap", $"{string.Join(", ", byId.Keys.Take(20))}. Repair the file.");
        }

        return [.. byId.Values];
    }

    private static void CheckSizes(XlmrConfig config, XlmrConfigKeys keys)
    {
        if (config.HiddenSize % config.Heads != 0)
        {
            throw keys.Error("hidden_size", $"a multiple of num_attention_heads ({config.Heads})", $"{config.HiddenSize}. Repair the file.");
        }

        foreach ((string key, int rows) in (ReadOnlySpan<(string, int)>)
            [("vocab_size", config.VocabSize), ("intermediate_size", config.IntermediateSize), ("max_position_embeddings", config.MaxPositionEmbeddings), ("type_vocab_size", config.TypeVocabSize), ("hidden_size", config.HiddenSize)])
        {
            if ((long)rows * config.HiddenSize > int.MaxValue)
            {
                throw keys.Error(key, $"at most {int.MaxValue / config.HiddenSize} at hidden_size {config.HiddenSize}", $"{rows}: the matrix would be too large. Use a smaller model.");
            }
        }

        foreach ((string key, int id) in (ReadOnlySpan<(string, int)>)
            [("pad_token_id", config.PadTokenId), ("bos_token_id", config.BosTokenId), ("eos_token_id", config.EosTokenId)])
        {
            if (id >= config.VocabSize)
            {
                throw keys.Error(key, $"an id below vocab_size ({config.VocabSize})", $"{id}. Repair the file.");
            }
        }

        // <s>, one token and </s> are the least that a sentence needs.
        if (config.MaxTokens < 3)
        {
            throw keys.Error("max_position_embeddings", $"at least pad_token_id + 4 ({config.PadTokenId + 4L})", $"{config.MaxPositionEmbeddings}. Repair the file.");
        }
    }
}
