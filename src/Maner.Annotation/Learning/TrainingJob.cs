using System.Text.Json.Serialization;
using Maner.Annotation.Selection;
using Maner.Ner.Selection;
using Maner.Text.Sentences;
using Maner.Training;

namespace Maner.Annotation.Learning;

/// <summary>A piece of work in the background: perhaps a training run, then suggestions, then perhaps a score. All that determines its outcome; a JSON file for a child process.</summary>
internal sealed record TrainingJob
{
    /// <summary>Name and version of the model that suggests, stamped on what it suggests.</summary>
    public required string Model { get; init; }

    /// <summary>The model to start from; without a training run it is the one that suggests. A name or a folder.</summary>
    public required string Start { get; init; }

    /// <summary>Folder of the new tagger, not there yet; null for no training run.</summary>
    public string? Output { get; init; }

    /// <summary>The types to suggest.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>All labelled sentences.</summary>
    public required IReadOnlyList<JobSentence> Gold { get; init; }

    /// <summary>Open sentences to choose among; suggestions come in this order, before those of others.</summary>
    public required IReadOnlyList<JobSentence> Candidates { get; init; }

    /// <summary>Open sentences that get suggestions alone.</summary>
    public IReadOnlyList<JobSentence> Others { get; init; } = [];

    /// <summary>The sentences whose tags are compared with those of the model before.</summary>
    public IReadOnlyList<JobSentence> StopSentences { get; init; } = [];

    /// <summary>Where the tags of the model before are; null for no comparison.</summary>
    public string? PreviousTags { get; init; }

    /// <summary>Where this model's tags go; null for nowhere.</summary>
    public string? Tags { get; init; }

    /// <summary>The labelled sentences that are a random sample of all, by id, in their random order; empty for no score.</summary>
    public IReadOnlyList<long> Sample { get; init; } = [];

    /// <summary>The selection strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>How many sentences to choose.</summary>
    public required int Batch { get; init; }

    /// <summary>Share of random picks.</summary>
    public required double RandomShare { get; init; }

    /// <summary>How long sentences take the annotator.</summary>
    public required AnnotationTime Time { get; init; }

    /// <summary>Seed of all that is drawn.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>The training options.</summary>
    public required TrainingOptions Training { get; init; }
}

/// <summary>A sentence of a job.</summary>
/// <param name="Id">Its id in the project.</param>
/// <param name="Words">Its words.</param>
/// <param name="Place">Its place in the random order.</param>
/// <param name="First">The id of the first sentence that it is a near-duplicate of; its own without one.</param>
/// <param name="Entities">Its entities; null where it is not labelled.</param>
internal sealed record JobSentence(long Id, IReadOnlyList<string> Words, double Place, long First, IReadOnlyList<EntitySpan>? Entities = null)
{
    /// <summary>The sentence itself.</summary>
    public Sentence ToSentence() => new(Words, Entities);
}

/// <summary>What a job reports while it runs: a line of JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ModelTrained), "trained")]
[JsonDerivedType(typeof(SentencesSuggested), "suggested")]
[JsonDerivedType(typeof(BatchChosen), "chosen")]
[JsonDerivedType(typeof(ModelsAgreed), "agreed")]
[JsonDerivedType(typeof(ScoringStarted), "scoring")]
[JsonDerivedType(typeof(SampleScored), "scored")]
internal abstract record JobMessage;

/// <summary>The new tagger is whole in its folder.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Seconds">Seconds of training.</param>
internal sealed record ModelTrained(string Folder, double Seconds) : JobMessage;

/// <summary>Suggestions for some sentences.</summary>
/// <param name="Sentences">The sentences.</param>
internal sealed record SentencesSuggested(IReadOnlyList<SuggestedSentence> Sentences) : JobMessage;

/// <summary>What the model suggests for a sentence.</summary>
/// <param name="Id">The sentence.</param>
/// <param name="Words">How many words the model saw.</param>
/// <param name="Entities">The entities, in reading order.</param>
/// <param name="Value">The acquisition value.</param>
internal sealed record SuggestedSentence(long Id, int Words, IReadOnlyList<SuggestedEntity> Entities, double? Value);

/// <summary>An entity that the model suggests.</summary>
/// <param name="First">Index of the first word.</param>
/// <param name="End">Index after the last word.</param>
/// <param name="Type">The type's name.</param>
/// <param name="Score">Its probability, 0 to 1.</param>
internal readonly record struct SuggestedEntity(int First, int End, string Type, double Score);

/// <summary>What to label next.</summary>
/// <param name="Picks">In this order.</param>
internal sealed record BatchChosen(IReadOnlyList<ChosenSentence> Picks) : JobMessage;

/// <summary>How far two successive models tag alike.</summary>
/// <param name="Kappa">Cohen's kappa over the tags of words.</param>
internal sealed record ModelsAgreed(double Kappa) : JobMessage;

/// <summary>The scoring has begun.</summary>
internal sealed record ScoringStarted : JobMessage;

/// <summary>The score on the random sample.</summary>
/// <param name="F1">F1.</param>
/// <param name="Low">Where its 95 % interval begins.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Scored">How many sentences.</param>
internal sealed record SampleScored(double F1, double Low, double High, int Scored) : JobMessage;

/// <summary>Generated serialisation of jobs and of what learning keeps with a project.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrainingJob))]
[JsonSerializable(typeof(JobMessage))]
[JsonSerializable(typeof(LearningMemory))]
[JsonSerializable(typeof(List<string[]>))]
internal sealed partial class LearningJson : JsonSerializerContext;
