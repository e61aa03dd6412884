namespace Maner.Text.Data;

/// <summary>The sentences of one file and all that was noticed while reading it. Immutable.</summary>
public sealed record DataSet
{
    /// <summary>The file, as it was named by the caller.</summary>
    public required string Path { get; init; }

    /// <summary>The sentences in file order.</summary>
    public required IReadOnlyList<Sentence> Sentences { get; init; }

    /// <summary>The file's form.</summary>
    public required DataFormat Format { get; init; }

    /// <summary>The scheme its tags were read by; null when it has no tags.</summary>
    public required TagScheme? Scheme { get; init; }

    /// <summary>What was found amiss and what was made of it, in the order of lines.</summary>
    public required IReadOnlyList<Repair> Repairs { get; init; }

    /// <summary>What was taken for granted about the whole file, each a sentence for a person to read.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>SHA-256 of the file's bytes, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether the file has tags.</summary>
    public bool HasTags => Scheme is not null;
}
