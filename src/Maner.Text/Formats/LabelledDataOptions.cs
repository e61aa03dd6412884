using Maner.Text.Tags;

namespace Maner.Text.Formats;

/// <summary>How to read a file of sentences. The defaults detect everything and repair what they can, with a report.</summary>
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

    /// <summary>The column of the words in a file of columns: its number from 1, or its name in the first row; null to tell it from the content.</summary>
    public string? WordColumn { get; init; }

    /// <summary>The column of the tags, named so too, or the key of the tags in CoNLL-U's last column (<c>name</c> of <c>name=B-PER</c>); null to tell it.</summary>
    public string? TagColumn { get; init; }

    /// <summary>Whether tags and types that seem to be slips of others (one or two entities beside frequent types) are kept; else their words are outside.</summary>
    public bool KeepRareTypes { get; init; }

    /// <summary>Whether a file without tags is an error (training, evaluation) or gives sentences without entities (prediction).</summary>
    public bool RequireTags { get; init; } = true;

    /// <summary>Whether anything that would be fixed is an error instead.</summary>
    public bool Strict { get; init; }
}
