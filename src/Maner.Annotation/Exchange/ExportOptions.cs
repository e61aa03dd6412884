using Maner.Text.Formats;
using Maner.Text.Repairs;
using Maner.Text.Tags;

namespace Maner.Annotation.Exchange;

/// <summary>Which labels are exported.</summary>
internal enum ExportedLabels
{
    /// <summary>Confirmed sentences alone.</summary>
    Gold,

    /// <summary>All sentences; those that are not confirmed have no labels.</summary>
    All,
}

/// <summary>What is exported.</summary>
internal sealed record ExportOptions
{
    /// <summary>The name of a format that can be written.</summary>
    public string Format { get; init; } = "conll";

    /// <summary>How entities become tags, in the formats that have tags.</summary>
    public TagScheme Scheme { get; init; } = TagScheme.Iob2;

    /// <summary>Which sentences.</summary>
    public ExportedLabels Labels { get; init; }

    /// <summary>The id of the annotator whose labels are wanted instead of gold; null for gold.</summary>
    public int? User { get; init; }

    /// <summary>The share of the gold sentences that become dev data, 0 to 1; taken from those alone that were chosen at random. 0 for no split.</summary>
    public double DevShare { get; init; }

    /// <summary>Which of them.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>Files that are ready to be written.</summary>
/// <param name="Train">All, or the training part of a split.</param>
/// <param name="Dev">The dev part of a split; null without one.</param>
/// <param name="Sentences">How many sentences the first has.</param>
/// <param name="DevSentences">How many the second has.</param>
/// <param name="Losses">What the format cannot hold.</param>
internal sealed record ExportResult(IReadOnlyList<WrittenFile> Train, IReadOnlyList<WrittenFile>? Dev, int Sentences, int DevSentences, IReadOnlyList<Repair> Losses);
