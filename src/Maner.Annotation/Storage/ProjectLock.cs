using System.Globalization;
using System.Text;
using Maner.Annotation.Records;

namespace Maner.Annotation.Storage;

/// <summary>
/// Keeps a project to one writing process: a file beside it that is locked, not merely there, so that it is free again when the process is gone, however it ended.
/// </summary>
internal sealed class ProjectLock : IDisposable
{
    private readonly FileStream _file;

    private ProjectLock(FileStream file) => _file = file;

    /// <exception cref="StorageException">Another process has the project, or no file can be made beside it.</exception>
    public static ProjectLock Take(string path)
    {
        string name = path + ".lock";
        const int Tries = 20;
        for (int tries = 1; ; tries++)
        {
            try
            {
                var file = new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
                if (Mark(file, name))
                {
                    return new ProjectLock(file);
                }

                file.Dispose();
            }
            catch (UnauthorizedAccessException error)
            {
                throw new StorageException($"{path}: expected a folder that may be written, found one that may not ({error.Message}). Change its permissions, or copy the project elsewhere.", error);
            }
            catch (IOException error) when (tries == Tries || File.Exists(name))
            {
                throw new StorageException($"{path}: expected a project that no other process has open, found it open{Owner(name)}. Close it there, or work in the page that it shows; reading and exporting work meanwhile.", error);
            }
            catch (IOException error) when (error is DirectoryNotFoundException)
            {
                throw new StorageException($"{path}: expected a folder for the project, found none. Make the folder, or check the name.", error);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Whoever had the lock before may have taken the name away between opening and locking: then this file is nobody's, and the next try makes a new one.
    private static bool Mark(FileStream file, string name)
    {
        string mark = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName} {Guid.NewGuid():N}");
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(mark));
        file.Flush();
        return OperatingSystem.IsWindows() || ReadFree(name) == mark;
    }

    private static string Owner(string name) => ReadFree(name)?.Split(' ') is [var process, var machine, ..] ? $" by process {process} on {machine}" : "";

    private static string? ReadFree(string name)
    {
        try
        {
            using var file = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // where a locked file cannot be read, the message does without
        }
    }
}
