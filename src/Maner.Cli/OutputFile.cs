namespace Maner.Cli;

/// <summary>Files that a command writes are not put over others unasked.</summary>
internal static class OutputFile
{
    /// <exception cref="IOException">The file exists and may not be replaced.</exception>
    public static void RefuseExisting(string? path, bool overwrite, string option)
    {
        if (path is not null && File.Exists(path) && !overwrite)
        {
            throw new IOException($"{path}: expected no such file yet, found one. Choose another name for {option}, or replace it with --overwrite.");
        }
    }
}
