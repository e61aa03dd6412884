using System.Text.Json.Nodes;
using Maner.Model.Storage;
using Maner.Tensors;

namespace Maner.Model.Configuration;

/// <summary>
/// The shape and settings of an encoder: Hugging Face's <c>config.json</c>, with the keys of <see cref="Family"/> (here named as XLM-R and BERT have them).
/// Immutable. Keys that this program does not read are kept and written back, so a saved folder stays a Hugging Face checkpoint.
/// </summary>
internal sealed record EncoderConfig
{
    /// <summary>The family (<c>model_type</c>).</summary>
    public EncoderFamily Family { get; init; } = EncoderFamily.XlmRoberta;

    /// <summary>V: rows of the word embeddings (<c>vocab_size</c>).</summary>
    public required int VocabSize { get; init; }

    /// <summary>H: width of a hidden state (<c>hidden_size</c>), a multiple of <see cref="Heads"/>.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of encoder layers (<c>num_hidden_layers</c>).</summary>
    public required int Layers { get; init; }

    /// <summary>A: attention heads a layer (<c>num_attention_heads</c>).</summary>
    public required int Heads { get; init; }

    /// <summary>F: inner width of the feed-forward block (<c>intermediate_size</c>).</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Rows of the position embeddings (<c>max_position_embeddings</c>); those before <see cref="FirstPosition"/> are never used.</summary>
    public required int MaxPositionEmbeddings { get; init; }

    /// <summary>Rows of the token-type embeddings (<c>type_vocab_size</c>); only row 0 is used. 0 for a family without any.</summary>
    public int TypeVocabSize { get; init; } = 1;

    /// <summary>What is particular to ModernBERT's build; null for BERT's.</summary>
    public PreNormSettings? PreNorm { get; init; }

    /// <summary>What is between the two products of a feed-forward block (<c>hidden_act</c>).</summary>
    public Activation Activation { get; init; }

    /// <summary>What layer normalisation adds to the variance (<c>layer_norm_eps</c>).</summary>
    public float LayerNormEps { get; init; } = 1e-5f;

    /// <summary>Dropout probability of embeddings and block outputs while training (<c>hidden_dropout_prob</c>).</summary>
    public float HiddenDropout { get; init; } = 0.1f;

    /// <summary>Dropout probability of attention weights while training (<c>attention_probs_dropout_prob</c>).</summary>
    public float AttentionDropout { get; init; } = 0.1f;

    /// <summary>Dropout before the classifier while training (<c>classifier_dropout</c>); null means <see cref="HiddenDropout"/>.</summary>
    public float? ClassifierDropout { get; init; }

    /// <summary>Standard deviation of new weights (<c>initializer_range</c>).</summary>
    public float InitializerRange { get; init; } = 0.02f;

    /// <summary>Id of the padding token (<c>pad_token_id</c>): XLM-R's positions count from it. What pads is the tokenizer's business.</summary>
    public int PadTokenId { get; init; } = 1;

    /// <summary>Id of the token before a sentence (<c>bos_token_id</c>); null for families that do not say it. The tokenizer's is used.</summary>
    public int? BosTokenId { get; init; } = 0;

    /// <summary>Id of the token after a sentence (<c>eos_token_id</c>); null for families that do not say it. The tokenizer's is used.</summary>
    public int? EosTokenId { get; init; } = 2;

    /// <summary>Classes of the Hugging Face library that the weights fit (<c>architectures</c>); may be empty.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [EncoderFamily.XlmRoberta.MaskedLanguageModel];

    /// <summary>Whether the masked-LM head's decoder is the word embeddings (<c>tie_word_embeddings</c>).</summary>
    public bool IsTied { get; init; } = true;

    /// <summary>Labels in the order of the classifier's rows (<c>id2label</c>); null when the file names none.</summary>
    public IReadOnlyList<string>? Id2Label { get; init; }

    /// <summary>Whether it is of a tagger: <see cref="Id2Label"/> has the beginning of an entity.</summary>
    public bool TagsEntities => Id2Label?.Any(label => label.StartsWith("B-", StringComparison.Ordinal)) is true;

    /// <summary>Number type that the weights are stored in (<c>torch_dtype</c> or <c>dtype</c>, e.g. <c>float16</c>); null when the file names none.</summary>
    public string? TorchDType { get; init; }

    /// <summary>The row of the position embeddings that the first token takes.</summary>
    public int FirstPosition => Family.PositionsFollowPadding ? PadTokenId + 1 : 0;

    /// <summary>D: width of one attention head.</summary>
    public int HeadSize => HiddenSize / Heads;

