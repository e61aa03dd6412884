using System.Text.Json;
using System.Text.Json.Serialization;
using Maner.Annotation.Selection;

namespace Maner.Annotation.Learning;

/// <summary>What learning keeps with the project, so that it continues where it was after a restart. Immutable.</summary>
internal sealed record LearningMemory
{
    private const string Setting = "learning";

    /// <summary>The number of the newest trained model; 0 before the first.</summary>
    public int Version { get; init; }

    /// <summary>Labelled sentences that it was trained on.</summary>
    public int Sentences { get; init; }

    /// <summary>The project's newest event when its training began: what came later is new to it.</summary>
    public long Event { get; init; }

    /// <summary>The strategy that the user chose; null for none.</summary>
    public string? Strategy { get; init; }

    /// <summary>The learning curve.</summary>
    public IReadOnlyList<LearningPoint> Curve { get; init; } = [];

    /// <summary>Agreement of each trained model with the one before.</summary>
    public IReadOnlyList<double> Kappas { get; init; } = [];

    /// <summary>Sentences of the stop set.</summary>
    public IReadOnlyList<long> StopSentences { get; init; } = [];

    /// <summary>The name of the model.</summary>
    [JsonIgnore]
    public string? Model => Version == 0 ? null : NameOf(Version);

    /// <summary>The name of a model by its number, which is its folder's, too.</summary>
    public static string NameOf(int version) => FormattableString.Invariant($"v{version}");

    /// <summary>Whether the next model is to be scored: the first that can be, and again when there is a seventh more than at the last score, which takes five training runs.</summary>
    [JsonIgnore]
    public bool IsScoreDue => Curve.Count == 0 || Sentences + 1 >= Curve[^1].Sentences + Math.Max(1, Curve[^1].Sentences / 7);

    /// <summary>What learning waits for, as a sentence.</summary>
    /// <param name="changed">Labelled sentences that are new.</param>
    /// <param name="needed">How many the next training needs.</param>
    /// <param name="hasEntities">Whether there is an entity to learn from.</param>
    public string Waiting(int changed, int needed, bool hasEntities) =>
        changed >= needed && !hasEntities ? FormattableString.Invariant($"{changed} sentences are done, none with an entity: the first training needs one.")
        : Version == 0 ? FormattableString.Invariant($"The first training begins after {needed} sentences; {Math.Max(0, needed - changed)} to go.")
        : FormattableString.Invariant($"{Model} has learned from {Sentences} sentences; the next training begins after {Math.Max(0, needed - changed)} more.");

    /// <summary>What a project keeps.</summary>
    /// <exception cref="InvalidDataException">It is not what this version writes.</exception>
    public static LearningMemory Load(ILearningStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            return store.Setting(Setting) is { } text ? JsonSerializer.Deserialize(text, LearningJson.Default.LearningMemory) ?? new LearningMemory() : new LearningMemory();
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"The project's setting '{Setting}': expected what learning keeps, found something else: {error.Message} Open the project with the version that wrote it.", error);
        }
    }

    /// <summary>Keeps it.</summary>
    public void Save(ILearningStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        store.SetSetting(Setting, JsonSerializer.Serialize(this, LearningJson.Default.LearningMemory));
    }
}
