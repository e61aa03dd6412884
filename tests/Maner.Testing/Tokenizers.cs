using System.IO.Compression;
using Maner.Text.Tokenization;

namespace Maner.Testing;

/// <summary>The two real tokenizers, each read once.</summary>
internal static class Tokenizers
{
    private static readonly Lazy<UnigramTokenizer> s_mini =
        new(() => UnigramTokenizer.Load(Path.Combine(SharedFiles.Mini, "sentencepiece.bpe.model")));

    private static readonly Lazy<UnigramTokenizer> s_xlmr = new(() => ReadCompressed("tests/Golden/tokenizer-xlmr/sentencepiece.bpe.model.gz"));

    /// <summary>The bundled model: 32,000 pieces, XLM-R's own normalisation rules.</summary>
    public static UnigramTokenizer Mini => s_mini.Value;

    /// <summary>XLM-R's 250,000 pieces.</summary>
    public static UnigramTokenizer Xlmr => s_xlmr.Value;

    public static List<int> Word(this UnigramTokenizer tokenizer, string word)
    {
        List<int> ids = [];
        tokenizer.EncodeWord(word, ids);
        return ids;
    }

    /// <summary>The normalised text: pieces put together.</summary>
    public static string Normalized(this UnigramTokenizer tokenizer, string text) => string.Concat(tokenizer.Encode(text).Pieces);

    private static UnigramTokenizer ReadCompressed(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(Path.Combine(SharedFiles.Repository, path)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        gzip.CopyTo(memory);
        return UnigramTokenizer.Parse(memory.ToArray(), path);
    }
}
