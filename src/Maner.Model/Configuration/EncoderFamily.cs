namespace Maner.Model.Configuration;

/// <summary>
/// What differs between encoders of BERT's build (post-norm layers, learned positions) and ModernBERT's (pre-norm layers, rotary positions): the names of weights
/// and of keys in <c>config.json</c>, the first position's number, defaults. A family is one row of <see cref="All"/>. Facts: the classes of Hugging Face's transformers that are named here.
/// </summary>
internal sealed record EncoderFamily
{
    /// <summary>XLM-RoBERTa (Conneau et al. 2020).</summary>
    public static EncoderFamily XlmRoberta { get; } = new()
    {
        ModelType = "xlm-roberta",
        Class = "XLMRoberta",
        Prefix = "roberta.",
        Head = new("lm_head.dense", "lm_head.layer_norm", "lm_head.bias", "lm_head.decoder.weight"),
        LearningRates = (3e-4f, 5e-5f, 2e-5f), // narrow: a sweep with the bundled encoder; base and large: published runs on few sentences
    };

    /// <summary>RoBERTa (Liu et al. 2019): XLM-R's layers.</summary>
    public static EncoderFamily Roberta { get; } = XlmRoberta with
    {
        ModelType = "roberta",
        Class = "Roberta",
        LearningRates = (1e-4f, 3e-5f, 1e-5f), // Liu et al. 2019: 1e-5 to 3e-5; narrow: as BERT
    };

    /// <summary>BERT (Devlin et al. 2019), also with a SentencePiece vocabulary (MiniLM).</summary>
    public static EncoderFamily Bert { get; } = new()
    {
        ModelType = "bert",
        Class = "Bert",
        Prefix = "bert.",
        Head = new("cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm", "cls.predictions.bias", "cls.predictions.decoder.weight"),
        HeadIsExact = false,
        PositionsFollowPadding = false,
        Defaults = (LayerNormEps: 1e-12f, TypeVocabSize: 2, PadTokenId: 0, BosTokenId: null, EosTokenId: null),
        LearningRates = (1e-4f, 5e-5f, 2e-5f), // Devlin et al. 2019: 2e-5 to 5e-5; narrow: Turc et al. 2019, 3e-5 to 3e-4
    };

    /// <summary>DistilBERT (Sanh et al. 2019): BERT's layers under other names, without token types.</summary>
    public static EncoderFamily DistilBert { get; } = Bert with
    {
        ModelType = "distilbert",
        Class = "DistilBert",
        Prefix = "distilbert.",
        Head = new("vocab_transform", "vocab_layer_norm", "vocab_projector.bias", "vocab_projector.weight"),
        Defaults = (LayerNormEps: 1e-12f, TypeVocabSize: 0, PadTokenId: 0, BosTokenId: null, EosTokenId: null),
        Tensors =
        [
            ("encoder.layer.", "transformer.layer."),
            (".attention.self.query.", ".attention.q_lin."), (".attention.self.key.", ".attention.k_lin."), (".attention.self.value.", ".attention.v_lin."),
            (".attention.output.dense.", ".attention.out_lin."), (".attention.output.LayerNorm.", ".sa_layer_norm."),
            (".intermediate.dense.", ".ffn.lin1."), (".output.dense.", ".ffn.lin2."), (".output.LayerNorm.", ".output_layer_norm."),
        ],
        Keys = new(StringComparer.Ordinal)
        {
            ["hidden_size"] = "dim",
            ["num_hidden_layers"] = "n_layers",
            ["num_attention_heads"] = "n_heads",
            ["intermediate_size"] = "hidden_dim",
            ["hidden_act"] = "activation",
            ["hidden_dropout_prob"] = "dropout",
            ["attention_probs_dropout_prob"] = "attention_dropout",
            ["layer_norm_eps"] = null,
            ["type_vocab_size"] = null,
        },
    };

    /// <summary>ModernBERT (Warner et al. 2024), and mmBERT (Marone et al. 2025), which is one. <see cref="EncoderConfig.PreNorm"/> has what else it says.</summary>
    public static EncoderFamily ModernBert { get; } = new()
    {
        ModelType = "modernbert",
        Class = "ModernBert",
        Prefix = "model.",
        Head = new("head.dense", "head.norm", "decoder.bias", "decoder.weight"),
        IsPreNorm = true,
        PositionsFollowPadding = false,
        Dropout = 0,
        Defaults = (LayerNormEps: 1e-5f, TypeVocabSize: 0, PadTokenId: 50283, BosTokenId: null, EosTokenId: null),
        LearningRates = (1e-4f, 5e-5f, 3e-5f), // Warner et al. 2024, fine-tuning on GLUE: 1e-5 to 8e-5, base higher than large; narrow: as BERT
        Tensors =
        [
            ("encoder.layer.", "layers."), (".output.dense.", ".mlp.Wo."),
            ("embeddings.word_embeddings.", "embeddings.tok_embeddings."),
        ],
        Keys = new(StringComparer.Ordinal)
        {
            ["hidden_act"] = "hidden_activation",
            ["hidden_dropout_prob"] = "mlp_dropout",
            ["attention_probs_dropout_prob"] = "attention_dropout",
            ["layer_norm_eps"] = "norm_eps",
            ["type_vocab_size"] = null,
        },
    };

