using Maner.Model.Configuration;
using Maner.Ner;

namespace Maner.Experiments.Plans;

/// <summary>What an encoder folder holds, for cells that are trained from it.</summary>
/// <param name="Reference">How workers find it: the name of a bundled model, or a full path.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Sha256"><see cref="ModelHash.OfModel"/> of the folder.</param>
internal sealed record EncoderIdentity(string Reference, EncoderConfig Config, string Sha256)
{
    /// <summary>Reads an encoder's identity.</summary>
    /// <param name="reference">How workers find it.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A file is missing.</exception>
    public static EncoderIdentity Of(string reference, string folder) =>
        new(reference, EncoderConfig.Load(Path.Combine(folder, TaggerFolder.ConfigFile)), ModelHash.OfModel(folder));
}
