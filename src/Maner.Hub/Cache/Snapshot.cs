namespace Maner.Hub.Cache;

/// <summary>The files of one commit: links to contents, or the contents themselves where there are no links.</summary>
/// <param name="Repo">The model.</param>
/// <param name="Folder">The folder of the files; it need not exist.</param>
/// <param name="Missing">The folder that says which files the commit has not.</param>
internal sealed record Snapshot(CachedRepo Repo, string Folder, string Missing)
{
    /// <summary>The commit.</summary>
    public string Commit => Path.GetFileName(Folder);

    /// <summary>The files, by their path in the repository.</summary>
    public IEnumerable<string> Files => CachedRepo.FilesBelow(Folder).Select(file => Path.GetRelativePath(Folder, file.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>Whether a file is here; null when the hub would have to be asked whether there is such a file.</summary>
    public bool? Has(string path) => Exists(PathOf(path)) ? true : File.Exists(In(Missing, path)) ? false : null;

    /// <summary>Where a file is.</summary>
    public string PathOf(string path) => In(Folder, path);

    /// <summary>The name of the content that a file links to: its hash. Null when the file is no link.</summary>
    public string? EtagOf(string path) => new FileInfo(PathOf(path)).LinkTarget is { } target ? Path.GetFileName(target) : null;

    /// <summary>Remembers that the commit has no such file.</summary>
    public void WriteMissing(string path)
    {
        string file = In(Missing, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, []);
    }

    /// <summary>Lets a file be a link to a content; where there are no links, the content itself is moved there.</summary>
    /// <param name="path">The file's path in the repository.</param>
    /// <param name="etag">The content.</param>
    /// <param name="useLinks">Whether links are wanted.</param>
    /// <returns>Whether it is a link.</returns>
    public bool Put(string path, string etag, bool useLinks)
    {
        string file = PathOf(path), folder = Path.GetDirectoryName(file)!, blob = Repo.Blob(etag);
        Directory.CreateDirectory(folder);
        string aside = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp"); // renamed over what may be there
        if (useLinks)
        {
            try
            {
                File.CreateSymbolicLink(aside, Path.GetRelativePath(folder, blob));
                File.Move(aside, file, overwrite: true);
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                File.Delete(aside); // FAT, network folders, Windows without the right
            }
        }

        File.Move(blob, file, overwrite: true);
        return false;
    }

    private static string In(string folder, string path) => Path.Combine([folder, .. path.Split('/')]);

    // A link to a content that was deleted is no file.
    private static bool Exists(string file) => new FileInfo(file) is { LinkTarget: { } target }
        ? File.Exists(Path.GetFullPath(target, Path.GetDirectoryName(file)!))
        : File.Exists(file);
}
