namespace Maner.Experiments.Plans;

/// <summary>What determines a simulation of active learning besides the data, the encoder and the training options: part of a cell's ID.</summary>
internal sealed record SimulationKey
{
    /// <summary>Raised with every change of strategies, of the estimated time or of near-duplicates that changes which sentences are chosen or what they cost.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version that a result is of.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The selection strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>Numbers of labelled sentences at which a model is trained, ascending; the first is the seed set, which is random.</summary>
    public required IReadOnlyList<int> Rounds { get; init; }

    /// <summary>Those at which it is scored.</summary>
    public required IReadOnlyList<int> Scored { get; init; }

    /// <summary>Most sentences to choose from; null for all.</summary>
    public int? PoolSentences { get; init; }

    /// <summary>Share of random picks in every batch; 0 for the strategy's own choice alone.</summary>
    public double RandomShare { get; init; }

    /// <summary>What else is trained on the same sentences: names of methods, at the end, and <see cref="Crf"/>, wherever a model is scored.</summary>
    public IReadOnlyList<string> Reuse { get; init; } = [];

    /// <summary>The name of the lexical CRF alone among <see cref="Reuse"/>.</summary>
    public const string Crf = "crf";
}
