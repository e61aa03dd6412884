namespace Maner.Annotation.Records;

/// <summary>How far a project, or a person in it, is.</summary>
internal sealed record Progress
{
    /// <summary>All sentences (of the person: those assigned, or all where none are).</summary>
    public required int Sentences { get; init; }

    /// <summary>Sentences that are done.</summary>
    public required int Done { get; init; }

    /// <summary>Sentences that were skipped.</summary>
    public required int Skipped { get; init; }

    /// <summary>Sentences with a flag.</summary>
    public required int Flagged { get; init; }

    /// <summary>The others.</summary>
    public int Left => Sentences - Done - Skipped;

    /// <summary>Entities by type in annotations that are done.</summary>
    public required IReadOnlyList<TypeCount> Types { get; init; }

    /// <summary>Seconds spent in all.</summary>
    public required double Seconds { get; init; }

    /// <summary>The median of the seconds spent on a sentence that is done; null without any.</summary>
    public double? SecondsPerSentence { get; init; }

    /// <summary>Sentences done by day (UTC).</summary>
    public required IReadOnlyList<DayCount> Days { get; init; }
}

/// <summary>Sentences done on a day.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Done">How many were last confirmed on it.</param>
internal readonly record struct DayCount(DateOnly Day, int Done);
