namespace Maner.Text.Formats.Recognition;

/// <summary>The word of a distinct line.</summary>
/// <param name="Text">The word; null of a line that is none.</param>
/// <param name="Tag">Its tag as written; null without.</param>
internal readonly record struct RowWord(string Text, string? Tag);
