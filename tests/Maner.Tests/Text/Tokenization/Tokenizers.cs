using Maner.Text.Tokenization;

namespace Maner.Tests.Text.Tokenization;

/// <summary>The two real tokenizers, each read once.</summary>
internal static class Tokenizers
{
    private static readonly Lazy<UnigramTokenizer> s_mini =
        new(() => UnigramTokenizer.Load(Path.Combine(SharedFiles.Repository, "models/mini/sentencepiece.bpe.model")));

    private static UnigramTokenizer? s_xlmr;

    /// <summary>The embedded model: 32,000 pieces, XLM-R's own normalisation rules.</summary>
    public static UnigramTokenizer Mini => s_mini.Value;

    /// <summary>A 250,000-piece model of XLM-R's form; skips the running test where it is missing.</summary>
    public static UnigramTokenizer XlmrOrSkip() =>
        s_xlmr ??= UnigramTokenizer.Load(SharedFiles.OrSkip("oracle/tokenizer-xlmr/sentencepiece.bpe.model"));

    public static List<int> Word(this UnigramTokenizer tokenizer, string word)
    {
        List<int> ids = [];
        tokenizer.EncodeWord(word, ids);
        return ids;
    }

    /// <summary>The normalised text: pieces put together.</summary>
    public static string Normalized(this UnigramTokenizer tokenizer, string text) => string.Concat(tokenizer.Encode(text).Pieces);
}
