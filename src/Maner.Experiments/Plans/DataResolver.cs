using System.Globalization;
using Maner.Experiments.Corpora;

namespace Maner.Experiments.Plans;

/// <summary>Finds the data sets that a block names.</summary>
/// <param name="source">Where names are looked up.</param>
internal sealed class DataResolver(IPlanSource source)
{
    /// <summary>The data sets of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="experiment">The file, next to which relative folders are.</param>
    /// <param name="notes">Told what was left out.</param>
    /// <param name="absent">Told the members of groups that are not there.</param>
    /// <exception cref="DirectoryNotFoundException">A data set that is named by itself is not there, and the block has no fallback.</exception>
    public IReadOnlyList<DataFolder> Find(Block block, string experiment, List<string> notes, List<AbsentData> absent)
    {
        List<DataFolder>? found = TryFind(block.Data, experiment, notes, absent, out string? missing);
        if (found is null && block.FallbackData is { } fallback)
        {
            notes.Add($"'{missing}' is not {source.Searched}, so it runs on {string.Join(", ", fallback)} instead.");
            absent.Clear();
            found = TryFind(fallback, experiment, notes, absent, out missing);
        }

        if (found is null)
        {
            throw new DirectoryNotFoundException($"{experiment}: in block '{block.Name}': {source.Missing(missing!)}");
        }

        return block.PretrainingText is { } threshold ? WithText(found, threshold, notes) : found;
    }

    private List<DataFolder>? TryFind(IReadOnlyList<string> names, string experiment, List<string> notes, List<AbsentData> absent, out string? missing)
    {
        var found = new List<DataFolder>();
        missing = null;
        foreach (string name in names)
        {
            if (LanguageGroup.Members(name) is { } members)
            {
                DataFolder[] present = [.. members.Select(source.Find).OfType<DataFolder>()];
                if (present.Length < members.Count)
                {
                    absent.Add(new AbsentData(
                        string.Create(CultureInfo.InvariantCulture, $"{present.Length} of the {members.Count} languages of {name} are {source.Place}"),
                        [.. members.Where(member => source.Find(member) is null).Select(member => member[(member.IndexOf('/') + 1)..])]));
                }

                found.AddRange(present);
            }
            else if (name.EndsWith("/*", StringComparison.Ordinal))
            {
                DataFolder[] present = [.. source.List().Where(folder => folder.Name.StartsWith(name[..^1], StringComparison.Ordinal))];
                missing ??= present.Length == 0 ? name : null;
                found.AddRange(present);
            }
            else if ((IsPath(name) ? Folder(name, experiment) : source.Find(name)) is { } single)
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

    private DataFolder? Folder(string name, string experiment)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(experiment))!, name)));
        return source.FindFolder(path);
    }
}
