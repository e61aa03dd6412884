using Maner.Hub.Cache;
using Maner.Hub.Protocol;

namespace Maner.Hub.Models;

/// <summary>Removes models from the cache.</summary>
internal static class Removal
{
    private const string LockEnding = ".lock";

    /// <summary>Removes a model with all that the cache has of it, or one commit with what no other commit needs.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="repo">The model.</param>
    /// <param name="commit">The commit; null for all.</param>
    /// <returns>The bytes that are free now.</returns>
    /// <exception cref="HubException">Another process is fetching files of it.</exception>
    public static long Run(HubCache cache, CachedRepo repo, string? commit)
    {
        List<BlobLock> locks = [];
        try
        {
            string folder = cache.LocksOf(repo);
            foreach (string etag in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + LockEnding).Select(file => Path.GetFileNameWithoutExtension(file)) : [])
            {
                locks.Add(BlobLock.TryTake(folder, etag) ?? throw new HubException(
                    $"{repo.Folder}: expected a model that nobody is fetching, found that another process is fetching files of it. End that process, or wait for it."));
            }

            long before = repo.Size;
            if (commit is null || repo.Commits.All(other => other == commit))
            {
                Directory.Delete(repo.Folder, recursive: true);
                return before;
            }

            RemoveCommit(repo, commit);
            return before - repo.Size;
        }
        finally
        {
            locks.ForEach(held => held.Dispose());
        }
    }

    private static void RemoveCommit(CachedRepo repo, string commit)
    {
        foreach ((string name, _) in repo.References.Where(reference => reference.Commit == commit))
        {
            File.Delete(Path.Combine([repo.Folder, "refs", .. name.Split('/')]));
        }

        Snapshot snapshot = repo.SnapshotOf(commit);
        Directory.Delete(snapshot.Folder, recursive: true);
        if (Directory.Exists(snapshot.Missing))
        {
            Directory.Delete(snapshot.Missing, recursive: true);
        }

        HashSet<string> needed = [.. repo.Commits.Select(repo.SnapshotOf).SelectMany(other => other.Files.Select(other.EtagOf)).OfType<string>()];
        foreach (FileInfo blob in CachedRepo.FilesBelow(repo.Blobs).Where(blob => !needed.Contains(blob.Name)))
        {
            blob.Delete();
        }
    }
}
