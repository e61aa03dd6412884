namespace Maner.Text.Repairs;

/// <summary>Collects the repairs of one file.</summary>
internal sealed class RepairLog(string path)
{
    private readonly List<Repair> _repairs = [];

    public string Path { get; } = path;

    /// <summary>The repairs in the order of their lines.</summary>
    public IReadOnlyList<Repair> Repairs => [.. _repairs.OrderBy(repair => repair.Line)];

    public void Add(RepairKind kind, int line, string found, string made) => _repairs.Add(new Repair(kind, Path, line, found, made));

    public void Clear() => _repairs.Clear();

    /// <exception cref="InvalidDataException">There are repairs.</exception>
    public void RefuseAll()
    {
        if (Repairs is [var first, ..])
        {
            string others = _repairs.Count == 1 ? "" : $" ({_repairs.Count - 1} more)";
            throw new InvalidDataException(
                $"{first.Path}:{first.Line}: {first.Found}{others}. Strict reading repairs nothing: correct the file, or read it without strict.");
        }
    }
}
