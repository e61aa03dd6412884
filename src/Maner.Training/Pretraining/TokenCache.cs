using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Text.Corpus;
using Maner.Text.Tokenization;

namespace Maner.Training.Pretraining;

/// <summary>
/// Text that is tokenized once. Each source file has three files in the cache's folder, named by the language and a hash of all that
/// determines them (source, tokenizer, version of the format), so a cache serves any number of corpora and tokenizers side by side and a changed
/// source is simply another name: <c>swa-HASH.ids</c>, <c>swa-HASH.index</c> and, written last, the manifest <c>swa-HASH.json</c>.
/// </summary>
internal sealed class TokenCache(string folder, Tokenizer tokenizer)
{
    private const int Version = 1;

    /// <summary>A language of the cache.</summary>
    public sealed record Entry(string Language, TokenManifest Manifest, TokenFile? File);

    /// <summary>Opens a source's pieces, tokenizing it first if that was not done before.</summary>
    /// <param name="source">The text.</param>
    /// <param name="workers">The threads that share the tokenizing.</param>
    /// <param name="advanced">Told the number of sentences tokenized so far; may throw to give up.</param>
    /// <returns>The pieces; without a file when there are none.</returns>
    public Entry Open(CorpusFile source, Workers workers, Action<long> advanced)
    {
        string sourceHash = FileHash.Of(source.Path);
        string key = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Version} {tokenizer.Sha256} {sourceHash} {source.IsLabelled}"))))[..16];
        string Named(string extension) => Path.Combine(folder, $"{source.Language}-{key}.{extension}");
        string ids = Named("ids"), index = Named("index"), description = Named("json");
        int bytesPerId = TokenFile.BytesPerId(tokenizer.Count);
        if (Read(description) is not { } manifest || !IsWhole(manifest, ids, index, bytesPerId))
        {
            OutputFolder.Create(folder, allowExisting: true);
            TokenFileWriter.Counts counts = new TokenFileWriter(tokenizer, workers).Write(source, ids, index, advanced);
            manifest = new TokenManifest(
                Version, source.Language, Path.GetFileName(source.Path), sourceHash, new FileInfo(source.Path).Length, tokenizer.Sha256, bytesPerId,
                counts.Sentences, counts.Tokens, counts.Unknown);
            AtomicFile.WriteAllText(description, JsonSerializer.Serialize(manifest, PretrainingJson.Default.TokenManifest) + "\n");
        }

        return new Entry(source.Language, manifest, manifest.Tokens == 0 ? null : TokenFile.Open(ids, index, bytesPerId));
    }

    private static TokenManifest? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), PretrainingJson.Default.TokenManifest) : null;
        }
        catch (JsonException)
        {
            return null; // as good as none: it is made again
        }
    }

    private static bool IsWhole(TokenManifest manifest, string ids, string index, int bytesPerId) =>
        manifest.Version == Version
        && new FileInfo(ids) is { Exists: true } idsFile && idsFile.Length == manifest.Tokens * bytesPerId
        && new FileInfo(index) is { Exists: true } indexFile && indexFile.Length == manifest.Sentences * TokenFile.BytesPerSentence;
}

/// <summary>What a language of the cache was made of, and how much it is.</summary>
/// <param name="Version">The version of the files' format.</param>
/// <param name="Language">The language.</param>
/// <param name="Source">The source file's name.</param>
/// <param name="SourceSha256">SHA-256 of the source file as it is there.</param>
/// <param name="SourceBytes">Its size.</param>
/// <param name="TokenizerSha256">SHA-256 of the tokenizer's model.</param>
/// <param name="BytesPerId">2 or 4.</param>
/// <param name="Sentences">Sentences with at least one piece.</param>
/// <param name="Tokens">Pieces, without the marks at both ends of a sentence.</param>
/// <param name="Unknown">Pieces that are <c>&lt;unk&gt;</c>.</param>
internal sealed record TokenManifest(
    int Version, string Language, string Source, string SourceSha256, long SourceBytes, string TokenizerSha256, int BytesPerId,
    long Sentences, long Tokens, long Unknown);
