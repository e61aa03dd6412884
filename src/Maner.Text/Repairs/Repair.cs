namespace Maner.Text.Repairs;

/// <summary>Something a reader found amiss and what it made of it, so that nothing is mended in silence.</summary>
/// <param name="Kind">What is amiss.</param>
/// <param name="Path">The file.</param>
/// <param name="Line">1-based line in it.</param>
/// <param name="Found">What was found, for a person to read.</param>
/// <param name="Made">What was made of it, for a person to read.</param>
public sealed record Repair(RepairKind Kind, string Path, int Line, string Found, string Made)
{
    /// <summary>One line: <c>path:line: found; made</c>.</summary>
    public override string ToString() => $"{Path}:{Line}: {Found}; {Made}.";
}
