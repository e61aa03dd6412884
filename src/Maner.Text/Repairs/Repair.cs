namespace Maner.Text.Repairs;

/// <summary>An issue that a reader found and what it did about it, so that nothing is fixed in silence.</summary>
/// <param name="Kind">The kind of issue.</param>
/// <param name="Path">The file.</param>
/// <param name="Line">1-based line in it.</param>
/// <param name="Found">What was found, for a person to read.</param>
/// <param name="Made">What was made of it, for a person to read.</param>
public sealed record Repair(RepairKind Kind, string Path, int Line, string Found, string Made)
{
    /// <summary>One line: <c>path:line: found; made</c>.</summary>
    public override string ToString() => $"{Path}:{Line}: {Found}; {Made}.";
}
