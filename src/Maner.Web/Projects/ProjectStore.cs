using Maner.Model.Storage;

namespace Maner.Web.Projects;

/// <summary>The trained taggers of one project on disk: a folder per version, and a file that names the one in use.</summary>
/// <param name="folder">The project's folder.</param>
internal sealed class ProjectStore(string folder)
{
    private const string CurrentFile = "current.txt";
    private const int Kept = 2;

    /// <summary>The folder of the tagger in use; null where none was trained yet.</summary>
    public string? Current
    {
        get
        {
            string file = Path.Combine(folder, CurrentFile);
            string? version = File.Exists(file) ? File.ReadAllText(file).Trim() : null;
            return version is { Length: > 0 } && Directory.Exists(Path.Combine(folder, version)) ? Path.Combine(folder, version) : null;
        }
    }

    /// <summary>The folder of the next version: new.</summary>
    public string NewVersion() => Path.Combine(folder, $"version-{Versions().LastOrDefault() + 1}");

    /// <summary>Names the tagger in use, and removes old ones but the one before.</summary>
    public void Use(string version)
    {
        AtomicFile.WriteAllText(Path.Combine(folder, CurrentFile), Path.GetFileName(version) + "\n");
        foreach (int old in Versions().SkipLast(Kept))
        {
            try
            {
                Directory.Delete(Path.Combine(folder, $"version-{old}"), recursive: true);
            }
            catch (IOException)
            {
                // Windows keeps files that are still mapped; the next time, then.
            }
        }
    }

    private List<int> Versions() => !Directory.Exists(folder) ? [] :
    [
        .. Directory.GetDirectories(folder, "version-*").Select(path => int.TryParse(Path.GetFileName(path)["version-".Length..], out int number) ? number : 0).Where(number => number > 0).Order(),
    ];
}
