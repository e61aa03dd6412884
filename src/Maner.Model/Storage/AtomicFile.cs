using System.Security.Cryptography;
using System.Text;

namespace Maner.Model.Storage;

/// <summary>
/// Writes a file so that a crash, a full disk or a killed process leaves the old content or the new one, never a mix:
/// a temporary file in the same folder, flushed to the disk, renamed over the old one, and the folder flushed as well. A link is followed to the
/// file that it names; what is no file of a disk (a named pipe, <c>/dev/stdout</c>) is written to as it is.
/// </summary>
internal static class AtomicFile
{
    private const int BufferSize = 1 << 18;

    /// <summary>Replaces (or creates) a file with what <paramref name="write"/> puts into the stream.</summary>
    /// <exception cref="IOException">
    /// The folder is missing, the disk is full, or the path is a folder. The old file is intact and no temporary file is left.
    /// </exception>
    /// <remarks>Whatever <paramref name="write"/> throws comes out unchanged, unless it is an <see cref="IOException"/> of the file itself.</remarks>
    public static void Write(string path, Action<Stream> write) =>
        Write(path, write, temporary => new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize));

    /// <summary>Whether something at a path is no file of a disk, and so cannot be replaced: a named pipe or a device.</summary>
    public static bool IsSpecial(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        string full = Path.GetFullPath(path);
        if (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            // For reading too, since a named pipe that nobody reads would keep one that only writes waiting.
            using var stream = new FileStream(full, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return !stream.CanSeek;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes what a killed process left of writing a file. Only for who knows that nobody else is writing it.</summary>
    public static void DeleteLeftovers(string path)
    {
        string full = Path.GetFullPath(path);
        foreach (string temporary in Directory.EnumerateFiles(Path.GetDirectoryName(full)!, $".{StemOf(Path.GetFileName(full))}.*.tmp"))
        {
            Delete(temporary);
        }
    }

    /// <summary>Replaces (or creates) a text file, in UTF-8 without a byte-order mark.</summary>
    /// <exception cref="IOException">As <see cref="Write(string, Action{Stream})"/>.</exception>
    public static void WriteAllText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Write(path, stream => stream.Write(bytes));
    }

    /// <summary>As <see cref="Write(string, Action{Stream})"/>, with the stream chosen by the caller: tests inject failing disks here.</summary>
    internal static void Write(string path, Action<Stream> write, Func<string, FileStream> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        if (IsSpecial(path))
        {
            using var special = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            write(special);
            return;
        }

        string fullPath = Path.GetFullPath(new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path);
        string folder = Path.GetDirectoryName(fullPath) ?? throw new IOException($"Cannot write '{path}': it is a root folder. Name a file.");
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"Cannot write '{path}': the folder '{folder}' does not exist. Create it first.");
        }

        if (Directory.Exists(fullPath))
        {
            throw new IOException($"Cannot write '{path}': expected a file or nothing there, found a folder. Choose another name.");
        }

        // No two writers of a file share a temporary one, on any of the machines that share the disk.
        string temporary = Path.Combine(folder, $".{StemOf(Path.GetFileName(fullPath))}.{Guid.NewGuid():N}.tmp");
        bool done = false;
        try
        {
            using (FileStream stream = open(temporary))
            {
                try
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }
                catch
                {
                    Abandon(stream);
                    throw;
                }
            }

            File.Move(temporary, fullPath, overwrite: true);
            done = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"Cannot write '{path}': {error.Message} What stood there before is unchanged. " +
                "Check the free space and the rights of the folder, or choose another one.",
                error);
        }
        finally
        {
            if (!done)
            {
                Delete(temporary);
            }
        }

        DirectorySync.Flush(folder);
    }

    /// <summary>What a temporary name has of the file's own: all of it, or of a long one the beginning and a hash, since names are of 255 bytes at most.</summary>
    internal static string StemOf(string name)
    {
        const int Longest = 200, Kept = 40; // bytes, and characters of at most four bytes
        return Encoding.UTF8.GetByteCount(name) <= Longest ? name
            : string.Concat(name.EnumerateRunes().Take(Kept)) + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8));
    }

    /// <summary>Closes a stream whose buffer cannot be written, so that the second failure does not hide the first.</summary>
    private static void Abandon(FileStream stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // The first error is on its way to the caller.
        }
    }

    private static void Delete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Cleaning up must not hide the error that made it necessary.
        }
    }
}
