using System.Globalization;
using System.Text.Json;
using Maner.Tensors;

namespace Maner.Model.Configuration;

/// <summary>Reads and checks <c>config.json</c>: a value that the encoder does not compute is refused, never ignored.</summary>
internal static class EncoderConfigReader
{
    private const int MaxCount = int.MaxValue;

    // The approximations differ in how they are computed, not in what.
    private static readonly Dictionary<string, Activation> s_activations = new(StringComparer.Ordinal)
    {
        ["gelu"] = Activation.Gelu,
        ["gelu_python"] = Activation.Gelu,
        ["gelu_new"] = Activation.GeluTanh,
        ["gelu_pytorch_tanh"] = Activation.GeluTanh,
        ["gelu_fast"] = Activation.GeluTanh,
        ["gelu_accurate"] = Activation.GeluTanh,
    };

    /// <exception cref="InvalidDataException">A key is missing, of the wrong kind, out of range or unsupported.</exception>
    public static EncoderConfig Read(JsonElement root, string path)
    {
        EncoderFamily family = FamilyOf(new EncoderConfigKeys(root, path));
        var keys = new EncoderConfigKeys(root, path, family);
        RefuseOtherModels(keys);
        var config = new EncoderConfig
        {
            Family = family,
            VocabSize = keys.Integer("vocab_size", 1, MaxCount),
            HiddenSize = keys.Integer("hidden_size", 1, MaxCount),
            Layers = keys.Integer("num_hidden_layers", 1, 1000),
            Heads = keys.Integer("num_attention_heads", 1, MaxCount),
            IntermediateSize = keys.Integer("intermediate_size", 1, MaxCount),
            MaxPositionEmbeddings = keys.Integer("max_position_embeddings", 1, MaxCount),
            PretrainedMaxTokens = keys.OptionalInteger("pretrained_max_tokens", EncoderConfig.ShortestWindow),
            TypeVocabSize = keys.Integer("type_vocab_size", 1, MaxCount, family.Defaults.TypeVocabSize),
            Activation = ActivationOf(keys, "hidden_act"),
            LayerNormEps = keys.Number("layer_norm_eps", float.Epsilon, 1, family.Defaults.LayerNormEps),
            HiddenDropout = keys.Probability("hidden_dropout_prob", absent: family.Dropout),
            AttentionDropout = keys.Probability("attention_probs_dropout_prob", absent: family.Dropout),
            ClassifierDropout = keys.Has("classifier_dropout") ? keys.Probability("classifier_dropout", absent: 0) : null,
            InitializerRange = keys.Number("initializer_range", 0, 1, absent: 0.02f),
            PadTokenId = keys.Integer("pad_token_id", 0, MaxCount, family.Defaults.PadTokenId),
            BosTokenId = keys.OptionalInteger("bos_token_id", 0, family.Defaults.BosTokenId),
            EosTokenId = keys.OptionalInteger("eos_token_id", 0, family.Defaults.EosTokenId),
            Architectures = keys.Texts("architectures"),
            IsTied = keys.Flag("tie_word_embeddings", absent: true),
            Id2Label = Labels(keys),
            TokenizerClass = keys.Text("tokenizer_class"),
            TorchDType = keys.Text("dtype") ?? keys.Text("torch_dtype"),
            Source = root.GetRawText(),
        };
        if (family.IsPreNorm)
        {
            config = config with { PreNorm = PreNormReader.Read(keys, config.Layers) };
        }

        CheckSizes(config, keys);
        return config;
    }

    private static EncoderFamily FamilyOf(EncoderConfigKeys keys)
    {
        string? type = keys.Text("model_type");
        IReadOnlyList<string> architectures = keys.Texts("architectures");
        return EncoderFamily.Of(type, architectures) ?? throw keys.Error(
            "model_type",
            string.Join(" or ", EncoderFamily.All.Select(family => $"\"{family.ModelType}\"")),
            $"{(type is null ? "none" : $"\"{type}\"")}{(architectures.Count == 0 ? "" : $" (architectures: {string.Join(", ", architectures)})")}. Use an encoder of one of these families.");
    }

    /// <summary>The activation that a key names.</summary>
    /// <exception cref="InvalidDataException">It is none of GELU's.</exception>
    public static Activation ActivationOf(EncoderConfigKeys keys, string key)
    {
        string name = keys.Text(key) ?? "gelu";
        return s_activations.TryGetValue(name, out Activation activation)
            ? activation
            : throw keys.Error(key, string.Join(" or ", s_activations.Keys.Select(known => $"\"{known}\"")), $"\"{name}\", which this encoder does not compute. Use another checkpoint.");
    }

    private static void RefuseOtherModels(EncoderConfigKeys keys)
    {
        if (keys.Text("position_embedding_type") is { } positions and not "absolute" && !(keys.IsPreNorm && positions == "sans_pos"))
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

        if (keys.Find("pruned_heads") is { } pruned && !(pruned.ValueKind == JsonValueKind.Object && !pruned.EnumerateObject().Any()))
        {
            throw keys.Error("pruned_heads", "none", "some: layers of different widths are not supported. Use a checkpoint without pruned heads.");
        }
    }

    private static List<string>? Labels(EncoderConfigKeys keys)
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

    private static void CheckSizes(EncoderConfig config, EncoderConfigKeys keys)
    {
        if (config.HiddenSize % config.Heads != 0)
        {
            throw keys.Error("hidden_size", $"a multiple of {keys.NameOf("num_attention_heads")} ({config.Heads})", $"{config.HiddenSize}. Repair the file.");
        }

        if (config.PreNorm is not null && config.HeadSize % 2 != 0)
        {
            throw keys.Error("hidden_size", $"heads of an even width, of which rotary positions turn pairs", $"{config.HiddenSize} for {config.Heads} heads. Repair the file.");
        }

        int widest = config.PreNorm is null ? 1 : 3; // the fused weight of queries, keys and values
        foreach ((string key, int rows) in (ReadOnlySpan<(string, int)>)
            [("vocab_size", config.VocabSize), ("intermediate_size", config.IntermediateSize), ("max_position_embeddings", config.MaxPositionEmbeddings), ("type_vocab_size", config.TypeVocabSize), ("hidden_size", config.HiddenSize)])
        {
            int most = int.MaxValue / config.HiddenSize / (key is "hidden_size" or "intermediate_size" ? widest : 1);
            if (rows > most)
            {
                throw keys.Error(key, $"at most {most} at {keys.NameOf("hidden_size")} {config.HiddenSize}", $"{rows}: the matrix would be too large. Use a smaller model.");
            }
        }

        foreach ((string key, int? id) in (ReadOnlySpan<(string, int?)>)
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
            throw keys.Error("max_position_embeddings", config.Family.PositionsFollowPadding ? $"at least pad_token_id + 4 ({config.PadTokenId + 4L})" : "at least 3", $"{config.MaxPositionEmbeddings}. Repair the file.");
        }
    }
}
