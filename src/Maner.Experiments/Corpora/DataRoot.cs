namespace Maner.Experiments.Corpora;

/// <summary>The folder under which data sets are by name, <c>ROOT/wikiann/sw/train.conll</c>.</summary>
/// <param name="path">The folder; it need not exist.</param>
internal sealed class DataRoot(string path)
{
    /// <summary>The environment variable that names the root.</summary>
    public const string Variable = "MANER_DATA";

    private const string Default = "data";

    /// <summary>The root of the environment: <see cref="Variable"/>, or <c>./data</c>.</summary>
    public static DataRoot FromEnvironment => new(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Default);

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>All data sets there are, in the order of their names.</summary>
    public IReadOnlyList<DataFolder> List() =>
        !Directory.Exists(Path)
            ? []
            : [.. Directory.EnumerateFiles(Path, DataFolder.TrainFile, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 })
                .Select(file => System.IO.Path.GetDirectoryName(file)!)
                .Select(folder => new DataFolder(System.IO.Path.GetRelativePath(Path, folder).Replace('\\', '/'), folder))
                .OrderBy(folder => folder.Name, StringComparer.Ordinal)];

    /// <summary>The data set of a name; null when there is none.</summary>
    public DataFolder? Find(string name)
    {
        string folder = System.IO.Path.Combine(Path, name);
        return File.Exists(System.IO.Path.Combine(folder, DataFolder.TrainFile)) ? new DataFolder(name, folder) : null;
    }

    /// <summary>What to say about a name that is not there.</summary>
    public string Missing(string name) =>
        $"expected a folder '{name}' with {DataFolder.TrainFile} under the data root '{Path}', found none. " +
        $"Set {Variable} to the folder that holds it, or see what is there with: maner data list";
}
