using Maner.Hub.Protocol;
using Maner.Model.Storage;

namespace Maner.Hub.Cache;

/// <summary>A model's folder in the cache.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Id">The model's id.</param>
internal sealed record CachedRepo(string Folder, string Id)
{
    /// <summary>Where contents are, named by their hash.</summary>
    public string Blobs => Path.Combine(Folder, "blobs");

    /// <summary>The commits of which there are files.</summary>
    public IReadOnlyList<string> Commits => NamesOf(Snapshots);

    /// <summary>Bytes of everything: contents, partial ones, and files that are no links.</summary>
    public long Size => FilesBelow(Folder).Where(file => file.LinkTarget is null).Sum(file => file.Length);

    private string Snapshots => Path.Combine(Folder, "snapshots");

    private string Refs => Path.Combine(Folder, "refs");

    /// <summary>A folder by its path.</summary>
    public static CachedRepo Of(string folder, string id) => new(folder, id);

    /// <summary>The commit of a revision; null when the cache does not know it.</summary>
    public string? CommitOf(string revision)
    {
        if (HubModelName.IsCommitId(revision))
        {
            return Directory.Exists(Path.Combine(Snapshots, revision)) ? revision : null;
        }

        string file = Path.Combine([Refs, .. revision.Split('/')]);
        return File.Exists(file) && File.ReadAllText(file).Trim() is var commit && HubModelName.IsCommitId(commit) ? commit : null;
    }

    /// <summary>Branches and tags with their commits.</summary>
    public IReadOnlyList<(string Name, string Commit)> References =>
    [
        .. FilesBelow(Refs).Select(file => Path.GetRelativePath(Refs, file.FullName).Replace('\\', '/'))
            .Select(name => (Name: name, Commit: CommitOf(name))).Where(reference => reference.Commit is not null)
            .Select(reference => (reference.Name, reference.Commit!)).OrderBy(reference => reference.Name, StringComparer.Ordinal),
    ];

    /// <summary>Says which commit a revision is.</summary>
    public void WriteReference(string revision, string commit)
    {
        if (HubModelName.IsCommitId(revision) || CommitOf(revision) == commit)
        {
            return;
        }

        string file = Path.Combine([Refs, .. revision.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.WriteAllText(file, commit);
    }

    /// <summary>The files of a commit.</summary>
    public Snapshot SnapshotOf(string commit) => new(this, Path.Combine(Snapshots, commit), Path.Combine(Folder, ".no_exist", commit));

    /// <summary>The path of a content.</summary>
    public string Blob(string etag) => Path.Combine(Blobs, etag);

    /// <summary>All files below a folder, links as what they are.</summary>
    public static IEnumerable<FileInfo> FilesBelow(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }) : [];

    private static string[] NamesOf(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal)] : [];
}
