using Maner.Text.Repairs;

namespace Maner.Text.Formats;

/// <summary>What a reader says about a file besides its sentences.</summary>
/// <param name="path">The file, as messages name it.</param>
internal sealed class ReadingReport(string path)
{
    /// <summary>The file, as messages name it.</summary>
    public string Path => path;

    /// <summary>What was fixed or left out, by line.</summary>
    public RepairLog Log { get; } = new(path);

    /// <summary>What was taken for granted about the whole file.</summary>
    public List<string> Assumptions { get; } = [];

    public void Add(RepairKind kind, int line, string found, string made) => Log.Add(kind, line, found, made);

    /// <summary>An error at a line, in the grammar of all of them: expected, found, what to do.</summary>
    public InvalidDataException Error(int line, string message, Exception? inner = null) => new($"{path}:{line}: {message}", inner);
}
