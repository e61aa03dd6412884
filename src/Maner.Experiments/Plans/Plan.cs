using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Maner.Model.Storage;

namespace Maner.Experiments.Plans;

/// <summary>An experiment resolved against files: which cells there are, and where they are in the blocks. What workers and reports read.</summary>
internal sealed record Plan
{
    /// <summary>The version of this file's format.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format that the file has.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The experiment's title.</summary>
    public required string Title { get; init; }

    /// <summary>Whether a failed or collapsed cell is tried once more with another seed.</summary>
    public required bool Retry { get; init; }

    /// <summary>The blocks.</summary>
    public required IReadOnlyList<PlannedBlock> Blocks { get; init; }

    /// <summary>Every cell once, in the order in which the blocks name them.</summary>
    public required IReadOnlyList<PlannedCell> Cells { get; init; }

    /// <summary>Training runs that each cell may take.</summary>
    [JsonIgnore]
    public int MostAttempts => Retry ? 2 : 1;

    /// <summary>Reads a plan.</summary>
    /// <exception cref="InvalidDataException">The file is no plan of this version.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Plan Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: expected the plan of an experiment, found no such file. Make it with: maner experiment run FILE.yaml --out DIR", path);
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            if (JsonSerializer.Deserialize(stream, PlanJson.Default.Plan) is { Format: CurrentFormat } plan)
            {
                return plan;
            }
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: expected the plan of an experiment, found other JSON: {error.Message} Run the experiment file again to write it again.", error);
        }

        throw new InvalidDataException($"{path}: expected a plan of format {CurrentFormat}, found another. Run the experiment file again to write it again.");
    }

    /// <summary>The plan as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PlanJson.Default.Plan) + "\n";

    /// <summary>Writes the plan, crash-safe.</summary>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson());
}

/// <summary>A block and where its cells are in it.</summary>
internal sealed record PlannedBlock
{
    /// <summary>Its key in the experiment file.</summary>
    public required string Name { get; init; }

    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>What the report shows.</summary>
    public required BlockKind Kind { get; init; }

    /// <summary>Whether dev is scored; test otherwise.</summary>
    public required bool ScoresDev { get; init; }

    /// <summary>Sets of published scores that are shown next to ours.</summary>
    public required IReadOnlyList<string> Published { get; init; }

    /// <summary>What was left out, and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The members of groups that are not there.</summary>
    public IReadOnlyList<AbsentData> Absent { get; init; } = [];

    /// <summary>All that was left out, in words.</summary>
    [JsonIgnore]
    public IEnumerable<string> AllNotes => [.. Absent.Select(absent => $"{absent.Statement}; not there: {string.Join(' ', absent.Languages)}."), .. Notes];

    /// <summary>The cells by their places.</summary>
    public required IReadOnlyList<PlannedEntry> Entries { get; init; }
}

/// <summary>Data sets that a group names and that are not there.</summary>
/// <param name="Statement">How many there are: "7 of the 100 languages of wikiann-100 are there", without a full stop.</param>
/// <param name="Languages">The codes of the others.</param>
internal sealed record AbsentData(string Statement, IReadOnlyList<string> Languages);

/// <summary>A cell's place in a block.</summary>
/// <param name="Data">Name of the data set.</param>
/// <param name="Method">The method.</param>
/// <param name="Size">Training sentences.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Encoder">The encoder as the file names it.</param>
/// <param name="Variant">The options that differ within the block; empty where none does.</param>
/// <param name="Cell">The cell's ID.</param>
/// <param name="SizeName">The training size as the file names it, where that is no number: <c>all</c>; null otherwise.</param>
/// <param name="Strategy">The selection strategy of a simulation; null otherwise.</param>
internal sealed record PlannedEntry(string Data, string Method, int Size, ulong Seed, string Encoder, string Variant, string Cell, string? SizeName = null, string? Strategy = null)
{
    /// <summary>The training size as the file names it: what is in one table, though "all" is another number for each data set.</summary>
    [JsonIgnore]
    public string SizeLabel => SizeName ?? Size.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A cell and where its files are.</summary>
/// <param name="Id">Its ID: the hash of the key.</param>
/// <param name="Data">Name of the data set, for people.</param>
/// <param name="Train">Full path of the training file.</param>
/// <param name="Dev">Full path of the dev file; null without.</param>
/// <param name="Test">Full path of the test file; null without.</param>
/// <param name="Encoder">Name of a bundled encoder, or a full path.</param>
/// <param name="Key">All that determines the result.</param>
internal sealed record PlannedCell(string Id, string Data, string Train, string? Dev, string? Test, string Encoder, CellKey Key)
{
    /// <summary>
    /// About how long its training run takes, compared with others: as many sentences as it learns from, and some fifty for what every run has
    /// (Figure 3's cells took 18, 54 and 125 seconds for 100, 400 and 1,000).
    /// </summary>
    [JsonIgnore]
    public double Load => Key.Simulation is { } simulation ? simulation.Rounds.Sum(round => Math.Max(round, 100) + 50) : Key.Sentences + 50;
}

/// <summary>Generated serialisation of plans and keys.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(CellKey))]
internal sealed partial class PlanJson : JsonSerializerContext;
