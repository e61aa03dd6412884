using System.Text.Json.Serialization;

namespace Maner.Training.Pretraining;

/// <summary>How far a pre-training run is.</summary>
internal sealed record PretrainingState : IRunState<PretrainingState>
{
    /// <inheritdoc/>
    public static RunKind<PretrainingState> Kind { get; } = new(
        "maner_pretraining_state", PretrainingJson.Default.PretrainingState, ["checkpoint-0.safetensors", "checkpoint-1.safetensors"], "text",
        $"Use its model, or start another run from it, in another folder ({nameof(PretrainingJob.Source)}.{nameof(PretrainingJob.Source.Encoder)}).",
        OtherFiles: [LossCurve.FileName]);

    /// <inheritdoc/>
    public int Step { get; set; }

    /// <summary>Tokens that were trained on.</summary>
    public long Tokens { get; set; }

    /// <summary>Masked pieces that were to be predicted.</summary>
    public long Targets { get; set; }

    /// <summary>Rows drawn of each language, in the order of the languages' names.</summary>
    public long[] Drawn { get; set; } = [];

    /// <summary>Tokens seen of each language.</summary>
    public long[] Seen { get; set; } = [];

    /// <summary>The longest sequence so far, special tokens included.</summary>
    [JsonPropertyName("longest_row")]
    public int LongestSequence { get; set; }

    /// <summary>Evaluations that are done or were passed by.</summary>
    public int Evaluations { get; set; }

    /// <summary>Loss of the last evaluation.</summary>
    public double? HeldOutLoss { get; set; }

    /// <summary>Sum of the losses since the last line of the log.</summary>
    public double LossSum { get; set; }

    /// <summary>Masked pieces in that sum.</summary>
    public long LossCount { get; set; }

    /// <summary>Mean training loss of the last line of the log.</summary>
    public double? LastLoss { get; set; }

    /// <inheritdoc/>
    public double Seconds { get; set; }

    /// <inheritdoc/>
    public long LogLength { get; set; }
}
