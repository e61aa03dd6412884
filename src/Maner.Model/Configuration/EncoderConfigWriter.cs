using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Maner.Model.Json;
using Maner.Tensors;

namespace Maner.Model.Configuration;

/// <summary>Writes <c>config.json</c>: the text that was read, with only the changed keys written again.</summary>
internal static class EncoderConfigWriter
{
    public static string Write(EncoderConfig config)
    {
        JsonObject root = JsonNode.Parse(config.Source)!.AsObject();
        EncoderFamily family = config.Family;
        SetTexts(root, "architectures", config.Architectures);
        Set(root, family.KeyOf("attention_probs_dropout_prob"), config.AttentionDropout);
        Set(root, "bos_token_id", config.BosTokenId);
        if (config.ClassifierDropout is { } dropout)
        {
            Set(root, "classifier_dropout", dropout);
        }
        else if (root.ContainsKey("classifier_dropout"))
        {
            root["classifier_dropout"] = null;
        }

        Set(root, "eos_token_id", config.EosTokenId);
        root.TryAdd(family.KeyOf("hidden_act")!, JsonValue.Create(config.Activation == Activation.Gelu ? "gelu" : "gelu_new"));
        Set(root, family.KeyOf("hidden_dropout_prob"), config.HiddenDropout);
        Set(root, family.KeyOf("hidden_size"), config.HiddenSize);
        SetLabels(root, config.Id2Label);
        Set(root, "initializer_range", config.InitializerRange);
        Set(root, family.KeyOf("intermediate_size"), config.IntermediateSize);
        Set(root, family.KeyOf("layer_norm_eps"), config.LayerNormEps);
        Set(root, "max_position_embeddings", config.MaxPositionEmbeddings);
        Set(root, "pretrained_max_tokens", config.PretrainedMaxTokens);
        root.TryAdd("model_type", JsonValue.Create(family.ModelType));
        Set(root, family.KeyOf("num_attention_heads"), config.Heads);
        Set(root, family.KeyOf("num_hidden_layers"), config.Layers);
        Set(root, "pad_token_id", config.PadTokenId);
        SetStoredType(root, config.TorchDType);
        Set(root, family.KeyOf("type_vocab_size"), config.TypeVocabSize);
        Set(root, "vocab_size", config.VocabSize);
        if (config.PreNorm is { } settings)
        {
            SetPreNorm(root, settings);
        }

        return Text(root);
    }

    private static void Set(JsonObject root, string? key, int? value) => Set(root, key, value, value is { } number ? JsonValue.Create(number) : null);

    private static void Set(JsonObject root, string? key, float? value) => Set(root, key, value, value is { } number ? JsonValue.Create(number) : null);

    // A value that did not change keeps its digits: 1e-05 stays 1e-05. Without a key, or a value, there is nothing to write.
    private static void Set<T>(JsonObject root, string? key, T? value, JsonValue? written)
        where T : struct, IEquatable<T>
    {
        if (key is not null && value is { } now && !(root[key] is JsonValue old && old.TryGetValue(out T known) && known.Equals(now)))
        {
            root[key] = written;
        }
    }

    // Of what was read nothing has changed; only a configuration that was made here lacks keys.
    private static void SetPreNorm(JsonObject root, PreNormSettings settings)
    {
        root.TryAdd("global_attn_every_n_layers", JsonValue.Create(settings.GlobalEvery));
        root.TryAdd("local_attention", JsonValue.Create(settings.LocalAttention));
        if (!root.ContainsKey("rope_parameters"))
        {
            root.TryAdd("global_rope_theta", JsonValue.Create(settings.GlobalTheta));
            root.TryAdd("local_rope_theta", JsonValue.Create(settings.LocalTheta));
        }

        root.TryAdd("norm_bias", JsonValue.Create(settings.NormBias));
        root.TryAdd("attention_bias", JsonValue.Create(settings.AttentionBias));
        root.TryAdd("mlp_bias", JsonValue.Create(settings.FeedForwardBias));
        root.TryAdd("classifier_bias", JsonValue.Create(settings.HeadBias));
        root.TryAdd("classifier_activation", JsonValue.Create(settings.HeadActivation == Activation.Gelu ? "gelu" : "gelu_new"));
        root.TryAdd("decoder_bias", JsonValue.Create(settings.DecoderBias));
    }

    private static void SetTexts(JsonObject root, string key, IReadOnlyList<string> values)
    {
        if (values.Count > 0 || root[key] is JsonArray)
        {
            root[key] = new JsonArray([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
        }
    }

    private static void SetLabels(JsonObject root, IReadOnlyList<string>? labels)
    {
        if (labels is null)
        {
            root.Remove("id2label");
            root.Remove("label2id");
            return;
        }

        var toLabel = new JsonObject();
        var toId = new JsonObject();
        for (int id = 0; id < labels.Count; id++)
        {
            toLabel[id.ToString(CultureInfo.InvariantCulture)] = JsonValue.Create(labels[id]);
            toId[labels[id]] = JsonValue.Create(id);
        }

        root["id2label"] = toLabel;
        root["label2id"] = toId;

        // An older number of labels would contradict the list.
        root.Remove("num_labels");
        root.Remove("_num_labels");
    }

    private static void SetStoredType(JsonObject root, string? type)
    {
        string key = root.ContainsKey("dtype") ? "dtype" : "torch_dtype";
        if (type is not null || root.ContainsKey(key))
        {
            root[key] = type is null ? null : JsonValue.Create(type);
        }
    }

    private static string Text(JsonObject root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, RelaxedJson.Indented))
        {
            root.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
