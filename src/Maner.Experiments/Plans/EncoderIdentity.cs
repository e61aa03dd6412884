using System.Security.Cryptography;
using System.Text;
using Maner.Model.Configuration;
using Maner.Ner;

namespace Maner.Experiments.Plans;

/// <summary>What an encoder folder holds, for cells that are trained from it.</summary>
/// <param name="Reference">How workers find it: the name of an embedded encoder, or a full path.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Sha256">Hash of weights, configuration and tokenizer.</param>
public sealed record EncoderIdentity(string Reference, XlmrConfig Config, string Sha256)
{
    /// <summary>Reads an encoder's identity.</summary>
    /// <param name="reference">How workers find it.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A file is missing.</exception>
    public static EncoderIdentity Of(string reference, string folder)
    {
        string config = Path.Combine(folder, TaggerFolder.ConfigFile);
        string[] files = [config, Path.Combine(folder, TaggerFolder.TokenizerFile), .. Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
        {
            using FileStream stream = File.OpenRead(file);
            hash.AppendData(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(stream))));
        }

        // Of a tagger, whose method decides what a new tagger keeps of it; how long its training took decides nothing.
        if (ModelManifest.Load(folder) is { } manifest)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(manifest.WithoutRecord().ToJson()));
        }

        return new EncoderIdentity(reference, XlmrConfig.Load(config), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
