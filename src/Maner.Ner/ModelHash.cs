using System.Security.Cryptography;
using System.Text;
using Maner.Model.Storage;
using Maner.Text.Tokenization.Json;

namespace Maner.Ner;

/// <summary>SHA-256 of a model, in lower-case hexadecimal: what runs and the cells of experiments record of the model that they start from.</summary>
internal static class ModelHash
{
    private const string RunCheckpoint = "checkpoint"; // how the names of a run's checkpoints begin

    /// <summary>
    /// Hash of everything that training reads of a folder: configuration, tokenizer, weights (all shards and their index), CRF, and of the manifest
    /// what changes predictions. Any other safetensors file is part of it too, but not the checkpoint of a run that is to replace this model. The IDs of
    /// an experiment's cells contain it, so the order of files and the way they are joined are fixed.
    /// </summary>
    /// <param name="folder">The folder of an encoder or a tagger.</param>
    /// <exception cref="InvalidDataException">The manifest or an index is damaged, or the weights are of a kind that is not read.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static string OfModel(string folder)
    {
        string[] files = [Path.Combine(folder, TaggerFolder.ConfigFile), .. TokenizerFolder.FilesOf(folder), .. Weights(folder)];

        // Of a tagger, whose method decides what a new tagger keeps of it; how long its training took decides nothing.
        string model = string.Concat(files.Select(FileHash.Of)) + ModelManifest.Load(folder)?.WithoutRecord().ToJson();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)));
    }

    /// <summary>An index before the rest, which is in ordinal order: the CRF's file is before or after the encoder's as its name says.</summary>
    private static IEnumerable<string> Weights(string folder) =>
        Checkpoint.FilesOf(folder)
            .Union(Directory.GetFiles(folder, "*.safetensors").Where(file => !Path.GetFileName(file).StartsWith(RunCheckpoint, StringComparison.Ordinal)))
            .OrderBy(file => !file.EndsWith(".json", StringComparison.Ordinal)).ThenBy(file => file, StringComparer.Ordinal);
}
