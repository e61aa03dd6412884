using Maner.Text.Repairs;

namespace Maner.Text.Formats.Recognition;

/// <summary>What a line says, wherever it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its word.</param>
/// <param name="Tag">The word's tag as written; null without.</param>
/// <param name="Repair">What was departed from to read it; null for a line like the others.</param>
/// <param name="Repaired">The fields where that made them as many as the others have; null where it did not, or had not to.</param>
internal sealed record RowReading(RowKind Kind, string Text = "", string? Tag = null, RowRepair? Repair = null, string[]? Repaired = null)
{
    public static RowReading End { get; } = new(RowKind.End);

    public static RowReading Skipped { get; } = new(RowKind.Skipped);
}

/// <summary>What a line is.</summary>
internal enum RowKind
{
    /// <summary>The end of a sentence: a blank line, a document's start.</summary>
    End,

    /// <summary>Nothing: a comment, the names of the columns, a range of words.</summary>
    Skipped,

    /// <summary>A word.</summary>
    Word,
}

/// <summary>A departure of a line, to be reported wherever the line stands.</summary>
internal sealed record RowRepair(RepairKind Kind, string Found, string Made);
