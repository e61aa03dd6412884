namespace Maner.Annotation.Records;

/// <summary>Which sentences to list. What is not set does not filter. They come in reading order.</summary>
internal sealed record SentenceQuery
{
    /// <summary>States as the person has them.</summary>
    public SentenceState? State { get; init; }

    /// <summary>Flagged by the person or not.</summary>
    public bool? IsFlagged { get; init; }

    /// <summary>With a comment of the person or without.</summary>
    public bool? HasComment { get; init; }

    /// <summary>With a suggestion or without.</summary>
    public bool? HasSuggestion { get; init; }

    /// <summary>Assigned to the person.</summary>
    public bool? IsAssigned { get; init; }

    /// <summary>Annotators that are done differ, and nothing is adjudicated.</summary>
    public bool? IsDisputed { get; init; }

    /// <summary>Of this document.</summary>
    public int? Document { get; init; }

    /// <summary>With an entity of this type by the person.</summary>
    public int? Type { get; init; }

    /// <summary>With this text, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>Behind this sentence in reading order (or in front of it, <see cref="IsBackwards"/>).</summary>
    public long? After { get; init; }

    /// <summary>Whether the sentences in front of <see cref="After"/> are wanted; they come in reading order all the same.</summary>
    public bool IsBackwards { get; init; }

    /// <summary>Sentences at the most.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>Some of the sentences that a query finds.</summary>
/// <param name="Sentences">The sentences in reading order.</param>
/// <param name="HasMore">Whether there are more in the direction of the query.</param>
internal sealed record SentencePage(IReadOnlyList<SentenceView> Sentences, bool HasMore);
