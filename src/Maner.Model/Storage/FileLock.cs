using System.Security.Cryptography;

namespace Maner.Model.Storage;

/// <summary>
/// A lock of the operating system on a file that says nothing else, so that it ends with the process, however that ends; the file goes with it. File systems
/// without such locks do not have it.
/// </summary>
/// <remarks>Only a stream that nobody may share keeps others out on Unix: <see cref="FileShare.Read"/> is a lock that everybody may have.</remarks>
internal sealed class FileLock : IDisposable
{
    private const int Tries = 20;
    private const int LongestMark = 4096;
    private static readonly int[] s_held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)]; // EWOULDBLOCK of Linux and macOS, sharing and lock violations of Windows

    // Windows takes the file away with the last handle. Where .NET does that by the name, it would also take away what another made meanwhile.
    private static readonly FileOptions s_options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when another has it.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">As <see cref="IOException"/>.</exception>
    public static FileLock? TryTake(string path)
    {
        for (int tries = 1; tries <= Tries; tries++)
        {
            FileStream file;
            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, s_options);
            }
            catch (IOException error) when (s_held.Contains(error.HResult))
            {
                return null;
            }

            if (Marks(file, path))
            {
                return new FileLock(file);
            }

            file.Dispose();
        }

        return null; // others take it away again and again
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!OperatingSystem.IsWindows() && !_file.SafeFileHandle.IsClosed)
        {
            File.Delete(_file.Name); // while nobody else can have it
        }

        _file.Dispose();
    }

    // Whoever had the lock before may have taken the name away between opening and locking: then this file is nobody's, and the next try makes a new one. The length tells
    // whether the file of the name is this one: the file itself cannot be opened again while it is locked.
    private static bool Marks(FileStream file, string path)
    {
        int length = RandomNumberGenerator.GetInt32(1, LongestMark);
        file.SetLength(length);
        file.Flush();
        return FileLength.OrNone(path) == length;
    }
}
