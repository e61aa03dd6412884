namespace Maner.Text.Formats;

/// <summary>A line of a source file without its line end.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Text">The decoded text.</param>
internal readonly record struct SourceLine(int Number, string Text)
{
    public bool IsBlank => string.IsNullOrWhiteSpace(Text);
}
