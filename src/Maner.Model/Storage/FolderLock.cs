namespace Maner.Model.Storage;

/// <summary>
/// A folder that one run at a time works in. It is a lock of the operating system on a hidden file, so it ends with the process,
/// however that ends; file systems without such locks do not have it.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = ".lock";

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Locks an existing folder.</summary>
    /// <exception cref="IOException">Another run is at work there, or nothing can be written.</exception>
    public static FolderLock Take(string folder)
    {
        string path = Path.Combine(folder, FileName);
        bool existed = File.Exists(path);
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose));
        }
        catch (IOException error) when (existed && error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new IOException($"{folder}: expected a folder that no other run is working in, found one that is locked ({error.Message}) Wait for that run, end it, or choose another folder.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
