using System.Text.Json.Serialization;

namespace Maner.Annotation.Learning;

/// <summary>What learning is doing.</summary>
internal enum LearningState
{
    /// <summary>It was not started, or has ended.</summary>
    [JsonStringEnumMemberName("off")]
    Off,

    /// <summary>It waits for more labelled sentences.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>The model that is there reads sentences for suggestions.</summary>
    [JsonStringEnumMemberName("suggesting")]
    Suggesting,

    /// <summary>A model is being trained.</summary>
    [JsonStringEnumMemberName("training")]
    Training,

    /// <summary>Models are being trained to be scored on random sentences that each has not seen.</summary>
    [JsonStringEnumMemberName("scoring")]
    Scoring,

    /// <summary>The last training failed; the model before it still suggests.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>A snapshot of learning. Immutable.</summary>
internal sealed record LearningStatus
{
    /// <summary>What it is doing.</summary>
    public LearningState State { get; init; }

    /// <summary>The same as a sentence for people; of a failure what went wrong and what to do.</summary>
    public string Message { get; init; } = "";

    /// <summary>Name and version of the model that suggests: <c>mini-ner</c>, then <c>v1</c>, <c>v2</c>…; null while none has been read.</summary>
    public string? Model { get; init; }

    /// <summary>Labelled sentences that it has learned from; 0 for the start model.</summary>
    public int Sentences { get; init; }

    /// <summary>Labelled sentences that are new since.</summary>
    public int New { get; init; }

    /// <summary>Whether <see cref="LearningLoop.TrainNow"/> would do something.</summary>
    public bool CanTrain { get; init; }
}

/// <summary>A point of the learning curve: a score on random sentences that no model was trained on which tagged them.</summary>
/// <param name="Sentences">Labelled sentences in all.</param>
/// <param name="F1">F1, strict IOB2.</param>
/// <param name="Low">Where its 95 % interval begins (bootstrap over the sentences that were scored).</param>
/// <param name="High">Where it ends.</param>
/// <param name="Scored">Random sentences that were scored.</param>
/// <param name="Model">The model that suggested then.</param>
/// <param name="Kappa">Agreement of that model with the one before on sentences that were drawn once; null without one before.</param>
internal sealed record LearningPoint(int Sentences, double F1, double Low, double High, int Scored, string Model, double? Kappa = null);
