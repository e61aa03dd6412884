using System.Globalization;
using Maner.Experiments.Corpora;
using Maner.Training;

namespace Maner.Experiments.Plans;

/// <summary>Finds the data sets that a block names, and reads each once.</summary>
/// <param name="root">Where names are looked up.</param>
internal sealed class DataResolver(DataRoot root)
{
    private readonly Dictionary<string, TaskData> _read = new(StringComparer.Ordinal);

    /// <summary>The sentences of a data set.</summary>
    public TaskData Read(DataFolder folder) =>
        _read.TryGetValue(folder.Path, out TaskData? data) ? data : _read[folder.Path] = TaskData.Read(folder.Train, folder.Dev, folder.Test);

    /// <summary>The data sets of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="experiment">The file, beside which relative folders stand.</param>
    /// <param name="notes">Told what was left out.</param>
    /// <exception cref="DirectoryNotFoundException">A data set that is named by itself is not there, and the block has no fallback.</exception>
    public IReadOnlyList<DataFolder> Find(Block block, string experiment, List<string> notes)
    {
        List<DataFolder>? found = TryFind(block.Data, experiment, notes, out string? missing);
        if (found is null && block.FallbackData is { } fallback)
        {
            notes.Add($"'{missing}' is not under the data root '{root.Path}', so it runs on {string.Join(", ", fallback)} instead.");
            found = TryFind(fallback, experiment, notes, out missing);
        }

        if (found is null)
        {
            throw new DirectoryNotFoundException($"{experiment}: in block '{block.Name}': {root.Missing(missing!)}");
        }

        return block.PretrainingText is { } threshold ? WithText(found, threshold, notes) : found;
    }

    private List<DataFolder>? TryFind(IReadOnlyList<string> names, string experiment, List<string> notes, out string? missing)
    {
        var found = new List<DataFolder>();
        missing = null;
        foreach (string name in names)
        {
            if (LanguageGroup.Members(name) is { } members)
            {
                DataFolder[] present = [.. members.Select(root.Find).OfType<DataFolder>()];
                if (present.Length < members.Count)
                {
                    notes.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{present.Length} of the {members.Count} languages of {name} are there; not there: {string.Join(' ', members.Where(member => root.Find(member) is null).Select(member => member[(member.IndexOf('/') + 1)..]))}."));
                }

                found.AddRange(present);
            }
            else if (name.EndsWith("/*", StringComparison.Ordinal))
            {
                DataFolder[] present = [.. root.List().Where(folder => folder.Name.StartsWith(name[..^1], StringComparison.Ordinal))];
                missing ??= present.Length == 0 ? name : null;
                found.AddRange(present);
            }
            else if ((IsPath(name) ? Folder(name, experiment) : root.Find(name)) is { } single)
            {
                found.Add(single);
            }
            else
            {
                missing ??= name;
            }
        }

        missing ??= found.Count == 0 ? names[0] : null;
        return missing is null ? Named([.. found.DistinctBy(folder => Path.GetFullPath(folder.Path))]) : null;
    }

    /// <summary>Folders that are named alike are told apart by their whole paths.</summary>
    private static List<DataFolder> Named(List<DataFolder> folders)
    {
        HashSet<string> shared = [.. folders.GroupBy(folder => folder.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key)];
        return [.. folders.Select(folder => shared.Contains(folder.Name) ? folder with { Name = Path.GetFullPath(folder.Path) } : folder)];
    }

    private static List<DataFolder> WithText(List<DataFolder> folders, TextThreshold threshold, List<string> notes)
    {
        PretrainingText text = PretrainingText.Of(threshold.Corpus);
        List<DataFolder> kept = [.. folders.Where(folder => text.Gib(folder.Language) >= threshold.AtLeastGib)];
        notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{kept.Count} of {folders.Count} languages have at least {threshold.AtLeastGib} GiB of pre-training text in {threshold.Corpus}."));
        return kept;
    }

    private static bool IsPath(string name) => name.StartsWith("./", StringComparison.Ordinal) || name.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(name);

    private static DataFolder? Folder(string name, string experiment)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(experiment))!, name)));
        return File.Exists(Path.Combine(path, DataFolder.TrainFile)) ? new DataFolder(Path.GetFileName(path), path) : null;
    }
}
