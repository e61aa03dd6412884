using System.Text.Json;
using System.Text.Json.Serialization;

namespace Maner.Benchmarks.Peers;

/// <summary>What both sides are to do, as a JSON file: the very same sentences, in the same batches, with the same weights.</summary>
internal sealed record PeerFile
{
    /// <summary>The work's name.</summary>
    public required string Work { get; init; }

    /// <summary><c>train</c>, <c>pretrain</c> or <c>predict</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Folder of a tagger with its weights.</summary>
    public required string Encoder { get; init; }

    /// <summary>Classes of the head.</summary>
    public required int Classes { get; init; }

    public float Dropout { get; init; } = 0.1f;

    public float AttentionDropout { get; init; } = 0.1f;

    public float LearningRate { get; init; } = 2e-5f;

    public float WeightDecay { get; init; } = 0.01f;

    public float ClipNorm { get; init; } = 1;

    /// <summary>Whether PyTorch computes logits at every position of pre-training, to ignore those of the pieces that are not hidden.</summary>
    public bool AllPositions { get; init; }

    /// <summary>The candidates among which each batch's masked tokens are predicted, where it is not the whole vocabulary (sampled softmax).</summary>
    public PeerCandidateOrders? Candidates { get; init; }

    /// <summary>The sentences as positions of the encoder.</summary>
    public required IReadOnlyList<PeerSentence> Sentences { get; init; }

    /// <summary>The batches, as indexes of sentences.</summary>
    public required PeerOrders Orders { get; init; }

    /// <summary>Reads a file.</summary>
    public static PeerFile Load(string path) =>
        JsonSerializer.Deserialize(File.ReadAllText(path), PeerJson.Default.PeerFile) ?? throw new InvalidDataException($"{path}: expected a work's description, found null.");

    /// <summary>Writes the file.</summary>
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, PeerJson.Default.PeerFile));
}

/// <summary>A sentence in MANER's format, or (pre-training) with some pieces masked.</summary>
/// <param name="Ids">Token ids, special tokens and masks included.</param>
/// <param name="Rows">The places of the masks.</param>
/// <param name="Labels">The class, or the masked token, at each mask.</param>
internal sealed record PeerSentence(IReadOnlyList<int> Ids, IReadOnlyList<int> Rows, IReadOnlyList<int> Labels);

/// <summary>The same sentences, cut into batches in two ways.</summary>
/// <param name="Mixed">As they come.</param>
/// <param name="Grouped">Sorted by length first.</param>
internal sealed record PeerOrders(IReadOnlyList<IReadOnlyList<int>> Mixed, IReadOnlyList<IReadOnlyList<int>> Grouped);

/// <summary>Words of a batch, ascending, its masked tokens among them.</summary>
/// <param name="Words">Ids.</param>
/// <param name="LogInclusion">Log probability that the word is there.</param>
internal sealed record PeerCandidates(IReadOnlyList<int> Words, IReadOnlyList<float> LogInclusion);

/// <summary>The words of each batch of <see cref="PeerOrders"/>.</summary>
/// <param name="Mixed">Of the batches as they come.</param>
/// <param name="Grouped">Of the sorted batches.</param>
internal sealed record PeerCandidateOrders(IReadOnlyList<PeerCandidates> Mixed, IReadOnlyList<PeerCandidates> Grouped);

/// <summary>What one process measured; a line of JSON on its standard output.</summary>
internal sealed record PeerResult
{
    public required string Work { get; init; }

    /// <summary><c>pytorch</c> or <c>maner</c>.</summary>
    public required string Side { get; init; }

    /// <summary>The name of the PyTorch setting; empty for Maner.</summary>
    public string Setting { get; init; } = "";

    /// <summary>What the setting is.</summary>
    public string About { get; init; } = "";

    /// <summary><c>mixed</c> or <c>grouped</c>.</summary>
    public required string Order { get; init; }

    public required int Threads { get; init; }

    /// <summary>Seconds of every batch, pass by pass.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Passes { get; init; }

    /// <summary>Loss of the first mixed batch without dropout: the same on both sides, or they do not compute the same.</summary>
    public required double Check { get; init; }

    /// <summary>Most memory that was resident (VmHWM).</summary>
    public required long PeakBytes { get; init; }

    /// <summary>Version of PyTorch or .NET.</summary>
    public string Version { get; init; } = "";

    /// <summary>File of the BLAS library (PyTorch).</summary>
    public string Blas { get; init; } = "";
}

/// <summary>Generated serialisation of what passes between the processes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PeerFile))]
[JsonSerializable(typeof(PeerResult))]
[JsonSerializable(typeof(Dictionary<string, int[][]>))]
internal sealed partial class PeerJson : JsonSerializerContext;
