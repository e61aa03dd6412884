using Maner.Hub.Cache;
using Maner.Hub.Downloads;
using Maner.Hub.Protocol;
using Maner.Model.Storage;
using Maner.Ner;

namespace Maner.Hub.Models;

/// <summary>How a file of the cache was found.</summary>
internal enum FileState
{
    /// <summary>The content has its hash.</summary>
    Right,

    /// <summary>The content has another hash.</summary>
    Damaged,

    /// <summary>The link leads to nothing, or the model's manifest names a file that is not here.</summary>
    Missing,

    /// <summary>It cannot be read, or is no regular file.</summary>
    Unreadable,

    /// <summary>Nothing says which hash it should have: it is no link, and the hub was not asked.</summary>
    Unknown,
}

/// <summary>A file of the cache, checked.</summary>
internal sealed record CheckedFile(string Path, string File, long Size, FileState State);

/// <summary>Checks the contents of a model in the cache by their hashes, whoever has put them there.</summary>
/// <param name="models">The models.</param>
/// <param name="repo">The model.</param>
internal sealed class Verification(HubModels models, CachedRepo repo)
{
    private readonly Dictionary<string, FileState> _known = new(StringComparer.Ordinal); // by content, which commits share

    /// <summary>Why the hub does not say the hashes of files that have none in their name; null where it does, or was not asked.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Checks the files of commits. What cannot be judged is said to be so, and the rest is checked.</summary>
    /// <param name="commits">The commits to check.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<CheckedFile>> RunAsync(IEnumerable<string> commits, CancellationToken cancellation)
    {
        List<CheckedFile> files = [];
        foreach (Snapshot snapshot in commits.Select(repo.SnapshotOf))
        {
            foreach (string path in snapshot.Files)
            {
                files.Add(await CheckAsync(snapshot, path, cancellation).ConfigureAwait(false));
            }

            files.AddRange(NamedAndMissing(snapshot).Where(path => snapshot.Has(path) != true).Select(path => new CheckedFile(path, snapshot.PathOf(path), 0, FileState.Missing)));
        }

        return files;
    }

    private async Task<CheckedFile> CheckAsync(Snapshot snapshot, string path, CancellationToken cancellation)
    {
        string file = snapshot.PathOf(path);
        if (snapshot.Has(path) != true)
        {
            return new CheckedFile(path, file, 0, FileState.Missing);
        }

        string content = new FileInfo(file).LinkTarget is { } target ? Path.GetFullPath(target, Path.GetDirectoryName(file)!) : file;
        if (!_known.TryGetValue(content, out FileState state))
        {
            state = await StateAsync(snapshot, path, content, cancellation).ConfigureAwait(false);
            _known.Add(content, state);
        }

        return new CheckedFile(path, file, FileLength.OrNone(content) ?? 0, state);
    }

    private async Task<FileState> StateAsync(Snapshot snapshot, string path, string content, CancellationToken cancellation)
    {
        try
        {
            RegularFile.Require(content); // a named pipe would keep us waiting

            // A person may have put a link to a file of another name there: the hub has to say its hash, as where there are no links.
            string? etag = snapshot.EtagOf(path) is { } linked && IsHash(linked) ? linked : await EtagOfHubAsync(snapshot, path, cancellation).ConfigureAwait(false);
            return etag is null ? FileState.Unknown
                : await ContentHash.OfFileAsync(content, etag, cancellation).ConfigureAwait(false) == etag ? FileState.Right : FileState.Damaged;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return FileState.Unreadable;
        }
    }

    private async Task<string?> EtagOfHubAsync(Snapshot snapshot, string path, CancellationToken cancellation)
    {
        if (models.Settings.OfflineBy is not null || Refusal is not null)
        {
            return null;
        }

        try
        {
            return (await models.AskAsync(new HubFile(repo.Id, snapshot.Commit, path), cancellation).ConfigureAwait(false)).File?.Etag;
        }
        catch (HubUnavailableException)
        {
            return null; // the file is reported as one of which nothing is known
        }
        catch (Exception problem) when (problem is HubException or InvalidDataException)
        {
            Refusal = problem.Message;
            return null;
        }
    }

    private static IEnumerable<string> NamedAndMissing(Snapshot snapshot)
    {
        try
        {
            return snapshot.Has(NeededFiles.Manifest) == true ? ModelIntegrity.Missing(snapshot.Folder) : [];
        }
        catch (InvalidDataException)
        {
            return []; // its hash says that it is damaged
        }
    }

    private static bool IsHash(string name) => name.Length is 40 or 64 && name.All(char.IsAsciiHexDigitLower);
}
