using Maner.Ner.Selection;
using Maner.Training;

namespace Maner.Annotation.Learning;

/// <summary>How a project is learned from while it is annotated.</summary>
internal sealed record LearningOptions
{
    /// <summary>What chooses sentences until somebody chooses otherwise: what docs/lab/active-learning.md says.</summary>
    public const string DefaultStrategy = AllStrategies.Random;

    private const string Bundled = "mini-ner";

    /// <summary>The model that suggests from the first minute, and that training runs start from: a name or a folder.</summary>
    public string StartModel { get; init; } = Bundled;

    /// <summary>The strategy, where the project keeps none yet.</summary>
    public string Strategy { get; init; } = DefaultStrategy;

    /// <summary>Where taggers are kept; null: beside the project, with <c>-models</c> behind its name.</summary>
    public string? Folder { get; init; }

    /// <summary>New sentences after which a model is trained, up to <see cref="LargeFrom"/> sentences.</summary>
    public int SmallBatch { get; init; } = 10;

    /// <summary>The same from there on: one more sentence changes less.</summary>
    public int LargeBatch { get; init; } = 20;

    /// <summary>Sentences from which on the large batch counts.</summary>
    public int LargeFrom { get; init; } = 100;

    /// <summary>Share of random picks.</summary>
    public double RandomShare { get; init; } = BatchSelection.LiveRandomShare;

    /// <summary>Open sentences that a strategy chooses among, a random part of all: more would keep the processor busy for minutes.</summary>
    public int MostCandidates { get; init; } = 3000;

    /// <summary>Open sentences that get suggestions besides, in reading order.</summary>
    public int MostSuggested { get; init; } = 20_000;

    /// <summary>Sentences, drawn once, whose tags by successive models are compared to see whether they still change.</summary>
    public int StopSentences { get; init; } = 500;

    /// <summary>Random sentences from which on there is a score.</summary>
    public int FewestScored { get; init; } = 10;

    /// <summary>Threads of the training; null: all processors but one, and one at least.</summary>
    public int? Threads { get; init; }

    /// <summary>Seed of all that is drawn.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How models are trained, without dev; null: from <c>mini-ner</c> a third of the default's updates, as good on dev (docs/lab/transfer.md) and what the simulations had; from other models the defaults.</summary>
    public TrainingOptions? Training { get; init; }

    /// <summary>How long after a failed training the next is tried, where nothing changes before.</summary>
    public TimeSpan PauseAfterFailure { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The training options.</summary>
    internal TrainingOptions ResolvedTraining => Training ?? (StartModel == Bundled ? new TrainingOptions { Epochs = 10, MinUpdates = 130, LearningRate = 3e-4f } : new TrainingOptions());

    /// <summary>Sentences after which the next training begins, when so many were in the last.</summary>
    internal int BatchAfter(int sentences) => sentences < LargeFrom ? SmallBatch : LargeBatch;
}
