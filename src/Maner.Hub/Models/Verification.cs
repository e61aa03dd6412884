using Maner.Hub.Cache;
using Maner.Hub.Downloads;
using Maner.Hub.Protocol;

namespace Maner.Hub.Models;

/// <summary>How a file of the cache was found.</summary>
internal enum FileState
{
    /// <summary>The content has its hash.</summary>
    Right,

    /// <summary>The content has another hash.</summary>
    Damaged,

    /// <summary>The link leads to nothing.</summary>
    Missing,

    /// <summary>Nothing says which hash it should have: it is no link, and the hub was not asked.</summary>
    Unknown,
}

/// <summary>A file of the cache, checked.</summary>
internal sealed record CheckedFile(string Path, string File, long Size, FileState State);

/// <summary>Checks the contents of a model in the cache by their hashes, whoever has put them there.</summary>
internal static class Verification
{
    /// <summary>Checks all files of a model, or those of one revision.</summary>
    /// <param name="models">The models.</param>
    /// <param name="repo">The model.</param>
    /// <param name="commits">The commits to check.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<CheckedFile>> RunAsync(HubModels models, CachedRepo repo, IEnumerable<string> commits, CancellationToken cancellation)
    {
        List<CheckedFile> files = [];
        var known = new Dictionary<string, FileState>(StringComparer.Ordinal); // commits share contents
        foreach (Snapshot snapshot in commits.Select(repo.SnapshotOf))
        {
            foreach (string path in snapshot.Files)
            {
                files.Add(await CheckAsync(models, snapshot, path, known, cancellation).ConfigureAwait(false));
            }
        }

        return files;
    }

    private static async Task<CheckedFile> CheckAsync(HubModels models, Snapshot snapshot, string path, Dictionary<string, FileState> known, CancellationToken cancellation)
    {
        string file = snapshot.PathOf(path);
        string? linked = snapshot.EtagOf(path);
        if (snapshot.Has(path) != true)
        {
            return new CheckedFile(path, file, 0, FileState.Missing);
        }

        string content = linked is null ? file : snapshot.Repo.Blob(linked);
        long size = new FileInfo(content).Length;
        if (linked is not null && known.TryGetValue(linked, out FileState state))
        {
            return new CheckedFile(path, file, size, state);
        }

        string? etag = linked ?? await EtagOfHubAsync(models, snapshot, path, cancellation).ConfigureAwait(false);
        state = etag is not { Length: 40 or 64 } ? FileState.Unknown
            : await ContentHash.OfFileAsync(content, etag, cancellation).ConfigureAwait(false) == etag ? FileState.Right : FileState.Damaged;
        if (linked is not null)
        {
            known.Add(linked, state);
        }

        return new CheckedFile(path, file, size, state);
    }

    private static async Task<string?> EtagOfHubAsync(HubModels models, Snapshot snapshot, string path, CancellationToken cancellation)
    {
        if (models.Settings.OfflineBy is not null)
        {
            return null;
        }

        try
        {
            return (await models.AskAsync(new HubFile(snapshot.Repo.Id, snapshot.Commit, path), cancellation).ConfigureAwait(false)).File?.Etag;
        }
        catch (HubUnavailableException)
        {
            return null; // the file is reported as one of which nothing is known
        }
    }
}
