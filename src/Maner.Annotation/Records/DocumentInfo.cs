namespace Maner.Annotation.Records;

/// <summary>A document of the project.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Format">The format of its file: <c>text</c>, <c>conll</c>, …</param>
/// <param name="Sha256">SHA-256 of the file's bytes, in lower-case hexadecimal.</param>
/// <param name="Sentences">How many sentences it has.</param>
/// <param name="Imported">When it was imported (UTC).</param>
/// <param name="LineEnds">Line ends of the file, before they became LF: <c>lf</c>, <c>crlf</c> or <c>mixed</c>.</param>
/// <param name="Losses">What the import could not keep, a sentence each.</param>
internal sealed record DocumentInfo(int Id, string Name, string Format, string Sha256, int Sentences, DateTime Imported, string LineEnds, IReadOnlyList<string> Losses);
