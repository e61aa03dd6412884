using System.IO.Compression;
using Maner.Model.Storage;
using Maner.Text.Formats;

namespace Maner.Cli.Views;

/// <summary>Puts what a format wrote where a user wants it: one file, two with one name, or a folder of documents.</summary>
internal static class WrittenFiles
{
    /// <summary>Writes the files; each appears when it is whole.</summary>
    /// <param name="files">The files of a format.</param>
    /// <param name="format">The format's name.</param>
    /// <param name="target">The file, or the folder, that the user named.</param>
    /// <param name="overwrite">Whether files are replaced.</param>
    /// <exception cref="InvalidDataException">There are several documents, and the name is that of one file.</exception>
    /// <exception cref="IOException">A file exists and may not be replaced.</exception>
    public static void Save(IReadOnlyList<WrittenFile> files, string format, string target, bool overwrite)
    {
        (string Path, WrittenFile File)[] placed = [.. files.Select(file => (PathOf(file, files, format, target), file))];
        foreach ((string path, _) in placed)
        {
            if (File.Exists(path) && !overwrite && !AtomicFile.IsSpecial(path))
            {
                throw new IOException($"{path}: expected no such file yet, found one. Choose another name, or replace it with --overwrite.");
            }
        }

        foreach ((string path, WrittenFile file) in placed)
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder && IsFolder(target))
            {
                Directory.CreateDirectory(folder);
            }

            AtomicFile.Write(path, stream => Write(file, path, stream));
        }
    }

    private static string PathOf(WrittenFile file, IReadOnlyList<WrittenFile> files, string format, string target)
    {
        if (IsFolder(target))
        {
            return Path.Combine(target, (file.Document ?? "document") + file.Extension);
        }

        if (files.Count == 1)
        {
            return target;
        }

        return files.All(other => other.Document == file.Document)
            ? Path.ChangeExtension(target, file.Extension)
            : throw new InvalidDataException(
                $"{target}: expected a folder for {files.Select(other => other.Document).Distinct().Count()} documents, each of which is a file of its own in {format}. Name one: {Path.ChangeExtension(target, null)}/");
    }

    private static bool IsFolder(string target) => Path.EndsInDirectorySeparator(target) || Directory.Exists(target);

    private static void Write(WrittenFile file, string path, Stream stream)
    {
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            file.Write(stream);
            return;
        }

        using var packing = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        file.Write(packing);
    }
}
