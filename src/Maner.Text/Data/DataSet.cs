using System.Security.Cryptography;
using System.Text;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

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

    /// <summary>The same of each file where several were joined.</summary>
    public IReadOnlyList<string> FileSha256
    {
        get => field ?? [Sha256];
        init;
    }

    /// <summary>Whether the file has tags.</summary>
    public bool HasTags => Scheme is not null;

    /// <summary>The sentences of several files one behind the other, as if they stood in one; its hash is that of their hashes.</summary>
    public static DataSet Join(IReadOnlyList<DataSet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        return sets.Count == 1 ? sets[0] : new DataSet
        {
            Path = string.Join(", ", sets.Select(set => set.Path)),
            Sentences = [.. sets.SelectMany(set => set.Sentences)],
            Format = sets[0].Format,
            Scheme = sets[0].Scheme,
            Repairs = [.. sets.SelectMany(set => set.Repairs)],
            Assumptions = [.. sets.SelectMany(set => set.Assumptions.Select(assumption => $"{set.Path}: {assumption}"))],
            FileSha256 = [.. sets.Select(set => set.Sha256)],
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(sets.Select(set => set.Sha256))))),
        };
    }

    /// <summary>The first sentences.</summary>
    /// <param name="count">How many at the most; null for all.</param>
    public DataSet First(int? count) => count is { } most && most < Sentences.Count ? this with { Sentences = [.. Sentences.Take(most)] } : this;
}
