using System.Text.Json;

namespace Maner.Model.Configuration;

/// <summary>Reads the keys of ModernBERT, as transformers writes them up to version 4 (<c>global_rope_theta</c>) and from 5 on (<c>layer_types</c>, <c>rope_parameters</c>).</summary>
internal static class PreNormReader
{
    private const string Whole = "full_attention";
    private const string Window = "sliding_attention";
    private const string GlobalTheta = "global_rope_theta";
    private const string LocalTheta = "local_rope_theta";
    private const float MostTheta = 1e12f;

    /// <exception cref="InvalidDataException">A key is of the wrong kind, out of range or unsupported.</exception>
    public static PreNormSettings Read(EncoderConfigKeys keys, int layers)
    {
        const string Scaling = "rope_scaling";
        if (keys.Has(Scaling))
        {
            throw keys.Error(Scaling, "none", "some, which this encoder does not compute. Use another checkpoint.");
        }

        var usual = new PreNormSettings();
        float global = keys.Number(GlobalTheta, 1, MostTheta, usual.GlobalTheta);

        // null, unlike an absent key, means the other's value
        float local = keys.IsNull(LocalTheta) ? global : keys.Number(LocalTheta, 1, MostTheta, usual.LocalTheta);
        var settings = new PreNormSettings
        {
            GlobalEvery = keys.Integer("global_attn_every_n_layers", 1, int.MaxValue, usual.GlobalEvery),
            LocalAttention = keys.Integer("local_attention", 1, 1 << 30, usual.LocalAttention),
            GlobalTheta = Theta(keys, Whole, global),
            LocalTheta = Theta(keys, Window, local),
            NormBias = keys.Flag("norm_bias", absent: false),
            AttentionBias = keys.Flag("attention_bias", absent: false),
            FeedForwardBias = keys.Flag("mlp_bias", absent: false),
            HeadBias = keys.Flag("classifier_bias", absent: false),
            HeadActivation = EncoderConfigReader.ActivationOf(keys, "classifier_activation"),
            DecoderBias = keys.Flag("decoder_bias", absent: true),
        };
        RequirePattern(keys, settings, layers);
        return settings;
    }

    private static float Theta(EncoderConfigKeys keys, string kind, float absent)
    {
        const string Key = "rope_parameters";
        if (keys.Find(Key) is not { } all)
        {
            return absent;
        }

        if (all.ValueKind != JsonValueKind.Object)
        {
            throw keys.Error(Key, $"an object with {Whole} and {Window}", $"{all.GetRawText()}. Repair the file.");
        }

        if (!all.TryGetProperty(kind, out JsonElement own) || own.ValueKind == JsonValueKind.Null)
        {
            return absent;
        }

        string place = $"{Key}.{kind}";
        if (own.ValueKind != JsonValueKind.Object)
        {
            throw keys.Error(place, "an object with rope_theta", $"{own.GetRawText()}. Repair the file.");
        }

        if (own.TryGetProperty("rope_type", out JsonElement type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("default")))
        {
            throw keys.Error($"{place}.rope_type", "\"default\"", $"{type.GetRawText()}, which this encoder does not compute. Use another checkpoint.");
        }

        if (!own.TryGetProperty("rope_theta", out JsonElement theta))
        {
            return absent;
        }

        return theta.ValueKind == JsonValueKind.Number && theta.TryGetSingle(out float value) && value >= 1 && value <= MostTheta
            ? value
            : throw keys.Error($"{place}.rope_theta", "a number of at least 1", $"{theta.GetRawText()}. Repair the file.");
    }

    /// <summary>The list of kinds that newer files have must say what the number of older ones says.</summary>
    private static void RequirePattern(EncoderConfigKeys keys, PreNormSettings settings, int layers)
    {
        const string Key = "layer_types";
        IReadOnlyList<string> kinds = keys.Texts(Key);
        if (kinds.Count == 0)
        {
            return;
        }

        if (kinds.Count != layers)
        {
            throw keys.Error(Key, $"{layers} of them, one for each layer", $"{kinds.Count}. Repair the file.");
        }

        for (int layer = 0; layer < layers; layer++)
        {
            string expected = settings.IsGlobal(layer) ? Whole : Window;
            if (kinds[layer] != expected)
            {
                throw keys.Error(
                    Key, $"\"{expected}\" for layer {layer}, since global_attn_every_n_layers is {settings.GlobalEvery}", $"\"{kinds[layer]}\". Use another checkpoint.");
            }
        }
    }
}
