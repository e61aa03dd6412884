namespace Maner.Model.Storage;

/// <summary>
/// Replaces several files of a folder as one: they are written aside, and when all are whole the folder beside is renamed, which is the moment from which
/// they count; then they are moved. Whoever finds such a folder after a crash ends the moves.
/// </summary>
/// <param name="folder">The folder, which exists.</param>
/// <param name="names">All names that the files may have, in the order in which they are moved; one that is not written goes.</param>
internal sealed class FolderSave(string folder, IReadOnlyList<string> names)
{
    private const string Partial = ".partial", Whole = ".whole", List = "files.txt";

    /// <summary>Writes the files.</summary>
    /// <param name="write">Writes them into the folder that it is given.</param>
    /// <exception cref="IOException">One cannot be written; the folder is as it was.</exception>
    public void Write(Action<string> write)
    {
        Finish(folder);
        string aside = Path.Combine(folder, Partial);
        Remove(aside); // of a run that was killed
        Directory.CreateDirectory(aside);
        try
        {
            write(aside);
            IEnumerable<string> lines = names.Select(name => (File.Exists(Path.Combine(aside, name)) ? "+" : "-") + name);
            AtomicFile.WriteAllText(Path.Combine(aside, List), string.Join('\n', lines) + "\n");
            Directory.Move(aside, Path.Combine(folder, Whole));
            DirectorySync.Flush(folder);
        }
        finally
        {
            Remove(aside);
        }

        Finish(folder);
    }

    /// <summary>Ends the moves of a process that was killed among them; nothing where there was none.</summary>
    /// <exception cref="IOException">A file cannot be moved.</exception>
    public static void Finish(string folder)
    {
        string whole = Path.Combine(folder, Whole), list = Path.Combine(whole, List);
        if (!File.Exists(list))
        {
            return;
        }

        foreach (string line in File.ReadAllLines(list))
        {
            string name = Path.GetFileName(line[Math.Min(1, line.Length)..]), from = Path.Combine(whole, name), to = Path.Combine(folder, name);
            if (line.StartsWith('-'))
            {
                File.Delete(to); // of another tokenizer, say, which would be read first
            }
            else if (name.Length > 0 && File.Exists(from))
            {
                File.Move(from, to, overwrite: true);
            }
        }

        DirectorySync.Flush(folder);
        Remove(whole);
    }

    private static void Remove(string aside)
    {
        if (Directory.Exists(aside))
        {
            Directory.Delete(aside, recursive: true);
        }
    }
}
