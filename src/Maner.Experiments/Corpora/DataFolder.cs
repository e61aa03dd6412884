namespace Maner.Experiments.Corpora;

/// <summary>A labelled data set in a folder: <c>train.conll</c> and, if there, <c>dev.conll</c> and <c>test.conll</c>.</summary>
/// <param name="Name">Its name under the data root, <c>wikiann/sw</c>, or the path it was given by.</param>
/// <param name="Path">The folder.</param>
internal sealed record DataFolder(string Name, string Path)
{
    /// <summary>The file that makes a folder a data set.</summary>
    public const string TrainFile = "train.conll";

    /// <summary>The last part of the name, which is the language in collections of many.</summary>
    public string Language => Name.TrimEnd('/')[(Name.TrimEnd('/').LastIndexOf('/') + 1)..];

    /// <summary>The collection that it belongs to, <c>wikiann</c>; empty for a folder on its own.</summary>
    public string Collection => Name.Split('/') is [var first, _] ? first : "";

    /// <summary>The training sentences.</summary>
    public string Train => System.IO.Path.Combine(Path, TrainFile);

    /// <summary>The sentences that choose the checkpoint; null without.</summary>
    public string? Dev => Existing("dev.conll");

    /// <summary>The sentences that are scored; null without.</summary>
    public string? Test => Existing("test.conll");

    private string? Existing(string file) => System.IO.Path.Combine(Path, file) is var path && File.Exists(path) ? path : null;
}
