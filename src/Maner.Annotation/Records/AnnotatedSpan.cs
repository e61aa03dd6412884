namespace Maner.Annotation.Records;

/// <summary>An entity: words <paramref name="First"/> (inclusive) to <paramref name="End"/> (exclusive) of a sentence.</summary>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word; greater than <paramref name="First"/>.</param>
/// <param name="Type">The id of its type (<see cref="EntityType.Id"/>).</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Model">Name and version of the model that suggested it, or suggested what was corrected to it; null without one.</param>
/// <param name="Score">The probability that the model gave it, 0 to 1; null without one.</param>
internal readonly record struct AnnotatedSpan(int First, int End, int Type, SpanOrigin Origin = SpanOrigin.Person, string? Model = null, double? Score = null)
{
    /// <summary>Whether two spans share a word.</summary>
    public bool Overlaps(AnnotatedSpan other) => First < other.End && other.First < End;

    /// <summary>Whether two spans are the same entity, whatever they come from.</summary>
    public bool IsSameEntity(AnnotatedSpan other) => First == other.First && End == other.End && Type == other.Type;
}
