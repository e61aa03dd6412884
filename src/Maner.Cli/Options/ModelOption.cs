using System.CommandLine;

namespace Maner.Cli.Options;

/// <summary>The option that names a trained tagger.</summary>
internal static class ModelOption
{
    public static Option<string> Create() => new("--model")
    {
        Description = $"Folder of a tagger that 'maner train' made, or {EncoderFolder.Tagger}, the embedded one, for languages without any labels.",
        Required = true,
    };

    /// <summary>The folder that was named, or that of the embedded tagger of that name; what is neither is left to its reader to refuse.</summary>
    public static string Find(string nameOrFolder) => Directory.Exists(nameOrFolder) || nameOrFolder != EncoderFolder.Tagger ? nameOrFolder : EncoderFolder.Find(nameOrFolder);
}