    /// <summary>The least that <see cref="PretrainedMaxTokens"/> may be: a window holds a word with its mask between <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>.</summary>
    public const int ShortestWindow = 8;

    /// <summary>
    /// The longest sequence that pre-training has seen, where that is less than the position table allows (key <c>pretrained_max_tokens</c>,
    /// ours, which other programs ignore); null where the whole table was trained, or none of it. Positions beyond it are as good as random.
    /// </summary>
    public int? PretrainedMaxTokens { get; init; }

    /// <summary>The longest sequence in tokens, <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c> included: 512 for XLM-R.</summary>
    public int MaxTokens => Math.Min(MaxPositionEmbeddings - FirstPosition, PretrainedMaxTokens ?? int.MaxValue);

    /// <summary>The text that the configuration was read from: it carries the keys that have no property here.</summary>
    internal string Source { get; init; } = "{}";

    /// <summary>XLM-R base (Conneau et al. 2020, table 6): 12 layers of 768, 12 heads.</summary>
    public static EncoderConfig Base { get; } = new()
    {
        VocabSize = 250002,
        HiddenSize = 768,
        Layers = 12,
        Heads = 12,
        IntermediateSize = 3072,
        MaxPositionEmbeddings = 514,
    };

    /// <summary>XLM-R large: 24 layers of 1024, 16 heads.</summary>
    public static EncoderConfig Large { get; } = Base with { HiddenSize = 1024, Layers = 24, Heads = 16, IntermediateSize = 4096 };

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or asks for something that this encoder does not compute.</exception>
    public static EncoderConfig Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var document = JsonFile.Read(path);
        return EncoderConfigReader.Read(document.RootElement, path);
    }

    /// <summary>The <c>tokenizer_class</c> of a file of settings, such as <c>tokenizer_config.json</c>; null where there is no file or it names none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static string? ReadTokenizerClass(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var document = JsonFile.Read(path);
        return new EncoderConfigKeys(document.RootElement, path).Text("tokenizer_class");
    }

    /// <summary>The configuration of a token classifier with these labels, stored in F32.</summary>
    /// <param name="tags">Labels in the order of the classifier's rows.</param>
    /// <exception cref="ArgumentException">There is no label, or one occurs twice.</exception>
    public EncoderConfig WithLabels(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        if (tags.Count == 0 || tags.Distinct(StringComparer.Ordinal).Count() != tags.Count)
        {
            throw new ArgumentException($"Expected at least one label and none twice, found [{string.Join(", ", tags)}].", nameof(tags));
        }

        return this with
        {
            Architectures = [Family.TokenClassification],
            Id2Label = [.. tags],
            TorchDType = TorchDType is null ? null : "float32",
        };
    }

    /// <summary>The configuration of a masked language model.</summary>
    /// <param name="storedType">The number type of its weights, as the key <c>torch_dtype</c> names it.</param>
    /// <param name="pretrainedMaxTokens">The longest sequence that pre-training has seen; null for none, as <see cref="PretrainedMaxTokens"/>.</param>
    public EncoderConfig ForMaskedLanguageModel(string storedType, int? pretrainedMaxTokens)
    {
        JsonObject source = JsonNode.Parse(Source)!.AsObject();
        source["tie_word_embeddings"] = IsTied;
        return this with
        {
            Architectures = [Family.MaskedLanguageModel],
            Id2Label = null,
            TorchDType = storedType,
            PretrainedMaxTokens = pretrainedMaxTokens,
            Source = source.ToJsonString(),
        };
    }

    /// <summary>The class of the tokenizer (<c>tokenizer_class</c>); null when the file names none.</summary>
    public string? TokenizerClass { get; init; }

    /// <summary>The configuration with a <c>tokenizer_class</c> for other programs; one that it has stays.</summary>
    public EncoderConfig WithTokenizerClass(string name)
    {
        JsonObject source = JsonNode.Parse(Source)!.AsObject();
        source.TryAdd("tokenizer_class", JsonValue.Create(name));
        return this with { Source = source.ToJsonString(), TokenizerClass = TokenizerClass ?? name };
    }

    /// <summary>The text of <c>config.json</c>: the file that was read, with the properties of this record written over it.</summary>
    public string ToJson() => EncoderConfigWriter.Write(this);

    /// <summary>Writes <c>config.json</c> crash-safe.</summary>
    /// <exception cref="IOException">As <see cref="AtomicFile.WriteAllText"/>.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson());

    /// <summary>Two configurations are equal when they are written alike: the lists compare by content.</summary>
    public bool Equals(EncoderConfig? other) => other is not null && (ReferenceEquals(this, other) || ToJson() == other.ToJson());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(VocabSize, HiddenSize, Layers, Heads, IntermediateSize);
}
