namespace Maner.Annotation.Records;

/// <summary>How two people agree on the sentences that both have done. Shares are 0 to 1.</summary>
internal sealed record AgreementReport
{
    /// <summary>One person.</summary>
    public required string First { get; init; }

    /// <summary>The other.</summary>
    public required string Second { get; init; }

    /// <summary>Sentences that both have done.</summary>
    public required int Sentences { get; init; }

    /// <summary>Their words.</summary>
    public required int Words { get; init; }

    /// <summary>F1 of the entities of one as against the other's: the same words and type. Null where neither marked any.</summary>
    public double? F1 { get; init; }

    /// <summary>The same by words alone, types aside.</summary>
    public double? F1OfBorders { get; init; }

    /// <summary>Cohen's kappa over the tags of words (type or outside); null where both used one tag only.</summary>
    public double? Kappa { get; init; }

    /// <summary>By type.</summary>
    public required IReadOnlyList<TypeAgreement> Types { get; init; }
}

/// <summary>How two people agree on a type.</summary>
/// <param name="Type">The type's id.</param>
/// <param name="Both">Entities that both marked.</param>
/// <param name="OnlyFirst">Entities that only the one marked so.</param>
/// <param name="OnlySecond">Entities that only the other marked so.</param>
/// <param name="F1">2·both / (2·both + only one + only other).</param>
/// <param name="Kappa">Cohen's kappa over words: of this type or not; null where both used one answer only.</param>
internal sealed record TypeAgreement(int Type, int Both, int OnlyFirst, int OnlySecond, double? F1, double? Kappa);

/// <summary>A sentence that people have done differently.</summary>
/// <param name="Sentence">The sentence's id.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsAdjudicated">Whether it is decided.</param>
/// <param name="Annotations">What each person says.</param>
internal sealed record Disagreement(long Sentence, string Text, bool IsAdjudicated, IReadOnlyList<UserAnnotation> Annotations);

/// <summary>What one person says of a sentence.</summary>
/// <param name="User">The person's id.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Annotation">The annotation.</param>
internal sealed record UserAnnotation(int User, string Name, SentenceAnnotation Annotation);
