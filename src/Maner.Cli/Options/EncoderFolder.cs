using System.CommandLine;

namespace Maner.Cli.Options;

/// <summary>Finds encoders: a folder, or the name of one that comes with the program.</summary>
internal static class EncoderFolder
{
    /// <summary>The embedded encoder as pre-training on raw text left it: for the paper's experiments, whose encoder has seen no labels.</summary>
    public const string LanguageModel = "mini";

    /// <summary>The same after labelled sentences of other languages: where a tagger had best start.</summary>
    public const string Tagger = "mini-ner";

    private static readonly string Embedded = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>The option that names one.</summary>
    /// <param name="standard">The encoder when none is named.</param>
    public static Option<string> Option(string standard) => new("--encoder")
    {
        Description = $"Folder of an XLM-R checkpoint or of a tagger to start from, or the name of an embedded one: {LanguageModel}, {Tagger}.",
        DefaultValueFactory = _ => standard,
    };

    /// <summary>The folder of an encoder.</summary>
    /// <param name="nameOrFolder">A folder or a name.</param>
    /// <exception cref="DirectoryNotFoundException">It is neither.</exception>
    public static string Find(string nameOrFolder)
    {
        if (Directory.Exists(nameOrFolder))
        {
            return nameOrFolder;
        }

        string folder = Path.Combine(Embedded, nameOrFolder);
        if (nameOrFolder == Path.GetFileName(nameOrFolder) && Directory.Exists(folder))
        {
            return folder;
        }

        string known = Directory.Exists(Embedded)
            ? string.Join(", ", Directory.EnumerateDirectories(Embedded).Select(Path.GetFileName).Order(StringComparer.Ordinal))
            : "none";
        throw new DirectoryNotFoundException(
            $"Encoder '{nameOrFolder}': expected a folder with config.json, model.safetensors and sentencepiece.bpe.model, or the name of an embedded encoder ({known}). Check --encoder.");
    }
}
