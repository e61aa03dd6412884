using System.Security.Cryptography;
using System.Text;
using Maner.Text.Repairs;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Text.Data;

/// <summary>
/// Sentences, and where they come from: a file with all that was noticed while reading it (<see cref="LabelledData.Read"/>), several files, or a
/// program's own memory (<see cref="Of"/>). Immutable.
/// </summary>
public sealed record DataSet
{
    private readonly string? _sha256;

    /// <summary>The file as it was named by the caller, or another name for messages.</summary>
    public string Path { get; init; } = "(memory)";

    /// <summary>The sentences in order.</summary>
    public required IReadOnlyList<Sentence> Sentences { get; init; }

    /// <summary>The name of the file's format, such as <c>conll</c> or <c>doccano</c>; null without a file, and for a folder of several formats.</summary>
    public string? Format { get; init; }

    /// <summary>The scheme its tags were read by; null when it has none, or there is no file.</summary>
    public TagScheme? Scheme { get; init; }

    /// <summary>The issues that were found and what was done about each, in the order of lines.</summary>
    public IReadOnlyList<Repair> Repairs { get; init; } = [];

    /// <summary>What was taken for granted about the whole file, each a sentence for a person to read.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>SHA-256 in lower-case hexadecimal: of the file's bytes, or without a file of all words and entities.</summary>
    public string Sha256
    {
        get => _sha256 ?? HashOfSentences();
        init => _sha256 = value;
    }

    /// <summary>The same of each file where several were joined.</summary>
    public IReadOnlyList<string> FileSha256
    {
        get => field ?? [Sha256];
        init;
    }

    /// <summary>Sentences that a program has.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="name">What messages call them.</param>
    public static DataSet Of(IReadOnlyList<Sentence> sentences, string name = "(memory)") => new() { Sentences = sentences, Path = name };

    /// <summary>The sentences of several files one behind the other, as if they stood in one; its hash is that of their hashes.</summary>
    public static DataSet Join(IReadOnlyList<DataSet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        return sets.Count == 1 ? sets[0] : new DataSet
        {
            Path = string.Join(", ", sets.Select(set => set.Path)),
            Sentences = [.. sets.SelectMany(set => set.Sentences)],
            Format = sets.Select(set => set.Format).Distinct().Count() == 1 ? sets[0].Format : null,
            Scheme = sets[0].Scheme,
            Repairs = [.. sets.SelectMany(set => set.Repairs)],
            Assumptions = [.. sets.SelectMany(set => set.Assumptions.Select(assumption => $"{set.Path}: {assumption}"))],
            FileSha256 = [.. sets.Select(set => set.Sha256)],
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(sets.Select(set => set.Sha256))))),
        };
    }

    /// <summary>The set as one that was labelled with no other types in mind than those that occur in it: of others its words may be (<see cref="Sentence.MarkedTypes"/>).</summary>
    internal DataSet OfOwnTypes()
    {
        string[] types = [.. Sentences.SelectMany(sentence => sentence.Entities ?? []).Select(entity => entity.Type).Distinct().Order(StringComparer.Ordinal)];
        return this with { Sentences = [.. Sentences.Select(sentence => sentence.WithMarkedTypes(types))] };
    }

    /// <summary>The first sentences.</summary>
    /// <param name="count">How many at the most; null for all.</param>
    public DataSet First(int? count) => count is { } most && most < Sentences.Count ? this with { Sentences = [.. Sentences.Take(most)] } : this;

    private string HashOfSentences()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Sentence sentence in Sentences)
        {
            IEnumerable<string> entities = sentence.Entities?.Select(entity => FormattableString.Invariant($"{entity.Start} {entity.End} {entity.Type}")) ?? ["unlabelled"];
            string marked = sentence.MarkedTypes is { } types ? $"{string.Join(' ', types)}\n" : "";
            hash.AppendData(Encoding.UTF8.GetBytes($"{string.Join('\t', sentence.Words)}\n{string.Join('\t', entities)}\n{marked}"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
