using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Maner.Training;

namespace Maner.Experiments.Plans;

/// <summary>
/// Everything that determines the scores of one training run. Its hash is the cell's ID, so the same training run is in any number of
/// blocks and is done once; names and places of files are not part of it, their content is.
/// </summary>
internal sealed record CellKey
{
    /// <summary>
    /// Raised with every change of the program that changes scores: tokenizer, encoder arithmetic, training, scoring. Results of an older
    /// engine are then not taken for this one's. <c>CurrentEngineTests</c> holds small training runs to their hashes and fails when this is due.
    /// </summary>
    public const int CurrentEngine = 1;

    /// <summary>The same for the lexical CRF, for the cells in which it counts: 2 reads words in Unicode's NFC.</summary>
    public const int CurrentCrf = 2;

    private const int IdBytes = 10;

    /// <summary>The engine that a result is of.</summary>
    public int Engine { get; init; } = CurrentEngine;

    /// <summary>The number of the lexical CRF; null where that counts for nothing.</summary>
    [JsonPropertyName("surface")] // the name in results that are there: another would give every cell another ID
    public int? Crf { get; init; }

    /// <summary>Hash of the encoder's weights, configuration and tokenizer.</summary>
    public required string EncoderSha256 { get; init; }

    /// <summary>Hash of the training file.</summary>
    public required string TrainSha256 { get; init; }

    /// <summary>Hash of the dev file; null without.</summary>
    public string? DevSha256 { get; init; }

    /// <summary>Hash of the test file; null without.</summary>
    public string? TestSha256 { get; init; }

    /// <summary>Training sentences used.</summary>
    public required int Sentences { get; init; }

    /// <summary>What draws them from the file; null when all of the file is used.</summary>
    public ulong? SubsetSeed { get; init; }

    /// <summary>Dev sentences that choose the checkpoint; null when all of the file do.</summary>
    public int? DevSentences { get; init; }

    /// <summary>The simulation of active learning that chooses its sentences; null where they are all of the file or a random part.</summary>
    public SimulationKey? Simulation { get; init; }

    /// <summary>The options with their defaults resolved, method and seed among them.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The cell's ID: 20 hexadecimal digits of a SHA-256.</summary>
    [JsonIgnore]
    public string Id =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, PlanJson.Default.CellKey))))[..(2 * IdBytes)];

    /// <summary>The options as they enter the key: what changes nothing in the result, such as an option that the method does not read, is the same for all cells.</summary>
    public static TrainingOptions Normalized(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TrainingOptionTable.Table.Normalized(options);
    }
}
