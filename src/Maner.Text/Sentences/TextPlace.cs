namespace Maner.Text.Sentences;

/// <summary>The text of a whole document; its sentences know it by reference.</summary>
internal sealed class DocumentText(string text)
{
    public string Text => text;
}

/// <summary>Where a sentence was in its document, so that it can be written back with what was around it.</summary>
/// <param name="Document">The document.</param>
/// <param name="Begin">Where the sentence's text begins, in UTF-16 code units.</param>
internal sealed record TextPlace(DocumentText Document, int Begin);
