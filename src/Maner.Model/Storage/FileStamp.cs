using Microsoft.Win32.SafeHandles;

namespace Maner.Model.Storage;

/// <summary>
/// Length and time of a file that is in use for long. A mapped file that somebody shortens meanwhile ends the process with SIGBUS when a lost page is touched,
/// and one that is written over gives a mix of two. One that is replaced by another of its name does no harm: the old one is still there.
/// </summary>
internal sealed class FileStamp : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly long _length;
    private readonly DateTime _written;
    private int _owners = 1;

    private FileStamp(string path, SafeFileHandle handle) =>
        (_path, _handle, _length, _written) = (path, handle, RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));

    /// <summary>The stamp of a file as it is now.</summary>
    public static FileStamp Of(string path) => new(path, File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Refuses a file that was written to since.</summary>
    /// <exception cref="IOException">It was.</exception>
    public void RequireUnchanged()
    {
        if (RandomAccess.GetLength(_handle) != _length || File.GetLastWriteTimeUtc(_handle) != _written)
        {
            throw new IOException($"'{_path}': expected a file that stays as it is while it is read from, found that it was written to meanwhile. Copy the model to its place again, and start again when that is done.");
        }
    }

    /// <summary>One more owner.</summary>
    public FileStamp Share()
    {
        Interlocked.Increment(ref _owners);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            _handle.Dispose();
        }
    }
}

/// <summary>What owns memory that is mapped from a file for one buffer alone.</summary>
internal sealed class PrivateMap(IDisposable view, FileStamp stamp) : IDisposable
{
    private readonly FileStamp _stamp = stamp.Share();

    /// <summary>As <see cref="FileStamp.RequireUnchanged"/>.</summary>
    /// <exception cref="IOException">The file was written to since.</exception>
    public void RequireUnchanged() => _stamp.RequireUnchanged();

    /// <inheritdoc/>
    public void Dispose()
    {
        view.Dispose();
        _stamp.Dispose();
    }
}
