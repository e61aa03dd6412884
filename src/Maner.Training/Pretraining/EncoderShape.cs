using System.Globalization;
using Maner.Model.Configuration;

namespace Maner.Training.Pretraining;

/// <summary>The size of an encoder that is made from nothing.</summary>
internal sealed record EncoderShape
{
    /// <summary>Encoder layers.</summary>
    public int Layers { get; init; } = 6;

    /// <summary>H: width of a hidden state.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>Attention heads; null for one for every 64 of the width.</summary>
    public int? Heads { get; init; }

    /// <summary>F: width inside a feed-forward block; null for four times the hidden width.</summary>
    public int? Intermediate { get; init; }

    /// <summary>The architecture for a vocabulary, with room for 512 tokens as XLM-R has, or more where rows are longer.</summary>
    public EncoderConfig Config(int vocabulary, int maxTokens) => new()
    {
        VocabSize = vocabulary,
        HiddenSize = Hidden,
        Layers = Layers,
        Heads = HeadCount,
        IntermediateSize = Intermediate ?? 4 * Hidden,
        MaxPositionEmbeddings = Math.Max(512, maxTokens) + EncoderConfig.Base.PadTokenId + 1,
    };

    private int HeadCount => Heads ?? Math.Max(1, Hidden / 64);

    /// <exception cref="OptionException">A value is outside what makes sense.</exception>
    internal void Validate()
    {
        PretrainingOptionTable.Shape.Check(this);
        if (Hidden % HeadCount != 0)
        {
            throw new OptionException(
                nameof(EncoderShape), nameof(Heads), FormattableString.Invariant($"a divisor of the hidden width {Hidden}"), HeadCount.ToString(CultureInfo.InvariantCulture));
        }
    }
}
