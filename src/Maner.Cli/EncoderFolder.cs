using System.CommandLine;

namespace Maner.Cli;

/// <summary>Finds encoders: a folder, or the name of one that comes with the program.</summary>
internal static class EncoderFolder
{
    /// <summary>The encoder when none is named.</summary>
    public const string Default = "mini";

    private static readonly string Embedded = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>The option that names one.</summary>
    public static Option<string?> Option() => new("--encoder")
    {
        Description = $"Folder of an XLM-R checkpoint, or the name of an embedded encoder (default: {Default}).",
    };

    /// <summary>The folder of an encoder.</summary>
    /// <param name="nameOrFolder">A folder or a name; null for the default.</param>
    /// <exception cref="DirectoryNotFoundException">It is neither.</exception>
    public static string Find(string? nameOrFolder)
    {
        if (nameOrFolder is not null && Directory.Exists(nameOrFolder))
        {
            return nameOrFolder;
        }

        string name = nameOrFolder ?? Default;
        string folder = Path.Combine(Embedded, name);
        if (name == Path.GetFileName(name) && Directory.Exists(folder))
        {
            return folder;
        }

        string known = Directory.Exists(Embedded)
            ? string.Join(", ", Directory.EnumerateDirectories(Embedded).Select(Path.GetFileName).Order(StringComparer.Ordinal))
            : "none";
        throw new DirectoryNotFoundException(
            $"Encoder '{name}': expected a folder with config.json, model.safetensors and sentencepiece.bpe.model, or the name of an embedded encoder ({known}). Check --encoder.");
    }
}
