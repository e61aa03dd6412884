using Maner.Model.Configuration;

namespace Maner.Benchmarks.Peers;

/// <summary>The shapes of encoders that are timed.</summary>
internal static class PeerShapes
{
    /// <summary>The configuration of a shape.</summary>
    /// <param name="shape"><c>mini</c> (the bundled encoder), <c>base</c> or <c>large</c> (XLM-R), <c>bert-base</c>, <c>mmbert-small</c> or <c>mmbert-base</c>.</param>
    public static EncoderConfig Of(string shape) => shape switch
    {
        "mini" => EncoderConfig.Load(Path.Combine(PeerFolder.Mini, "config.json")),
        "base" => EncoderConfig.Base,
        "large" => EncoderConfig.Large,
        "bert-base" => EncoderConfig.Base with
        {
            Family = EncoderFamily.Bert,
            VocabSize = 119_547,
            MaxPositionEmbeddings = 512,
            TypeVocabSize = 2,
            LayerNormEps = 1e-12f,
            PadTokenId = 0,
            BosTokenId = null,
            EosTokenId = null,
        },
        "mmbert-small" => MmBert(width: 384, heads: 6),
        "mmbert-base" => MmBert(width: 768, heads: 12),
        _ => throw new ArgumentException($"Expected a shape, found {shape}.", nameof(shape)),
    };

    /// <summary>Whether a shape has XLM-R's vocabulary, or the bundled encoder's: what sentences are made for.</summary>
    public static bool HasTokenizer(string shape) => shape is "mini" or "base" or "large";

    // jhu-clsp/mmBERT-small and -base
    private static EncoderConfig MmBert(int width, int heads) => new()
    {
        Family = EncoderFamily.ModernBert,
        VocabSize = 256_000,
        HiddenSize = width,
        Layers = 22,
        Heads = heads,
        IntermediateSize = 1152,
        MaxPositionEmbeddings = 8192,
        TypeVocabSize = 0,
        PadTokenId = 0,
        BosTokenId = 2,
        EosTokenId = 1,
        PreNorm = new() { LocalTheta = 160_000 },
    };
}
