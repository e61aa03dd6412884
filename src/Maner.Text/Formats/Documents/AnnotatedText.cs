using Maner.Text.Words;

namespace Maner.Text.Formats.Documents;

/// <summary>A stretch of a text that is marked as an entity, in UTF-16.</summary>
/// <param name="Begin">Its first unit.</param>
/// <param name="End">The unit behind its last.</param>
/// <param name="Type">The entity's type.</param>
/// <param name="Line">1-based line of the file that says so.</param>
internal readonly record struct CharSpan(int Begin, int End, string Type, int Line);

/// <summary>A document as tools for annotation keep it: a running text and marked stretches of it.</summary>
/// <param name="text">The text.</param>
/// <param name="line">1-based line of the file where it begins.</param>
/// <param name="id">What tells it from the file's other documents; null where nothing does.</param>
internal sealed class AnnotatedText(string text, int line, string? id)
{
    public string Text => text;

    public int Line => line;

    public string? Id => id;

    /// <summary>The marked stretches; null where nobody has marked the document yet.</summary>
    public List<CharSpan>? Spans { get; set; }

    /// <summary>Its words, where the file says what they are.</summary>
    public IReadOnlyList<TextRange>? Words { get; set; }

    /// <summary>Its sentences, where the file says what they are.</summary>
    public IReadOnlyList<TextRange>? Sentences { get; set; }
}
