using Maner.Text.Words;

namespace Maner.Annotation.Records;

/// <summary>A sentence as one person sees it.</summary>
internal sealed record SentenceView
{
    /// <summary>The sentence's id; stays the same when words and borders change.</summary>
    public required long Id { get; init; }

    /// <summary>The id of its document.</summary>
    public required int Document { get; init; }

    /// <summary>Its place among the sentences of the document, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Where it begins in the document's text, in UTF-16 code units.</summary>
    public required int Begin { get; init; }

    /// <summary>Its text.</summary>
    public required string Text { get; init; }

    /// <summary>Where each word is in <see cref="Text"/>, in UTF-16 code units.</summary>
    public required IReadOnlyList<TextRange> Words { get; init; }

    /// <summary>The person's annotation.</summary>
    public required SentenceAnnotation Annotation { get; init; }

    /// <summary>The number of the last event that changed the annotation, the words or the borders; an action names the one that it saw.</summary>
    public required long Revision { get; init; }

    /// <summary>Seconds that the person has spent on it.</summary>
    public double Seconds { get; init; }

    /// <summary>What the newest model suggests; null where none has.</summary>
    public Suggestion? Suggestion { get; init; }

    /// <summary>Who else is at it now; null for nobody.</summary>
    public string? LockedBy { get; init; }

    /// <summary>How it was chosen; null where it came in order.</summary>
    public Pick? Pick { get; init; }

    /// <summary>Whether an adjudicated annotation decides.</summary>
    public bool IsAdjudicated { get; init; }
}
