using Maner.Model.Storage;
using Maner.Text.Tokenization.Json;

namespace Maner.Ner;

/// <summary>
/// Holds the files of a tagger against the hashes that <c>maner.json</c> has of them since it was saved. Weights that changed on their way load like
/// any others, and tag a little worse. Evaluation, servers and <c>models verify</c> read every byte for that; predictions only where it takes no time that
/// anybody would notice, since a model of gigabytes would start seconds later each time.
/// </summary>
internal static class ModelIntegrity
{
    /// <summary>Bytes that are hashed in about a tenth of a second.</summary>
    internal const long CheapBytes = 128L << 20;

    private static readonly string[] s_files = [TaggerFolder.WeightsFile, TaggerFolder.CrfFile, TaggerFolder.WordsFile, .. TokenizerFolder.FileNames];

    /// <summary>The hashes of a folder's files, for its manifest: SHA-256 by the file's name.</summary>
    public static IReadOnlyDictionary<string, string> HashesOf(string folder) =>
        new SortedDictionary<string, string>(s_files.Where(file => File.Exists(Path.Combine(folder, file))).ToDictionary(file => file, file => FileHash.Of(Path.Combine(folder, file))), StringComparer.Ordinal);

    /// <summary>Every file that the manifest has a hash of, with what is wrong with it; null where it is right. Empty for a model without hashes.</summary>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public static IEnumerable<(string File, string? Fault)> Check(string folder) =>
        Check(folder, ModelManifest.Load(folder)?.FileHashes ?? new Dictionary<string, string>());

    /// <summary>Refuses a model of which a file is not what was saved, whatever its size.</summary>
    /// <exception cref="InvalidDataException">One is not.</exception>
    public static void Require(string folder) => Refuse(folder, Check(folder));

    /// <summary>The same where all files together are small.</summary>
    /// <exception cref="InvalidDataException">One is not what was saved.</exception>
    public static void RequireCheaply(string folder, ModelManifest? manifest)
    {
        if (manifest?.FileHashes is { } hashes && hashes.Keys.Where(IsName).Select(file => new FileInfo(Path.Combine(folder, file))).Sum(file => file.Exists ? file.Length : 0) <= CheapBytes)
        {
            // What is missing, or no file of a model, is for its reader to say.
            Refuse(folder, Check(folder, hashes.Where(pair => IsName(pair.Key) && File.Exists(Path.Combine(folder, pair.Key))).ToDictionary()));
        }
    }

    private static IEnumerable<(string File, string? Fault)> Check(string folder, IReadOnlyDictionary<string, string> hashes)
    {
        foreach ((string file, string expected) in hashes)
        {
            string path = Path.Combine(folder, file);
            string? found = IsName(file) && File.Exists(path) ? FileHash.Of(path) : null;
            yield return (file, found == expected ? null
                : found is null ? "expected the file that the model was saved with, found none"
                : $"expected the content that the model was saved with (SHA-256 {expected[..Math.Min(12, expected.Length)]}…), found another ({found[..12]}…)");
        }
    }

    private static void Refuse(string folder, IEnumerable<(string File, string? Fault)> files)
    {
        foreach ((string file, string? fault) in files)
        {
            if (fault is not null)
            {
                throw new InvalidDataException(
                    $"{Path.Combine(folder, file)}: {fault}. Copy the model folder again; if you changed the file on purpose, take it out of 'file_hashes' in {ModelManifest.FileName}.");
            }
        }
    }

    private static bool IsName(string file) => s_files.Contains(file, StringComparer.Ordinal); // a manifest must not lead out of its folder
}
