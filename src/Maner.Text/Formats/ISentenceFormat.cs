namespace Maner.Text.Formats;

/// <summary>
/// A format of sentences. To add one: a folder beside this file with a class of this interface, and a line in <c>SentenceFormats.All</c>; names,
/// recognition, <c>data convert</c>, and what <c>predict</c> reads and writes follow from there.
/// </summary>
internal interface ISentenceFormat
{
    /// <summary>The name in options and reports, in lower case: <c>doccano</c>.</summary>
    string Name { get; }

    /// <summary>What it is, for a person to read: <c>doccano JSON Lines</c>.</summary>
    string Title { get; }

    /// <summary>The extensions that mean this format and no other, with their point and in lower case.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Writes the format; null where it is only read.</summary>
    ISentenceWriter? Writer { get; }

    /// <summary>Whether a content is of this format, told from the content alone. The first of <c>SentenceFormats.All</c> that says so reads it.</summary>
    bool Recognises(FormatSource source);

    /// <summary>Reads sentences, and reports whatever the file says that they cannot.</summary>
    /// <exception cref="InvalidDataException">The content is not as the format says.</exception>
    FormatContent Read(FormatSource source, LabelledDataOptions options, ReadingReport report);
}
