using System.CommandLine;

namespace Maner.Cli;

/// <summary>The option that names a trained tagger.</summary>
internal static class ModelOption
{
    public static Option<string> Create() => new("--model") { Description = "Folder of a tagger that 'maner train' made.", Required = true };
}
