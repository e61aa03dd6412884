using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Tensors;

namespace Maner.Model.Heads;

/// <summary>Makes masked language models (Hugging Face <c>XLMRobertaForMaskedLM</c>, <c>BertForMaskedLM</c>, …) that compute on the processor.</summary>
internal static class MaskedLanguageModel
{
    /// <summary>A model with new weights, as Hugging Face initialises them: matrices and embeddings from a normal distribution, biases zero.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="workers">The threads that share all arithmetic; the caller keeps owning them.</param>
    /// <param name="rng">Draws the weights.</param>
    /// <param name="embeddings">Word embeddings to begin with, by id, instead of random ones; null for none.</param>
    public static IMaskedLanguageModel Create(
        EncoderConfig config, Workers workers, Rng rng, IReadOnlyDictionary<int, float[]>? embeddings = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(rng);
        var encoder = new TransformerEncoder(config, workers);
        Rng words = rng.Split(config.Family.WordEmbeddings);
        for (int row = 0; row < config.VocabSize; row++)
        {
            if (embeddings is not null && embeddings.TryGetValue(row, out float[]? given))
            {
                given.CopyTo(encoder.TokenEmbeddings.Row(row));
            }
            else if (row != config.PadTokenId)
            {
                Draw(words.Split((ulong)row), encoder.TokenEmbeddings.Row(row), config.InitializerRange);
            }
        }

        Initialize(encoder.Parameters, config, rng);
        return new Pair(encoder, NewHead(encoder, workers, rng));
    }

    /// <summary>A model with a checkpoint's weights. A checkpoint without a masked-LM head (a stripped encoder, a tagger) gets a new, tied one.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="checkpoint">The weights.</param>
    /// <param name="workers">The threads that share all arithmetic; the caller keeps owning them.</param>
    /// <param name="rng">Draws the weights of a new head.</param>
    /// <param name="headIsNew">Whether the checkpoint had no head.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than the configuration says.</exception>
    public static IMaskedLanguageModel Load(EncoderConfig config, Checkpoint checkpoint, Workers workers, Rng rng, out bool headIsNew)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentNullException.ThrowIfNull(config);
        // ModernBERT's taggers have the dense layer too, but trained for their classes.
        headIsNew = !checkpoint.Has(config.Family.Head.Dense + ".weight") || (config.Family.IsPreNorm && checkpoint.Has(ClassificationHead.WeightName));
        TransformerEncoder encoder = TransformerEncoder.Load(headIsNew ? config with { IsTied = true } : config, checkpoint, workers);
        try
        {
            return new Pair(encoder, headIsNew ? NewHead(encoder, workers, rng) : MaskedLmHead.Load(encoder, checkpoint, workers));
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    private static MaskedLmHead NewHead(TransformerEncoder encoder, Workers workers, Rng rng)
    {
        var head = new MaskedLmHead(workers, encoder);
        Initialize(head.Parameters, encoder.Config, rng);
        return head;
    }

    private static void Initialize(ParameterArena arena, EncoderConfig config, Rng rng) => arena.Load((parameter, values) =>
    {
        if (!parameter.IsVector)
        {
            Draw(rng.Split(parameter.Name), values, config.InitializerRange);
        }
        else
        {
            values.Fill(parameter.Name.EndsWith("orm.weight", StringComparison.Ordinal) ? 1 : 0); // LayerNorm.weight, layer_norm.weight
        }
    });

    private static void Draw(Rng rng, Span<float> values, float deviation)
    {
        foreach (ref float value in values)
        {
            value = (float)(rng.NextNormal() * deviation);
        }
    }

    /// <summary>Encoder and head.</summary>
    private sealed class Pair(TransformerEncoder encoder, MaskedLmHead head) : IMaskedLanguageModel
    {
        public EncoderConfig Config => encoder.Config;

        public IReadOnlyList<IParameterArena> Arenas { get; } = [.. encoder.Arenas, .. head.Arenas];

        public void Train(
            PackedBatch batch, ReadOnlySpan<int> positions, ReadOnlySpan<int> targets, float scale, EncoderPass pass, Span<double> losses,
            CandidateTokens? candidates = null)
        {
            RequirePositions(positions);
            Matrix hidden = encoder.Forward(batch, positions, pass with { IsTraining = true });
            Matrix dHidden = candidates is null ? head.Train(hidden, targets, scale, losses) : head.Train(hidden, candidates, scale, losses);
            encoder.Backward(dHidden); // the head first: it makes the embeddings' gradients dense
        }

        public void Score(PackedBatch batch, ReadOnlySpan<int> positions, ReadOnlySpan<int> targets, Span<double> losses)
        {
            RequirePositions(positions);
            head.Score(encoder.Forward(batch, positions, EncoderPass.Inference), targets, losses);
        }

        public void Fill(PackedBatch batch, ReadOnlySpan<int> positions, LogitsReader take)
        {
            RequirePositions(positions);
            Matrix logits = head.Forward(encoder.Forward(batch, positions, EncoderPass.Inference), EncoderPass.Inference);
            for (int index = 0; index < positions.Length; index++)
            {
                take(index, logits[index]);
            }
        }

        public void Dispose()
        {
            head.Dispose();
            encoder.Dispose();
        }

        // To the encoder no rows would mean all rows.
        private static void RequirePositions(ReadOnlySpan<int> positions)
        {
            if (positions.IsEmpty)
            {
                throw new ArgumentException("Expected at least one masked position.", nameof(positions));
            }
        }
    }
}
