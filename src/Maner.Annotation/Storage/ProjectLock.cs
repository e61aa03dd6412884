using System.Globalization;
using Maner.Annotation.Records;
using Maner.Model.Storage;

namespace Maner.Annotation.Storage;

/// <summary>
/// Keeps a project to one writing process: a <see cref="FileLock"/> beside it.
/// </summary>
internal sealed class ProjectLock : IDisposable
{
    private readonly FileLock _file;
    private readonly string _owner;

    private ProjectLock(FileLock file, string owner) => (_file, _owner) = (file, owner);

    /// <exception cref="StorageException">Another process has the project, or no file can be made beside it.</exception>
    public static ProjectLock Take(string path)
    {
        string owner = path + ".owner"; // a file of its own, since one that is locked cannot be read
        try
        {
            if (FileLock.TryTake(path + ".lock") is { } file)
            {
                var taken = new ProjectLock(file, owner);
                File.WriteAllText(owner, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName}"));
                return taken;
            }
        }
        catch (DirectoryNotFoundException error)
        {
            throw new StorageException($"{path}: expected a folder for the project, found none. Make the folder, or check the name.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path}: expected a folder that may be written, found one that may not ({error.Message}). Change its permissions, or copy the project elsewhere.", error);
        }

        throw new StorageException($"{path}: expected a project that no other process has open, found it open{OwnerOf(owner)}. Close it there, or work in the page that it shows; reading and exporting work meanwhile.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_owner);
        _file.Dispose();
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
