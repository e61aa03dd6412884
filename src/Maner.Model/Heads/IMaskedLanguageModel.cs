using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Parameters;

namespace Maner.Model.Heads;

/// <summary>
/// What pre-training needs of a model: the loss at masked positions and its gradient, parameters that can take an optimizer step. The seam
/// beside <see cref="IEncoder"/>; <see cref="MaskedLanguageModel"/> makes one for the processor.
/// </summary>
internal interface IMaskedLanguageModel : IDisposable
{
    /// <summary>The architecture.</summary>
    EncoderConfig Config { get; }

    /// <summary>The parameters, in arenas that are cleared, measured, stepped and saved whole; embeddings and decoder are one table.</summary>
    IReadOnlyList<IParameterArena> Arenas { get; }

    /// <summary>Losses of a batch; adds the gradients of <paramref name="scale"/>·Σ losses.</summary>
    /// <param name="batch">N tokens, some of them masked.</param>
    /// <param name="positions">R ≥ 1 rows of the batch in ascending order.</param>
    /// <param name="targets">The R pieces to be predicted there.</param>
    /// <param name="scale">What a loss weighs: one over the number of positions of all batches of an update.</param>
    /// <param name="pass">A training pass with its dropout.</param>
    /// <param name="losses">R losses in nats, unscaled.</param>
    /// <param name="candidates">The words among which the targets are found; null for all. The losses are then estimates.</param>
    /// <exception cref="InvalidDataException">A sequence is longer than the encoder's window, or an id is outside its vocabulary.</exception>
    void Train(
        PackedBatch batch, ReadOnlySpan<int> positions, ReadOnlySpan<int> targets, float scale, EncoderPass pass, Span<double> losses,
        CandidateTokens? candidates = null);

    /// <summary>Losses of a batch, without dropout or gradients.</summary>
    /// <param name="batch">N tokens, some of them masked.</param>
    /// <param name="positions">R ≥ 1 rows of the batch in ascending order.</param>
    /// <param name="targets">The R pieces to be predicted there.</param>
    /// <param name="losses">R losses in nats.</param>
    void Score(PackedBatch batch, ReadOnlySpan<int> positions, ReadOnlySpan<int> targets, Span<double> losses);

    /// <summary>What a batch's masks may stand for, without dropout or gradients.</summary>
    /// <param name="batch">N tokens, some of them masked.</param>
    /// <param name="positions">R ≥ 1 rows of the batch in ascending order; all their logits are in memory at once.</param>
    /// <param name="take">Takes each position's logits.</param>
    void Fill(PackedBatch batch, ReadOnlySpan<int> positions, LogitsReader take);
}

/// <summary>Takes the logits of a masked position, one for each word; they are valid during the call only.</summary>
internal delegate void LogitsReader(int position, ReadOnlySpan<float> logits);
