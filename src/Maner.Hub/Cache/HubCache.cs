using Maner.Hub.Protocol;
using Maner.Model.Storage;

namespace Maner.Hub.Cache;

/// <summary>Hugging Face's cache of models, shared with every program that keeps to its layout.</summary>
/// <param name="root">The folder; it need not exist.</param>
internal sealed class HubCache(string root)
{
    private const string Prefix = "models--";
    private const string Locks = ".locks";
    private const string RenamedFile = ".renamed"; // ours, where other programs look for nothing
    private const string TagFile = "CACHEDIR.TAG";

    // The signature is fixed: backup programs know it (bford.info/cachedir).
    private const string Tag = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of models of the Hugging Face hub. Backups may leave it out.\n";

    /// <summary>The folder.</summary>
    public string Root => root;

    /// <summary>All models, in ordinal order.</summary>
    public IEnumerable<CachedRepo> Repos => !Directory.Exists(root) ? [] : Directory.EnumerateDirectories(root, Prefix + "*")
        .Select(folder => CachedRepo.Of(folder, Path.GetFileName(folder)[Prefix.Length..].Replace("--", "/", StringComparison.Ordinal)))
        .Where(repo => HubModelName.IsRepo(repo.Id))
        .OrderBy(repo => repo.Id, StringComparer.Ordinal);

    /// <summary>
    /// A model's folder: of this id, else of one that differs in case alone, which is the same on the hub, else of the name that the hub has for it today.
    /// Null when there is none.
    /// </summary>
    public CachedRepo? Find(string id)
    {
        if (!Directory.Exists(root))
        {
            return null;
        }

        CachedRepo exact = RepoOf(id);
        return Directory.Exists(exact.Folder) ? exact
            : Repos.FirstOrDefault(repo => string.Equals(repo.Id, id, StringComparison.OrdinalIgnoreCase))
            ?? (NewName(id) is { } renamed && RepoOf(renamed) is var moved && Directory.Exists(moved.Folder) ? moved : null);
    }

    /// <summary>The folder of a model that is about to be filled.</summary>
    public CachedRepo Create(string id)
    {
        CachedRepo repo = Find(id) ?? RepoOf(id);
        try
        {
            Directory.CreateDirectory(repo.Blobs);
            Directory.CreateDirectory(LocksOf(repo));
            string tag = Path.Combine(root, TagFile);
            if (!File.Exists(tag))
            {
                AtomicFile.WriteAllText(tag, Tag);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HubException($"{root}: expected a folder to keep models in, found that it cannot be written ({error.Message}). Name another with HF_HUB_CACHE.", error);
        }

        return repo;
    }

    /// <summary>Where the locks of a model's blobs are.</summary>
    public string LocksOf(CachedRepo repo) => Path.Combine(root, Locks, Path.GetFileName(repo.Folder));

    /// <summary>Remembers that the hub has another name for a model now.</summary>
    public void Rename(string old, string now)
    {
        string folder = Path.Combine(root, Locks, FolderOf(old));
        Directory.CreateDirectory(folder);
        AtomicFile.WriteAllText(Path.Combine(folder, RenamedFile), now);
    }

    private string? NewName(string old)
    {
        string file = Path.Combine(root, Locks, FolderOf(old), RenamedFile);
        return File.Exists(file) && File.ReadAllText(file).Trim() is var name && HubModelName.IsRepo(name) ? name : null;
    }

    private CachedRepo RepoOf(string id) => CachedRepo.Of(Path.Combine(root, FolderOf(id)), id);

    private static string FolderOf(string id) => Prefix + id.Replace("/", "--", StringComparison.Ordinal);
}