    /// <summary>The families that are computed.</summary>
    public static IReadOnlyList<EncoderFamily> All { get; } = [XlmRoberta, Roberta, Bert, DistilBert, ModernBert];

    /// <summary>The value of <c>model_type</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>What the names of its classes begin with (<c>architectures</c>).</summary>
    public required string Class { get; init; }

    /// <summary>What the names of the encoder's tensors begin with.</summary>
    public required string Prefix { get; init; }

    /// <summary>The names of the masked-LM head's tensors.</summary>
    public required HeadNames Head { get; init; }

    /// <summary>The highest learning rate of fine-tuning for encoders up to 512 wide, up to 768, and wider.</summary>
    public required (float Narrow, float Base, float Large) LearningRates { get; init; }

    /// <summary>Whether the masked-LM head has the exact GELU whatever <c>hidden_act</c> says.</summary>
    public bool HeadIsExact { get; init; } = true;

    /// <summary>Whether layers are of ModernBERT's build: pre-norm, rotary positions, gated units. A tagger's head then begins with the masked-LM head's dense layer.</summary>
    public bool IsPreNorm { get; init; }

    /// <summary>Dropout where <c>config.json</c> does not name it.</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>Whether positions count from the padding id + 1 (fairseq <c>make_positions</c>), and not from 0.</summary>
    public bool PositionsFollowPadding { get; init; } = true;

    /// <summary>Values of keys that <c>config.json</c> may lack; null for norms and types that it must have, and for tokens that it need not name.</summary>
    public (float? LayerNormEps, int? TypeVocabSize, int PadTokenId, int? BosTokenId, int? EosTokenId) Defaults { get; init; } = (null, null, 1, 0, 2);

    /// <summary>Parts of tensor names, as XLM-R and BERT have them, and what stands for them here; replaced in this order.</summary>
    public IReadOnlyList<(string Usual, string Own)> Tensors { get; init; } = [];

    /// <summary>Keys of <c>config.json</c>, as XLM-R and BERT have them, and what stands for them here; null for those that there are none of.</summary>
    public Dictionary<string, string?> Keys { get; init; } = [];

    /// <summary>The class of masked language models.</summary>
    public string MaskedLanguageModel => Class + "ForMaskedLM";

    /// <summary>The class of taggers.</summary>
    public string TokenClassification => Class + "ForTokenClassification";

    /// <summary>The name of the word embeddings.</summary>
    public string WordEmbeddings => NameOf("embeddings.word_embeddings.weight");

    /// <summary>The stored name of a tensor.</summary>
    /// <param name="usual">Its name in XLM-R and BERT, without prefix.</param>
    public string NameOf(string usual) => Tensors.Aggregate(Prefix + usual, (name, part) => name.Replace(part.Usual, part.Own, StringComparison.Ordinal));

    /// <summary>The stored name of a key of <c>config.json</c>; null for one that this family does not have.</summary>
    public string? KeyOf(string usual) => Keys.GetValueOrDefault(usual, usual);

    /// <summary>The learning rate that fine-tuning begins with where none is said.</summary>
    public float LearningRate(int hiddenSize) => hiddenSize <= 512 ? LearningRates.Narrow : hiddenSize <= 768 ? LearningRates.Base : LearningRates.Large;

    /// <summary>The family of a configuration: that of its <c>model_type</c> or, where it has none, of its <c>architectures</c>; null for one that is not computed.</summary>
    public static EncoderFamily? Of(string? modelType, IReadOnlyList<string> architectures) => modelType is not null
        ? All.FirstOrDefault(family => family.ModelType == modelType)
        : All.FirstOrDefault(family => architectures.Any(name => name == family.Class + "Model" || name.StartsWith(family.Class + "For", StringComparison.Ordinal)));
}

/// <summary>The names of a masked-LM head's tensors.</summary>
/// <param name="Dense">The dense layer, without <c>.weight</c> and <c>.bias</c>.</param>
/// <param name="Norm">The layer norm behind it, the same.</param>
/// <param name="Bias">The decoder's bias.</param>
/// <param name="Decoder">The decoder's weight, where it is not the word embeddings.</param>
internal sealed record HeadNames(string Dense, string Norm, string Bias, string Decoder);
