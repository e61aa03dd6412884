using Maner.Tensors;

namespace Maner.Web.Serving;

/// <summary>A model to serve.</summary>
/// <param name="Name">What requests call it.</param>
/// <param name="Folder">Where it is loaded from, and loaded again when its files change.</param>
internal sealed record ServedFolder(string Name, string Folder);

/// <summary>How requests become batches.</summary>
internal sealed record BatchLimits
{
    /// <summary>Requests of a model that may wait or be tagged at the same time; further ones are refused.</summary>
    public int Requests { get; init; } = 256;

    /// <summary>Words of a model that may wait; further requests are refused. A request that is alone may have more.</summary>
    public int WaitingWords { get; init; } = 200_000;

    /// <summary>Words of a batch. More would make who comes next wait, fewer would leave the processor idle in between.</summary>
    public int WordsPerBatch { get; init; } = 2048;

    /// <summary>Words that one request has in a batch, so that a long one does not keep the short ones waiting.</summary>
    public int WordsPerTurn { get; init; } = 512;

    /// <summary>How long the first request of a batch waits for others, where the batch before had several: one client alone never waits.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(2);
}

/// <summary>What to serve, and how.</summary>
internal sealed record ServingOptions
{
    /// <summary>The models; the first is the one of requests that name none.</summary>
    public required IReadOnlyList<ServedFolder> Models { get; init; }

    /// <summary>Threads that compute.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>What to keep of the weights.</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Float32;

    /// <summary>How requests become batches.</summary>
    public BatchLimits Limits { get; init; } = new();

    /// <summary>Words that one request may have.</summary>
    public int WordsPerRequest { get; init; } = 50_000;

    /// <summary>How often folders are looked at for changed files; null for never.</summary>
    public TimeSpan? Watch { get; init; } = TimeSpan.FromSeconds(2);
}
