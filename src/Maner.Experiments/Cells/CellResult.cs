using System.Text.Json;
using System.Text.Json.Serialization;
using Maner.Experiments.Plans;
using Maner.Ner.Evaluation;

namespace Maner.Experiments.Cells;

/// <summary>How a training run ended.</summary>
internal enum CellStatus
{
    /// <summary>With a tagger that learned something.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>With a tagger that learned nothing; it is scored all the same.</summary>
    [JsonStringEnumMemberName("collapsed")]
    Collapsed,

    /// <summary>Without a tagger.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>The result of a cell: one JSON file.</summary>
internal sealed record CellResult
{
    /// <summary>The version of this file's format.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format that the file has.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The cell's ID.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the data set when it was trained, for people.</summary>
    public required string Data { get; init; }

    /// <summary>All that determined the result.</summary>
    public required CellKey Key { get; init; }

    /// <summary>The training runs: one, or two where the first collapsed or failed and another seed was to be tried. The last one counts.</summary>
    public required IReadOnlyList<CellAttempt> Attempts { get; init; }

    /// <summary>Where it was trained.</summary>
    public required Machine Machine { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>When it was finished, UTC.</summary>
    public required DateTime Finished { get; init; }

    /// <summary>The training run that counts.</summary>
    [JsonIgnore]
    public CellAttempt Last => Attempts[^1];

    /// <summary>Whether nothing is left to do for this cell.</summary>
    /// <param name="mostAttempts">Training runs that the cell may take.</param>
    public bool IsFinished(int mostAttempts) => Last.Status == CellStatus.Ok || Attempts.Count >= mostAttempts;

    /// <summary>The result as a plan counts it: a second attempt of an earlier plan counts in no other.</summary>
    /// <param name="most">Training runs that the cell may take.</param>
    internal CellResult WithAttempts(int most) => this with { Attempts = [.. Attempts.Take(most)] };

    /// <summary>The result as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CellJson.Default.CellResult) + "\n";
}

/// <summary>One training run of a cell.</summary>
internal sealed record CellAttempt
{
    /// <summary>The seed: the cell's own, another in a second attempt.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How it ended.</summary>
    public required CellStatus Status { get; init; }

    /// <summary>Why it collapsed or failed.</summary>
    public string? Message { get; init; }

    /// <summary>Scores on dev; null without dev data.</summary>
    public CellScores? Dev { get; init; }

    /// <summary>Scores on test; null without test data.</summary>
    public CellScores? Test { get; init; }

    /// <summary>The models of a simulation of active learning, in the order of their training; null in other cells.</summary>
    public IReadOnlyList<SimulatedRound>? Rounds { get; init; }

    /// <summary>Optimizer updates.</summary>
    public int Updates { get; init; }

    /// <summary>Epochs.</summary>
    public int Epochs { get; init; }

    /// <summary>Epoch of the checkpoint that was kept.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Mean loss of the last epoch, in nats per word.</summary>
    public double FinalLoss { get; init; }

    /// <summary>Seconds of training, evaluations on dev included.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Seconds of all: loading, training, scoring.</summary>
    public double Seconds { get; init; }

    /// <summary>
    /// Seconds of processor time, all threads together. Where cells share a machine with other work, or are paused, it is what they would
    /// have taken alone; null in results of programs that did not measure it.
    /// </summary>
    public double? CpuSeconds { get; init; }

    /// <summary>Most memory resident, in MiB.</summary>
    public long PeakMemoryMib { get; init; }
}

/// <summary>Scores on one set of sentences.</summary>
internal sealed record CellScores
{
    private const int NumbersASentence = 3;

    /// <summary>Strict IOB2, all types together.</summary>
    public required EntityScore Strict { get; init; }

    /// <summary>The rule of conlleval and seqeval's default.</summary>
    public required EntityScore Lenient { get; init; }

    /// <summary>Strict IOB2 by type.</summary>
    public required IReadOnlyDictionary<string, EntityScore> Types { get; init; }

    /// <summary>Strict IOB2 over the sentences that are not also in the training data.</summary>
    public required EntityScore Unseen { get; init; }

    /// <summary>Number of those sentences.</summary>
    public required int UnseenSentences { get; init; }

    /// <summary>For each sentence the entities correct, predicted and gold by strict IOB2, for paired tests.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>The counts as one score per sentence.</summary>
    [JsonIgnore]
    public EntityScore[] Sentences =>
        [.. Enumerable.Range(0, Counts.Count / NumbersASentence).Select(sentence => new EntityScore(
            Counts[NumbersASentence * sentence], Counts[(NumbersASentence * sentence) + 1], Counts[(NumbersASentence * sentence) + 2]))];

    /// <summary>Scores tagged sentences.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="trainTexts">The texts of the training sentences.</param>
    public static CellScores Of(IReadOnlyList<EvaluatedSentence> sentences, IReadOnlySet<string> trainTexts)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(trainTexts);
        EntityScore[] scores = SentenceScores.Of(sentences, SpanRule.Strict);
        EntityScore[] unseen = [.. scores.Where((_, index) => !trainTexts.Contains(sentences[index].Gold.JoinedWords))];
        return new CellScores
        {
            Strict = SentenceScores.Total(scores),
            Lenient = SentenceScores.Total(SentenceScores.Of(sentences, SpanRule.Lenient)),
            Types = RuleScores.Of(sentences, SpanRule.Strict).Types,
            Unseen = SentenceScores.Total(unseen),
            UnseenSentences = unseen.Length,
            Counts = [.. scores.SelectMany(score => new[] { score.Correct, score.Predicted, score.Support })],
        };
    }
}

/// <summary>Generated serialisation of results.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CellResult))]
[JsonSerializable(typeof(LockOwner))]
internal sealed partial class CellJson : JsonSerializerContext;
