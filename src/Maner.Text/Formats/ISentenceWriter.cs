using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>Writes sentences in a format.</summary>
internal interface ISentenceWriter
{
    /// <summary>Whether entities become tags of the scheme that is asked for.</summary>
    bool UsesScheme => false;

    /// <summary>
    /// The files that hold the sentences: mostly one. What the format cannot hold is in <paramref name="losses"/> before any of them is written.
    /// </summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="options">How.</param>
    /// <param name="losses">Takes what is lost.</param>
    /// <exception cref="InvalidDataException">The format cannot hold something and nothing near it.</exception>
    IReadOnlyList<WrittenFile> Write(IReadOnlyList<Sentence> sentences, WritingOptions options, RepairLog losses);
}

/// <summary>A file to be written.</summary>
/// <param name="Document">Name of its document, without a folder and an extension; null where one file holds all documents.</param>
/// <param name="Extension">Its extension with the point.</param>
/// <param name="Write">Writes the content.</param>
internal sealed record WrittenFile(string? Document, string Extension, Action<Stream> Write);

/// <summary>How sentences are written.</summary>
internal sealed record WritingOptions
{
    /// <summary>How entities become tags, in the formats that have tags.</summary>
    public TagScheme Scheme { get; init; } = TagScheme.Iob2;

    /// <summary>Whether a model found the entities: the formats that tell suggestions from labels write suggestions.</summary>
    public bool ArePredicted { get; init; }
}
