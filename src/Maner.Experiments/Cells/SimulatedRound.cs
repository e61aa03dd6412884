using Maner.Ner.Evaluation;

namespace Maner.Experiments.Cells;

/// <summary>A model in the middle of a simulation of active learning: what it has cost by then, and what it is worth.</summary>
internal sealed record SimulatedRound
{
    /// <summary>Labelled sentences.</summary>
    public required int Sentences { get; init; }

    /// <summary>Their words.</summary>
    public required int Words { get; init; }

    /// <summary>Their entities.</summary>
    public required int Entities { get; init; }

    /// <summary>Seconds that labelling them takes by <see cref="Ner.Selection.AnnotationTime.Default"/>.</summary>
    public required double Seconds { get; init; }

    /// <summary>Score on test, strict IOB2, all types together; null where no model was scored.</summary>
    public EntityScore? Test { get; init; }

    /// <summary>Scores on test of others that were trained on the same sentences, by name; empty for none.</summary>
    public IReadOnlyDictionary<string, EntityScore> Reuse { get; init; } = new Dictionary<string, EntityScore>();

    /// <summary>Seconds of this program: training, scoring, reading the pool, choosing.</summary>
    public double RunSeconds { get; init; }

    /// <summary>Why there is no trained model: no entity among the sentences; null otherwise.</summary>
    public string? Message { get; init; }
}
