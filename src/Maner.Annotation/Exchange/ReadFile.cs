using Maner.Text.Sentences;

namespace Maner.Annotation.Exchange;

/// <summary>A document that was read from a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNamed">Whether the file gives the name; otherwise it is the file's.</param>
/// <param name="Text">Its text.</param>
/// <param name="Sentences">Its sentences in order: where each begins in the text, and what it is.</param>
internal sealed record ReadDocument(string Name, bool IsNamed, string Text, IReadOnlyList<(int Start, Sentence Sentence)> Sentences);

/// <summary>What was read from a file.</summary>
/// <param name="Format">Its format.</param>
/// <param name="LineEnds">Its line ends: <c>lf</c>, <c>crlf</c> or <c>mixed</c>.</param>
/// <param name="Documents">Its documents.</param>
/// <param name="Losses">What could not be kept, or was read otherwise.</param>
internal sealed record ReadFile(string Format, string LineEnds, IReadOnlyList<ReadDocument> Documents, IReadOnlyList<string> Losses);
