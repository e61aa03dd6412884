namespace Maner.Model.Storage;

/// <summary>A folder that one run at a time works in: a <see cref="FileLock"/> on a hidden file.</summary>
internal sealed class FolderLock : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = ".lock";

    private readonly FileLock _file;

    private FolderLock(FileLock file) => _file = file;

    /// <summary>Locks an existing folder.</summary>
    /// <exception cref="IOException">Another run is at work there, or nothing can be written.</exception>
    public static FolderLock Take(string folder) => FileLock.TryTake(Path.Combine(folder, FileName)) is { } taken ? new FolderLock(taken)
        : throw new IOException($"{folder}: expected a folder that no other run is working in, found one that is locked. Wait for that run, end it, or choose another folder.");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
