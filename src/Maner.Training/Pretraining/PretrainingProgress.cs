namespace Maner.Training.Pretraining;

/// <summary>How far a run is, for whoever watches.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Spent">The part of the stage that is done, from 0 to 1.</param>
/// <param name="Detail">While tokenizing, the language.</param>
/// <param name="Step">Updates done.</param>
/// <param name="Tokens">Tokens trained on.</param>
/// <param name="Loss">Recent mean loss, in nats per masked token.</param>
/// <param name="HeldOutLoss">Loss of the last evaluation on held-out text.</param>
/// <param name="TokensPerSecond">The recent speed, without evaluations and checkpoints.</param>
/// <param name="TimeLeft">An estimate.</param>
internal readonly record struct PretrainingProgress(
    PretrainingStage Stage, double Spent, string Detail = "", int Step = 0, long Tokens = 0, double Loss = 0, double? HeldOutLoss = null,
    double TokensPerSecond = 0, TimeSpan TimeLeft = default);

/// <summary>The stages of a run.</summary>
internal enum PretrainingStage
{
    /// <summary>Text is tokenized, or found in the cache.</summary>
    Tokenizing,

    /// <summary>The model is trained.</summary>
    Training,

    /// <summary>The model is measured on held-out text.</summary>
    Measuring,
}
