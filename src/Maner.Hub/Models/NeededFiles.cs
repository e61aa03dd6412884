using Maner.Hub.Cache;
using Maner.Model.Storage;
using Maner.Ner;

namespace Maner.Hub.Models;

/// <summary>Which files of a repository a model is read from. Whatever else is there (ONNX, TensorFlow, Flax, optimizers) is never fetched.</summary>
internal static class NeededFiles
{
    /// <summary>The configuration, which says what everything else is.</summary>
    public const string Config = TaggerFolder.ConfigFile;

    /// <summary>What a tagger of ours has besides.</summary>
    public const string Manifest = ModelManifest.FileName;

    private const string IndexEnding = ".index.json";

    /// <summary>Small files that change how a tokenizer cuts, where they are there.</summary>
    public static IReadOnlyList<string> Settings { get; } = ["tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"];

    /// <summary>Tokenizers, the best first: the first of which all files are there is taken. (SentencePiece's own file is exact where tokenizer.json is not.)</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Tokenizers { get; } = [["sentencepiece.bpe.model"], ["tokenizer.json"], ["vocab.txt"], ["vocab.json", "merges.txt"]];

    /// <summary>Weights, the best first; an index names its shards.</summary>
    public static IReadOnlyList<string> Weights { get; } = ["model.safetensors", "model.safetensors" + IndexEnding, "pytorch_model.bin", "pytorch_model.bin" + IndexEnding];

    /// <summary>Whether a file is an index of shards.</summary>
    public static bool IsIndex(string weights) => weights.EndsWith(IndexEnding, StringComparison.Ordinal);

    /// <summary>The shards that an index on the disk names.</summary>
    /// <exception cref="InvalidDataException">The index is damaged.</exception>
    public static IReadOnlyList<string> ShardsOf(string index, string weights) => ShardIndex.ShardsOf(index, Path.GetExtension(weights[..^IndexEnding.Length]));

    /// <summary>Whether a model can be read from the files that are here, without asking the hub for any. Python may have chosen other ones of the same model.</summary>
    /// <exception cref="InvalidDataException">A file that names others is damaged.</exception>
    public static bool AreIn(Snapshot snapshot) =>
        snapshot.Has(Config) == true && Tokenizers.Any(files => files.All(file => snapshot.Has(file) == true))
        && Weights.Any(file => snapshot.Has(file) == true && (!IsIndex(file) || ShardsOf(snapshot.PathOf(file), file).All(shard => snapshot.Has(shard) == true)))
        && HasOwnFiles(snapshot);

    private static bool HasOwnFiles(Snapshot snapshot)
    {
        try
        {
            return snapshot.Has(Manifest) != true || !ModelIntegrity.Missing(snapshot.Folder).Any();
        }
        catch (InvalidDataException)
        {
            return true; // what is wrong with the manifest is for its reader to say
        }
    }
}
