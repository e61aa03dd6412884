using System.Text.Json;

namespace Maner.Training;

/// <summary><c>options.json</c> of a run folder: what went in. A resumed run must have the same.</summary>
internal sealed record RunOptions
{
    /// <summary>The training options, every one.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The name of the encoder's folder; its path would say more about the machine than about the run.</summary>
    public required string Encoder { get; init; }

    /// <summary>SHA-256 of everything that is read of it: <see cref="Maner.Ner.ModelHash"/>.</summary>
    public required string EncoderSha256 { get; init; }

    /// <summary>SHA-256 of each data file, by its role (train, dev, test).</summary>
    public required IReadOnlyDictionary<string, string> DataSha256 { get; init; }

    /// <summary>SHA-256 of the sentences and entities that were read from them: the same file is other data with another scheme or other names of tags.</summary>
    public required string EntitiesSha256 { get; init; }

    /// <summary>Training sentences used: all, the first so many, or so many that were drawn.</summary>
    public required int TrainSentences { get; init; }

    /// <summary>What drew them from the files; null when they were not drawn.</summary>
    public ulong? SampleSeed { get; init; }

    /// <summary>The tags, in the order of the classes.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The options as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Default.RunOptions);
}
