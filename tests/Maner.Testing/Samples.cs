namespace Maner.Testing;

/// <summary>The repository's sample data: samples/swa.</summary>
internal static class Samples
{
    public static string Folder { get; } = Path.Combine(SharedFiles.Repository, "samples", "swa");

    public static string File(string name) => Path.Combine(Folder, name);

    /// <summary>Sentences of a labelled file as it is written, with the blank line after each.</summary>
    public static string Blocks(string name, int count, int skip = 0) =>
        string.Concat(System.IO.File.ReadAllText(File(name)).Split("\n\n").Skip(skip).Take(count).Select(block => block + "\n\n"));
}
