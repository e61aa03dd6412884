using System.Globalization;
using System.Security.Cryptography;
using Maner.Annotation.Records;

namespace Maner.Annotation.Storage;

/// <summary>
/// Keeps a project to one writing process: a file beside it that is locked, not merely there, so that it is free again when the process is gone, however it ended.
/// </summary>
internal sealed class ProjectLock : IDisposable
{
    private const int Tries = 20;
    private const int LongestMark = 4096;

    private readonly FileStream _file;
    private readonly string _owner;

    private ProjectLock(FileStream file, string owner) => (_file, _owner) = (file, owner);

    /// <exception cref="StorageException">Another process has the project, or no file can be made beside it.</exception>
    public static ProjectLock Take(string path)
    {
        string name = path + ".lock", owner = path + ".owner"; // two files, since one that is locked cannot be read
        for (int tries = 1; ; tries++)
        {
            try
            {
                var file = new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
                if (Marks(file, name))
                {
                    File.WriteAllText(owner, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName}"));
                    return new ProjectLock(file, owner);
                }

                file.Dispose();
            }
            catch (UnauthorizedAccessException error)
            {
                throw new StorageException($"{path}: expected a folder that may be written, found one that may not ({error.Message}). Change its permissions, or copy the project elsewhere.", error);
            }
            catch (DirectoryNotFoundException error)
            {
                throw new StorageException($"{path}: expected a folder for the project, found none. Make the folder, or check the name.", error);
            }
            catch (IOException error) when (tries == Tries || File.Exists(name))
            {
                throw new StorageException($"{path}: expected a project that no other process has open, found it open{OwnerOf(owner)}. Close it there, or work in the page that it shows; reading and exporting work meanwhile.", error);
            }
            catch (IOException)
            {
                // The other has just let go of it.
            }

            if (tries == Tries)
            {
                throw new StorageException($"{path}: expected to lock '{name}', found that others take it away again and again. Try again.");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_owner);
        _file.Dispose();
    }

    // Whoever had the lock before may have taken the name away between opening and locking: then this file is nobody's, and the next try makes a new one. The length tells
    // whether the file of the name is this one: the file itself cannot be opened again while it is locked.
    private static bool Marks(FileStream file, string name)
    {
        int length = RandomNumberGenerator.GetInt32(1, LongestMark);
        file.SetLength(length);
        file.Flush();
        var found = new FileInfo(name);
        return found.Exists && found.Length == length;
    }

    private static string OwnerOf(string owner)
    {
        try
        {
            return File.ReadAllText(owner).Split(' ') is [var process, var machine] ? $" by process {process} on {machine}" : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // the message does without
        }
    }
}
