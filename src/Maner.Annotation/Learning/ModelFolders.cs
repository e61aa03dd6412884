using System.Globalization;

namespace Maner.Annotation.Learning;

/// <summary>Where a project's taggers are: <c>v1</c>, <c>v2</c>, … in a folder, the newest two kept. A tagger that is being trained has another name, so one that is named so is whole.</summary>
/// <param name="path">The folder; made when it is needed.</param>
internal sealed class ModelFolders(string path)
{
    /// <summary>What a training run writes to; it is renamed when it is whole.</summary>
    public const string Unfinished = ".part";

    private const string TagsSuffix = ".tags.json";

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>The file that jobs are written to.</summary>
    public string JobFile => System.IO.Path.Combine(path, "job.json");

    /// <summary>What children said that was not understood, and why they failed.</summary>
    public string LogFile => System.IO.Path.Combine(path, "learning.log");

    /// <summary>A tagger's folder.</summary>
    public string Of(int version) => System.IO.Path.Combine(path, LearningMemory.NameOf(version));

    /// <summary>The file with a tagger's tags of the stop sentences; version 0 is the start model.</summary>
    public string TagsOf(int version) => System.IO.Path.Combine(path, LearningMemory.NameOf(version) + TagsSuffix);

    /// <summary>Makes the folder, and removes what an interrupted training left and taggers that nobody needs any more.</summary>
    /// <param name="newest">The number of the newest tagger.</param>
    public void Clean(int newest)
    {
        Directory.CreateDirectory(path);
        foreach (string folder in Directory.EnumerateDirectories(path, "v*").ToArray())
        {
            string name = System.IO.Path.GetFileName(folder);
            if (name.EndsWith(Unfinished, StringComparison.Ordinal) || (VersionOf(name) is { } version && (version > newest || version < newest - 1)))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        foreach (string file in Directory.EnumerateFiles(path, "v*" + TagsSuffix).ToArray())
        {
            if (VersionOf(System.IO.Path.GetFileName(file)[..^TagsSuffix.Length]) is { } version && version != newest)
            {
                File.Delete(file);
            }
        }
    }

    private static int? VersionOf(string name) => int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : null;
}
