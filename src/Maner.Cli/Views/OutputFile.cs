using Maner.Model.Storage;

namespace Maner.Cli.Views;

/// <summary>Files that a command writes are not put over others unasked.</summary>
internal static class OutputFile
{
    /// <exception cref="IOException">The file exists and may not be replaced, or its folder does not exist.</exception>
    public static void RefuseExisting(string? path, bool overwrite, string option)
    {
        if (path is not null && Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{path}: expected a file in an existing folder for {option}, found no folder '{folder}'. Create it first.");
        }

        if (path is not null && File.Exists(path) && !overwrite && !AtomicFile.IsSpecial(path))
        {
            throw new IOException($"{path}: expected no such file yet, found one. Choose another name for {option}, or replace it with --overwrite.");
        }
    }
}
