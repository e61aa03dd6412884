namespace Maner.Annotation.Records;

/// <summary>What one person says of one sentence. Immutable; two with the same content are equal.</summary>
internal sealed record SentenceAnnotation
{
    /// <summary>What a sentence has that nobody has touched.</summary>
    public static SentenceAnnotation Empty { get; } = new();

    /// <summary>The entities in reading order, apart from each other.</summary>
    public IReadOnlyList<AnnotatedSpan> Spans { get; init; } = [];

    /// <summary>Suggestions that the person has rejected.</summary>
    public IReadOnlyList<AnnotatedSpan> Rejected { get; init; } = [];

    /// <summary>How far the person is.</summary>
    public SentenceState State { get; init; }

    /// <summary>Whether the person wants to come back to it.</summary>
    public bool IsFlagged { get; init; }

    /// <summary>A remark; empty for none.</summary>
    public string Comment { get; init; } = "";

    /// <inheritdoc/>
    public bool Equals(SentenceAnnotation? other) => other is not null && State == other.State && IsFlagged == other.IsFlagged && Comment == other.Comment
        && Spans.SequenceEqual(other.Spans) && Rejected.SequenceEqual(other.Rejected);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(State, IsFlagged, Comment, Spans.Count, Rejected.Count);
}
