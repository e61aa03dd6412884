using Maner.Tensors;

namespace Maner.Model.Configuration;

/// <summary>What <c>config.json</c> of a ModernBERT says besides what all encoders have (Warner et al. 2024; Hugging Face <c>ModernBertConfig</c>).</summary>
internal sealed record PreNormSettings
{
    /// <summary>The first of so many layers sees whole sentences, the others a window (<c>global_attn_every_n_layers</c>).</summary>
    public int GlobalEvery { get; init; } = 3;

    /// <summary>Tokens of a window, half of them on either side of a token (<c>local_attention</c>).</summary>
    public int LocalAttention { get; init; } = 128;

    /// <summary>θ of rotary positions in layers that see whole sentences (<c>global_rope_theta</c>).</summary>
    public float GlobalTheta { get; init; } = 160_000;

    /// <summary>θ of rotary positions in layers that see a window (<c>local_rope_theta</c>).</summary>
    public float LocalTheta { get; init; } = 10_000;

    /// <summary>Whether normalisations have a β (<c>norm_bias</c>).</summary>
    public bool NormBias { get; init; }

    /// <summary>Whether the attention's linear layers have biases (<c>attention_bias</c>).</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the feed-forward blocks' linear layers have biases (<c>mlp_bias</c>).</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether the dense layer of both heads has a bias (<c>classifier_bias</c>).</summary>
    public bool HeadBias { get; init; }

    /// <summary>What follows that layer (<c>classifier_activation</c>).</summary>
    public Activation HeadActivation { get; init; }

    /// <summary>Whether the masked-LM head's decoder has a bias (<c>decoder_bias</c>).</summary>
    public bool DecoderBias { get; init; } = true;

    /// <summary>Whether a layer sees whole sentences.</summary>
    public bool IsGlobal(int layer) => layer % GlobalEvery == 0;

    /// <summary>Tokens that a token sees on either side in a layer; null for its whole sentence.</summary>
    public int? WindowOf(int layer) => IsGlobal(layer) ? null : LocalAttention / 2;

    /// <summary>θ of a layer's rotary positions.</summary>
    public float ThetaOf(int layer) => IsGlobal(layer) ? GlobalTheta : LocalTheta;
}
