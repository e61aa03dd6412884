namespace Maner.Text.Formats;

/// <summary>A line of a source file without its line end.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Text">The decoded text.</param>
internal readonly record struct SourceLine(int Number, string Text)
{
    public const string DocumentStart = "-DOCSTART-";

    public bool IsBlank => string.IsNullOrWhiteSpace(Text);

    /// <summary>Whether a line begins a document of CoNLL-2003.</summary>
    public static bool IsDocumentStart(string line) => line.StartsWith(DocumentStart, StringComparison.Ordinal);
}
