namespace Maner.Text.Sentences;

/// <summary>A named entity: words <paramref name="Start"/> (inclusive) to <paramref name="End"/> (exclusive) of a sentence.</summary>
/// <param name="Start">Index of the first word.</param>
/// <param name="End">Index after the last word; always greater than <paramref name="Start"/>.</param>
/// <param name="Type">The entity type without a prefix, for example <c>PER</c>.</param>
public readonly record struct EntitySpan(int Start, int End, string Type);
