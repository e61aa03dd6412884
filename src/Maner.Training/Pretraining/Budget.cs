namespace Maner.Training.Pretraining;

/// <summary>How long a run goes on, in tokens or in hours, and the learning rate that follows from it.</summary>
/// <param name="options">The options.</param>
internal sealed class Budget(PretrainingOptions options)
{
    private const double SecondsPerHour = 3600;

    /// <summary>The part that is spent, from 0 to 1. In tokens it is the same in every run; in hours it follows the clock.</summary>
    public double Spent(double tokens, double seconds) =>
        options.Tokens is { } total
            ? total == 0 ? 1 : Math.Min(1, tokens / total)
            : Math.Min(1, seconds / (options.Hours!.Value * SecondsPerHour));

    /// <summary>Linear warm-up, then linear decay to zero, over the part that is spent.</summary>
    public float LearningRate(double spent) => (float)(options.LearningRate
        * (spent < options.WarmUp ? spent / options.WarmUp : (1 - spent) / (1 - options.WarmUp)));

    /// <summary>Seconds until it is all spent.</summary>
    /// <param name="tokens">Tokens so far.</param>
    /// <param name="seconds">Seconds so far.</param>
    /// <param name="tokensPerSecond">The recent speed.</param>
    public double SecondsLeft(long tokens, double seconds, double tokensPerSecond) =>
        options.Tokens is { } total
            ? tokensPerSecond > 0 ? Math.Max(0, total - tokens) / tokensPerSecond : 0
            : Math.Max(0, (options.Hours!.Value * SecondsPerHour) - seconds);
}
