using Maner.Model.Configuration;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;

namespace Maner.Model.Encoders;

/// <summary>
/// The one seam between the tagger and trainer above and the arithmetic below: token ids in, hidden rows out; gradients of those rows
/// back in; parameters that can take an optimizer step. A second implementation (a GPU) would be behind it.
/// </summary>
internal interface IEncoder : IDisposable
{
    /// <summary>The architecture.</summary>
    EncoderConfig Config { get; }

    /// <summary>The parameters, in arenas that are cleared, measured, stepped and saved whole.</summary>
    IReadOnlyList<IParameterArena> Arenas { get; }

    /// <summary>Runs the encoder and returns the last layer's hidden states of the selected rows.</summary>
    /// <param name="batch">N tokens in sequences of at most <see cref="EncoderConfig.MaxTokens"/>.</param>
    /// <param name="rows">R rows of the batch in ascending order; empty for all N.</param>
    /// <param name="pass">Inference, or training with dropout.</param>
    /// <returns>[R, H]; valid until the next call.</returns>
    /// <exception cref="InvalidDataException">A sequence is longer than the encoder's window, or an id is outside its vocabulary.</exception>
    Matrix Forward(PackedBatch batch, ReadOnlySpan<int> rows, EncoderPass pass);

    /// <summary>Another encoder over the same weights, for one more caller at the same time. The weights are freed with the last encoder that has them.</summary>
    /// <param name="workers">The threads of the other encoder.</param>
    /// <exception cref="InvalidOperationException">The encoder can be trained.</exception>
    IEncoder Share(Workers workers);

    /// <summary>Adds the gradients of all parameters, given those of the rows that the last <see cref="Forward"/> returned.</summary>
    /// <param name="dHidden">[R, H]; may be overwritten.</param>
    void Backward(Matrix dHidden);
}
