using Maner.Hub.Cache;
using Maner.Model.Storage;

namespace Maner.Hub.Models;

/// <summary>Which files of a repository a model is read from. Whatever else is there (ONNX, TensorFlow, Flax, optimizers) is never fetched.</summary>
internal static class NeededFiles
{
    /// <summary>The configuration, which says what everything else is.</summary>
    public const string Config = "config.json";

    /// <summary>What a tagger of ours has besides.</summary>
    public const string Manifest = "maner.json";

    private const string IndexEnding = ".index.json";

    /// <summary>The CRF of a tagger of ours, by its name and its old one; only beside the manifest.</summary>
    public static IReadOnlyList<string> Crfs { get; } = ["crf.safetensors", "surface.safetensors"];

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

    /// <summary>Whether a model can be read from the files that are here, without asking the hub for any.</summary>
    /// <param name="snapshot">The files that are here.</param>
    /// <param name="isBest">Whether the best tokenizer must be here, so that it has to be known that the better ones do not exist.</param>
    public static bool AreIn(Snapshot snapshot, bool isBest) =>
        snapshot.Has(Config) == true && (snapshot.Has(Manifest) != true || Crfs.Any(file => snapshot.Has(file) == true) || Crfs.All(file => snapshot.Has(file) == false) || !isBest) && HasTokenizer(snapshot, isBest) && HasWeights(snapshot);

    private static bool HasTokenizer(Snapshot snapshot, bool isBest)
    {
        foreach (IReadOnlyList<string> files in Tokenizers)
        {
            if (files.All(file => snapshot.Has(file) == true))
            {
                return true;
            }

            if (isBest && files.All(file => snapshot.Has(file) != false))
            {
                return false;
            }
        }

        return false;
    }

    private static bool HasWeights(Snapshot snapshot) => Weights.Any(file =>
        snapshot.Has(file) == true && (!IsIndex(file) || ShardsOf(snapshot.PathOf(file), file).All(shard => snapshot.Has(shard) == true)));
}
