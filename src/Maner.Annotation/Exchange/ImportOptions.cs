using Maner.Text.Formats;

namespace Maner.Annotation.Exchange;

/// <summary>What labels of an imported file are.</summary>
internal enum ImportedLabels
{
    /// <summary>Labels that the importing user confirms: the sentences are done.</summary>
    Done,

    /// <summary>Suggestions, to be confirmed one by one.</summary>
    Suggestions,
}

/// <summary>How a file is imported.</summary>
internal sealed record ImportOptions
{
    /// <summary>The format's name: <c>text</c> for running text, or one of the labelled formats; null to tell it from the content.</summary>
    public string? Format { get; init; }

    /// <summary>What labels become.</summary>
    public ImportedLabels Labels { get; init; }

    /// <summary>Whether a file is imported although one with the same content was before.</summary>
    public bool Again { get; init; }

    /// <summary>Running text: whether a line end ends a sentence (true), is a space in a paragraph (false), or is told from the text (null).</summary>
    public bool? LinesAreSentences { get; init; }

    /// <summary>How labelled files are read.</summary>
    public LabelledDataOptions Reading { get; init; } = new() { RequireTags = false };
}

/// <summary>What an import did.</summary>
/// <param name="Documents">The ids of the documents that are new.</param>
/// <param name="Format">The format that was read.</param>
/// <param name="Sentences">How many sentences are new.</param>
/// <param name="Labelled">How many of them had labels.</param>
/// <param name="NewTypes">Types that the file brought.</param>
/// <param name="SameAs">The name of the document with the same content, if that is why nothing was imported; null otherwise.</param>
/// <param name="Losses">What the project cannot hold, or was read otherwise, a sentence each with its line.</param>
internal sealed record ImportResult(
    IReadOnlyList<int> Documents, string Format, int Sentences, int Labelled, IReadOnlyList<string> NewTypes, string? SameAs, IReadOnlyList<string> Losses);
