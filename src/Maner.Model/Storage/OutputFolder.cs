namespace Maner.Model.Storage;

/// <summary>Makes the folder that a command writes its result to, and never mixes a new result with an old one unasked.</summary>
internal static class OutputFolder
{
    /// <summary>Creates the folder. Nothing is ever deleted here.</summary>
    /// <param name="path">The folder; its parents are created too.</param>
    /// <param name="allowExisting">Files may already be there and are replaced one by one.</param>
    /// <param name="otherwise">A sentence on what else the caller can do about files that are there; null for none.</param>
    /// <exception cref="IOException">A file is there, the folder holds something and that was not allowed, or it cannot be created.</exception>
    public static void Create(string path, bool allowExisting = false, string? otherwise = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            throw new IOException($"Output folder '{path}': expected a folder or nothing there, found a file. Choose another name.");
        }

        if (!allowExisting && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).FirstOrDefault() is { } entry)
        {
            throw new IOException(
                $"Output folder '{path}' exists: expected a new or an empty folder, found '{Path.GetFileName(entry)}' in it. " +
                $"Choose another folder. {otherwise}".TrimEnd());
        }

        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Output folder '{path}' cannot be created: {error.Message} Choose another folder.", error);
        }
    }
}
