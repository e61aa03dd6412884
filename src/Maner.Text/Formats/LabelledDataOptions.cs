using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>How to read a file of sentences. The defaults detect everything and mend what they can, with a report.</summary>
public sealed record LabelledDataOptions
{
    /// <summary>The name of the file's format, such as <c>conll</c>, <c>jsonl</c> or <c>doccano</c>; null to tell it from the content.</summary>
    public string? Format { get; init; }

    /// <summary>The tag scheme; null to tell it from the whole file.</summary>
    public TagScheme? Scheme { get; init; }

    /// <summary>The tag of words outside every entity; null for <c>O</c>, or what the file evidently uses instead (<c>Other</c>, say).</summary>
    public string? Outside { get; init; }

    /// <summary>The names of integer tags in JSON Lines, by id; null when tags are strings.</summary>
    public IReadOnlyList<string>? TagNames { get; init; }

    /// <summary>Whether a file without tags is an error (training, evaluation) or gives sentences without entities (prediction).</summary>
    public bool RequireTags { get; init; } = true;

    /// <summary>Whether anything that would be fixed is an error instead.</summary>
    public bool Strict { get; init; }
}
