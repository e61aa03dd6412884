using System.Text.Json;

namespace Maner.Training.Pretraining;

/// <summary><c>options.json</c> of a pre-training run: what went in. A resumed run must have the same.</summary>
internal sealed record PretrainingInputs
{
    /// <summary>The options, every one.</summary>
    public required PretrainingOptions Pretraining { get; init; }

    /// <summary>SHA-256 of the tokenizer's model.</summary>
    public required string TokenizerSha256 { get; init; }

    /// <summary>The name of the folder of the encoder that the run continues from; null from nothing.</summary>
    public string? Encoder { get; init; }

    /// <summary>SHA-256 of everything that is read of that encoder: <see cref="Maner.Ner.ModelHash"/>.</summary>
    public string? EncoderSha256 { get; init; }

    /// <summary>SHA-256 of the file of vectors that a new encoder began with; null without one.</summary>
    public string? VectorsSha256 { get; init; }

    /// <summary>SHA-256 of each source of text, by its language.</summary>
    public required IReadOnlyDictionary<string, string> TextSha256 { get; init; }

    /// <summary>The inputs as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PretrainingJson.Default.PretrainingInputs);
}
