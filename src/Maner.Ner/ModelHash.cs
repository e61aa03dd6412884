using System.Security.Cryptography;
using System.Text;
using Maner.Model.Storage;
using Maner.Text.Tokenization.Json;

namespace Maner.Ner;

/// <summary>SHA-256 of models, in lower-case hexadecimal: of the weights alone, or of all that a tagger is made from.</summary>
internal static class ModelHash
{
    /// <summary>
    /// Hash of a folder's weights: of the file where there is one, else of the index and all shards that it names.
    /// </summary>
    /// <param name="folder">A checkpoint's folder.</param>
    /// <exception cref="InvalidDataException">The index is damaged, or the weights are of a kind that is not read.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static string OfWeights(string folder)
    {
        IReadOnlyList<string> files = Checkpoint.FilesOf(folder);
        return files is [string single] ? FileHash.Of(single) : Joined(files); // run folders record the plain file's hash
    }

    /// <summary>
    /// Hash of everything that training reads of a folder: configuration, tokenizer, weights, CRF, and of the manifest what changes predictions.
    /// The IDs of an experiment's cells contain it, so the order of files and the way they are joined are fixed.
    /// </summary>
    /// <param name="folder">The folder of an encoder or a tagger.</param>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static string OfModel(string folder)
    {
        string[] safetensors = Directory.GetFiles(folder, "*.safetensors");
        IEnumerable<string> weights = safetensors.Length > 0 ? safetensors.Order(StringComparer.Ordinal) : Checkpoint.FilesOf(folder);
        string[] files = [Path.Combine(folder, TaggerFolder.ConfigFile), .. TokenizerFolder.FilesOf(folder), .. weights];

        // Of a tagger, whose method decides what a new tagger keeps of it; how long its training took decides nothing.
        return Joined(files, ModelManifest.Load(folder)?.WithoutRecord().ToJson() ?? "");
    }

    private static string Joined(IEnumerable<string> files, string and = "") =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(FileHash.Of)) + and)));
}
