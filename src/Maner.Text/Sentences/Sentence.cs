namespace Maner.Text.Sentences;

/// <summary>A sentence: its words and, when it is labelled, its entities. Immutable.</summary>
/// <param name="words">The words, as they stand in the source; a word may be empty (a repaired gap) but never null.</param>
/// <param name="entities">Entities in reading order, not overlapping; null when the source has no labels.</param>
/// <param name="line">1-based line of the first word in its source; 0 when there is none.</param>
public sealed class Sentence(IReadOnlyList<string> words, IReadOnlyList<EntitySpan>? entities, int line = 0)
{
    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; } = words;

    /// <summary>The entities in reading order, or null when the source has no labels.</summary>
    public IReadOnlyList<EntitySpan>? Entities { get; } = entities;

    /// <summary>1-based line of the first word in its source; 0 when there is none.</summary>
    public int Line { get; } = line;

    /// <summary>Words joined by single spaces: a key for finding duplicates, and what error listings show.</summary>
    public string Text => string.Join(' ', Words);
}
