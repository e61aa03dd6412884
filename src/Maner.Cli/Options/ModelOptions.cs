using System.CommandLine;

namespace Maner.Cli.Options;

/// <summary>The options that name a model: a folder, or what <see cref="Maner.Ner.ModelCatalog"/> knows by name. Every command takes every name alike.</summary>
internal static class ModelOptions
{
    /// <summary>The bundled encoder as pre-training on raw text left it: for the paper's experiments, whose encoder has seen no labels.</summary>
    public const string LanguageModel = "mini";

    /// <summary>The same after labelled sentences of other languages: where a tagger had best start.</summary>
    public const string Tagger = "mini-ner";

    private const string Hub = "a model of the Hugging Face hub: OWNER/NAME, OWNER/NAME@REVISION or a short name ('maner models list')";

    private const string Names = $"the name of a bundled model: {LanguageModel}, {Tagger}, or {Hub}";

    /// <summary>An encoder to start from.</summary>
    /// <param name="standard">The encoder when none is named.</param>
    public static Option<string> Encoder(string standard) => new("--encoder")
    {
        Description = $"Folder of an XLM-R, RoBERTa, BERT, DistilBERT or ModernBERT checkpoint or of a tagger to start from, or {Names}.",
        DefaultValueFactory = _ => standard,
    };

    /// <summary>An encoder whose pre-training continues.</summary>
    public static Option<string?> EncoderToContinue() => new("--encoder") { Description = $"Continue from this encoder: folder of an XLM-R, RoBERTa, BERT, DistilBERT or ModernBERT checkpoint, or {Names}." };

    /// <summary>An encoder of which only the tokenizer is used.</summary>
    /// <param name="standard">The encoder when none is named.</param>
    public static Option<string> EncoderOfTokenizer(string standard) => new("--encoder")
    {
        Description = $"Encoder whose tokenizer is used: folder of a checkpoint, or {Names}.",
        DefaultValueFactory = _ => standard,
    };

    /// <summary>A trained tagger.</summary>
    public static Option<string> Model() => new("--model")
    {
        Description = $"Tagger: a folder that 'maner train' made or one in Hugging Face's layout (a …ForTokenClassification of XLM-R, RoBERTa, BERT, DistilBERT or ModernBERT with IOB2 labels), or {Tagger}, the bundled one, for languages without any labels, or one of the Hugging Face hub: OWNER/NAME.",
        Required = true,
    };
}
