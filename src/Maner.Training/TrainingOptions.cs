using System.Text.Json;
using System.Text.Json.Serialization;
using Maner.Model.Configuration;

namespace Maner.Training;

/// <summary>
/// All that determines a training run besides its data and encoder. The paper names 30 epochs and Adam and leaves the rest out; the other
/// defaults were chosen by a sweep on dev data (docs/lab/defaults.md). Saved with every run.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>The patience of a run that is made for its model: it ended no run of ten languages before its best evaluation (docs/lab/defaults.md).</summary>
    internal const int PatienceOfOneRun = 8;

    /// <summary>Name of the method.</summary>
    public string Method { get; init; } = "maner";

    /// <summary>Keep nothing but the encoder where its folder is that of a tagger of the same method; else tags that both have start from what it knows.</summary>
    public bool NewHead { get; init; }

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Passes over the training data; more where <see cref="MinUpdates"/> asks for it.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Optimizer updates at the least: 100 sentences in batches of 32 would have 120, too few to learn from (Mosbach et al. 2021).</summary>
    public int MinUpdates { get; init; } = 400;

    /// <summary>Sentences in a batch.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>The highest learning rate; null for the one that suits the encoder's family and size (<see cref="Resolved"/>).</summary>
    public float? LearningRate { get; init; }

    /// <summary>Share of the updates over which the learning rate rises from 0; it falls linearly to 0 over the rest.</summary>
    public float WarmUp { get; init; } = 0.1f;

    /// <summary>Decoupled weight decay of matrices and embeddings.</summary>
    public float WeightDecay { get; init; } = 0.01f;

    /// <summary>The global gradient norm is clipped to this.</summary>
    public float ClipNorm { get; init; } = 1;

    /// <summary>Dropout behind embeddings, attention, feed-forward and before the head.</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>Dropout on attention probabilities.</summary>
    public float AttentionDropout { get; init; } = 0.1f;

    /// <summary>p of random-mask: the probability that a training word becomes a mask.</summary>
    public float MaskProbability { get; init; } = 0.15f;

    /// <summary>How tags are chosen from probabilities: <c>viterbi</c>, the best sequence that IOB2 allows, or the paper's <c>argmax</c>, word by word.</summary>
    public string Decoding { get; init; } = "viterbi";

    /// <summary>
    /// Interpolation weight of the lexical CRF next to the encoder's 1 (docs/lab/defaults.md); 0 for none, as in the paper; null for what serves dev best or,
    /// without dev, what served narrow encoders.
    /// </summary>
    [JsonPropertyName("surface_weight")] // the name under which it is part of every cell's ID
    public float? CrfWeight { get; init; }

    /// <summary>Evaluations on dev, evenly over the run, the last at its end.</summary>
    public int Evaluations { get; init; } = 20;

    /// <summary>log₂ of the number of weights that the lexical CRF has for a tag, from 10 to 24; null: as the starting model's, or 18.</summary>
    public int? CrfBits { get; init; }

    /// <summary>The lexical CRF also has features of how words sound in Latin letters; else it does so where the starting model's does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CrfRomanised { get; init; }

    /// <summary>
    /// Evaluations in a row without a better dev F1 after which the run ends early, be it before <see cref="MinUpdates"/>; null (or 0) to train to the
    /// end. They count from the first evaluation that finds an entity. The learning rate falls as it would in the full run, so an early end is a full
    /// run's beginning, bit for bit.
    /// </summary>
    public int? Patience
    {
        get;
        init => field = value is 0 ? null : value;
    }

    /// <summary>Seconds between checkpoints that an interrupted run can resume from.</summary>
    public double CheckpointSeconds { get; init; } = 60;

    /// <summary>Checks every value.</summary>
    /// <exception cref="OptionException">A value is outside what makes sense.</exception>
    public TrainingOptions Validated()
    {
        TrainingOptionTable.Table.Check(this);
        return this;
    }

    /// <summary>
    /// The options with a learning rate. XLM-R's layers up to 512 wide: swept with the bundled encoder. All others: what the literature used
    /// (docs/reference/options.md), since their weights were not at hand to sweep. Half of it where the start is a tagger, which has less to learn (docs/lab/transfer.md).
    /// </summary>
    internal TrainingOptions Resolved(EncoderConfig encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return this with { LearningRate = LearningRate ?? (encoder.Family.LearningRate(encoder.HiddenSize) * (encoder.TagsEntities ? 0.5f : 1)) };
    }

    /// <summary>The options as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Default.TrainingOptions);
}

/// <summary>Generated serialisation of what a run folder holds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, WriteIndented = true)]
[JsonSerializable(typeof(TrainingOptions))]
[JsonSerializable(typeof(RunOptions))]
[JsonSerializable(typeof(TrainingState))]
internal sealed partial class TrainingJson : JsonSerializerContext;
