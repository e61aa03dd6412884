using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;

namespace Maner.Testing;

/// <summary>Small shapes with no width a multiple of sixteen, random weights of a size at which every part matters, and a small batch.</summary>
internal static class TinyEncoder
{
    public static EncoderConfig Config { get; } = new()
    {
        VocabSize = 50,
        HiddenSize = 24,
        Layers = 2,
        Heads = 3,
        IntermediateSize = 40,
        MaxPositionEmbeddings = 20,
        HiddenDropout = 0.1f,
        AttentionDropout = 0.1f,
    };

    /// <summary>ModernBERT's build in that shape: the first and the last layer see whole sentences.</summary>
    private static EncoderConfig Modern => Config with { Family = EncoderFamily.ModernBert, TypeVocabSize = 0, Layers = 4 };

    /// <summary>The same of each family, in the variants that have code of their own: token types or none, tanh, an untied decoder.</summary>
    public static IReadOnlyDictionary<string, EncoderConfig> Families { get; } = new Dictionary<string, EncoderConfig>(StringComparer.Ordinal)
    {
        ["xlm-roberta"] = Config,
        ["xlm-roberta, untied"] = Config with { IsTied = false },
        ["roberta"] = Config with { Family = EncoderFamily.Roberta },
        ["bert"] = Config with { Family = EncoderFamily.Bert, TypeVocabSize = 2 },
        ["bert, tanh"] = Config with { Family = EncoderFamily.Bert, TypeVocabSize = 2, Activation = Activation.GeluTanh },
        ["distilbert"] = Config with { Family = EncoderFamily.DistilBert, TypeVocabSize = 0 },
        ["modernbert"] = Modern with { PreNorm = new() { LocalAttention = 4 } },
        ["modernbert, biased"] = Modern with
        {
            Layers = 2,
            IsTied = false,
            Activation = Activation.GeluTanh,
            PreNorm = new() { GlobalEvery = 2, LocalAttention = 5, LocalTheta = 100, NormBias = true, AttentionBias = true, FeedForwardBias = true, HeadBias = true, DecoderBias = false },
        },
    };

    /// <summary>Training with both dropouts and a fixed key, so that every pass draws the same masks.</summary>
    public static EncoderPass WithDropout { get; } = new(IsTraining: true, HiddenDropout: 0.2f, AttentionDropout: 0.2f, DropoutKey: 0xABCDEF);

    public static EncoderPass WithoutDropout { get; } = new(IsTraining: true, HiddenDropout: 0, AttentionDropout: 0, DropoutKey: 0);

    public static PackedBatch Batch(params ReadOnlySpan<int[]> sentences)
    {
        var batch = new PackedBatch();
        foreach (int[] sentence in sentences)
        {
            batch.Add(sentence);
        }

        return batch;
    }

    /// <summary>Sentences of these lengths with random ids from the first <paramref name="below"/>.</summary>
    public static PackedBatch Batch(Rng rng, int below, params ReadOnlySpan<int> lengths)
    {
        var batch = new PackedBatch();
        foreach (int length in lengths)
        {
            var ids = new int[length];
            foreach (ref int id in ids.AsSpan())
            {
                id = rng.Next(below);
            }

            batch.Add(ids);
        }

        return batch;
    }

    public static TransformerEncoder Make(EncoderConfig config, Workers workers, Rng rng, double deviation = 0.3)
    {
        var encoder = new TransformerEncoder(config, workers);
        Fill(encoder.Parameters, rng, deviation);
        for (int row = 0; row < encoder.TokenEmbeddings.RowCount; row++)
        {
            Fill(encoder.TokenEmbeddings.Row(row), rng, deviation);
        }

        return encoder;
    }

    /// <summary>Random weights; normalisation's γ around 1. Uniform draws: no library function whose bits differ between systems.</summary>
    public static void Fill(ParameterArena arena, Rng rng, double deviation) => arena.Load((parameter, values) =>
    {
        Fill(values, rng, deviation);
        if (parameter.Name.EndsWith("orm.weight", StringComparison.Ordinal))
        {
            foreach (ref float value in values)
            {
                value += 1;
            }
        }
    });

    public static void Fill(Span<float> values, Rng rng, double deviation)
    {
        foreach (ref float value in values)
        {
            value = (float)((rng.NextDouble() - 0.5) * Math.Sqrt(12) * deviation);
        }
    }
}
