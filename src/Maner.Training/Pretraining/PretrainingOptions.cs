using System.Text.Json;

namespace Maner.Training.Pretraining;

/// <summary>All that determines a pre-training run besides its text, its tokenizer and the encoder it continues from. Saved with every run.</summary>
internal sealed record PretrainingOptions
{
    /// <summary>The budget in tokens, counting every position that the encoder reads; null when it is given in hours. 0 measures and trains nothing.</summary>
    public long? Tokens { get; init; }

    /// <summary>The budget in hours of work; null when it is given in tokens.</summary>
    public double? Hours { get; init; }

    /// <summary>Share of the pieces that are hidden: more than BERT's 0.15 is better for small models too (Wettig et al. 2023).</summary>
    public double Rate { get; init; } = 0.3;

    /// <summary>Mask whole words instead of pieces.</summary>
    public bool WholeWords { get; init; }

    /// <summary>Candidate tokens drawn for each batch, among which the masked tokens are predicted (sampled softmax), until the last tenth of the budget; 0 for the whole vocabulary always.</summary>
    public int SampledSoftmax { get; init; }

    /// <summary>The temperature of sampling: a language with n tokens is seen in proportion to n^α.</summary>
    public double Alpha { get; init; } = 0.3;

    /// <summary>The highest learning rate.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Share of the budget over which the learning rate rises from 0; it falls linearly to 0 over the rest.</summary>
    public double WarmUp { get; init; } = 0.05;

    /// <summary>Decoupled weight decay of matrices and embeddings.</summary>
    public float WeightDecay { get; init; } = 0.01f;

    /// <summary>The global gradient norm is clipped to this.</summary>
    public float ClipNorm { get; init; } = 1;

    /// <summary>Dropout of hidden states and attention. None: a small model on much text does not learn it by heart.</summary>
    public float Dropout { get; init; }

    /// <summary>Tokens in a batch: what is in memory at once.</summary>
    public int BatchTokens { get; init; } = 4096;

    /// <summary>Batches in an update.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>The longest sequence in tokens, special tokens included; longer sentences are cut.</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary>Sentences of each language that are measured with and never trained on, at most; never more than a twentieth of them.</summary>
    public int HeldOut { get; init; } = 64;

    /// <summary>Evaluations on held-out text after the first, evenly over the budget, the last at its end.</summary>
    public int Evaluations { get; init; } = 20;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Number type of the exported weights: <c>f32</c> or <c>f16</c>. Training and its checkpoints are in single precision.</summary>
    public string DType { get; init; } = "f32";

    /// <summary>The encoder to make; null to continue from one.</summary>
    public EncoderShape? Shape { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="OptionException">A value is outside what makes sense.</exception>
    /// <exception cref="InvalidDataException">There is no budget, or there are two.</exception>
    public PretrainingOptions Validated()
    {
        if (Tokens is null == Hours is null)
        {
            throw new InvalidDataException(
                $"Expected a budget, either {nameof(PretrainingOptions)}.{nameof(Tokens)} or {nameof(PretrainingOptions)}.{nameof(Hours)}, found " + (Tokens is null ? "neither." : "both."));
        }

        PretrainingOptionTable.Table.Check(this);
        Shape?.Validate();
        return this;
    }

    /// <summary>The options as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PretrainingJson.Default.PretrainingOptions);
}
