using Maner.Ner;

namespace Maner.Training;

/// <summary>How far a fine-tuning run is.</summary>
internal sealed record TrainingState : IRunState<TrainingState>
{
    /// <inheritdoc/>
    public static RunKind<TrainingState> Kind { get; } = new(
        "maner_state", TrainingJson.Default.TrainingState, ["checkpoint.safetensors"], "data",
        $"Use its model, or train again with {CallerOptions.Overwrite}.", OtherFiles: []);

    /// <inheritdoc/>
    public int Step { get; set; }

    /// <summary>Sum of the losses of the current epoch's updates.</summary>
    public double EpochLoss { get; set; }

    /// <summary>Mean loss of the last whole epoch.</summary>
    public double LastLoss { get; set; }

    /// <summary>Highest dev F1 so far (strict, micro); null before the first evaluation and without dev data.</summary>
    public double? BestDevF1 { get; set; }

    /// <summary>Epoch of the best dev F1.</summary>
    public int BestEpoch { get; set; }

    /// <summary>Weight of the lexical CRF that gave the best dev F1.</summary>
    public float BestCrfWeight { get; set; }

    /// <summary>Dev F1 of the last evaluation.</summary>
    public double? LastDevF1 { get; set; }

    /// <summary>Evaluations in a row, the last among them, that found no better dev F1 than those before.</summary>
    public int EvaluationsWithoutBetter { get; set; }

    /// <summary>Whether dev ended the run before its last epoch.</summary>
    public bool IsStopped { get; set; }

    /// <inheritdoc/>
    public double Seconds { get; set; }

    /// <inheritdoc/>
    public long LogLength { get; set; }
}
