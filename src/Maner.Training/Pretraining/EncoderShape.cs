using Maner.Model.Configuration;

namespace Maner.Training.Pretraining;

/// <summary>The size of an encoder that is made from nothing.</summary>
public sealed record EncoderShape
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
    public XlmrConfig Config(int vocabulary, int maxTokens) => new()
    {
        VocabSize = vocabulary,
        HiddenSize = Hidden,
        Layers = Layers,
        Heads = HeadCount,
        IntermediateSize = Intermediate ?? 4 * Hidden,
        MaxPositionEmbeddings = Math.Max(512, maxTokens) + XlmrConfig.Base.PadTokenId + 1,
    };

    private int HeadCount => Heads ?? Math.Max(1, Hidden / 64);

    /// <exception cref="InvalidDataException">A value is outside what makes sense.</exception>
    internal void Validate()
    {
        PretrainingOptions.Check(Layers is >= 1 and <= 1000, "layers", "from 1 to 1000", Layers);
        PretrainingOptions.Check(Hidden is >= 1 and <= 16384, "hidden", "from 1 to 16384", Hidden);
        PretrainingOptions.Check(HeadCount >= 1 && Hidden % HeadCount == 0, "heads", $"a divisor of the hidden width {Hidden}", HeadCount);
        PretrainingOptions.Check(Intermediate is null or (>= 1 and <= 65536), "intermediate", "from 1 to 65536", Intermediate ?? 0);
    }
}
