namespace Maner.Text.Formats;

/// <summary>A word as a reader found it, before tags are understood.</summary>
/// <param name="Text">The word; may be empty.</param>
/// <param name="Tag">Its tag as written; null when there is none.</param>
/// <param name="Line">1-based line.</param>
internal readonly record struct RawWord(string Text, string? Tag, int Line);

/// <summary>The words of one sentence as a reader found them; never empty.</summary>
internal sealed record RawSentence(IReadOnlyList<RawWord> Words);
