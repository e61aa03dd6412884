using System.Globalization;

namespace Maner.Annotation.Learning;

/// <summary>Whether more labels still help, and why.</summary>
/// <param name="IsStop">Whether they stop helping: predictions are stable and the curve is flat.</param>
/// <param name="Text">A sentence or two for people; empty while nothing can be said.</param>
internal sealed record StopAdvice(bool IsStop, string Text)
{
    /// <summary>Agreement of successive models that counts as stable (Bloodgood and Vijay-Shanker 2009).</summary>
    public const double StableKappa = 0.99;

    /// <summary>Successive models whose agreement is averaged.</summary>
    public const int StableRounds = 3;

    /// <summary>Points of the curve that its slope is taken from.</summary>
    public const int FlatPoints = 4;

    /// <summary>The most that a flat curve is expected to rise with a quarter more sentences.</summary>
    public const double FlatGain = 0.005;

    private const double Quarter = 1.25;

    /// <summary>Nothing can be said yet.</summary>
    public static StopAdvice None { get; } = new(false, "");

    /// <summary>Weighs what is known.</summary>
    /// <param name="kappas">Agreement of each trained model with the one before, in their order.</param>
    /// <param name="curve">The learning curve, in the order of its points.</param>
    public static StopAdvice Of(IReadOnlyList<double> kappas, IReadOnlyList<LearningPoint> curve)
    {
        ArgumentNullException.ThrowIfNull(kappas);
        ArgumentNullException.ThrowIfNull(curve);
        if (kappas.Count < StableRounds || curve.Count < FlatPoints || Gain(curve) is not { } gain)
        {
            return None;
        }

        double kappa = kappas.TakeLast(StableRounds).Average();
        bool isStable = kappa >= StableKappa, isFlat = gain < FlatGain;
        string agreement = string.Create(CultureInfo.InvariantCulture, $"successive models agree with kappa {kappa:0.000} (three on average; stable from {StableKappa:0.00})");
        string slope = string.Create(CultureInfo.InvariantCulture, $"a quarter more sentences would add {Math.Max(0, gain):0.000} F1 by the slope of the last {FlatPoints} scores (flat below {FlatGain:0.000})");
        return (isStable, isFlat) switch
        {
            (true, true) => new StopAdvice(true, $"More labels of this kind stop helping: {agreement}, and {slope}. Check the labels for inconsistencies, or export and stop."),
            (true, false) => new StopAdvice(false, $"More labels still help: {slope}, though {agreement}."),
            (false, true) => new StopAdvice(false, $"The score stands still, but the model still changes: {agreement}; {slope}."),
            _ => new StopAdvice(false, $"More labels still help: {slope}; {agreement}."),
        };
    }

    /// <summary>What a quarter more sentences add: the slope of F1 over the logarithm of sentences, by least squares, times log 1.25; null where all points are at one number.</summary>
    private static double? Gain(IReadOnlyList<LearningPoint> curve)
    {
        (double X, double Y)[] points = [.. curve.TakeLast(FlatPoints).Select(point => (Math.Log(Math.Max(1, point.Sentences)), point.F1))];
        double x = points.Average(point => point.X), y = points.Average(point => point.Y), spread = points.Sum(point => (point.X - x) * (point.X - x));
        return spread < 1e-9 ? null : points.Sum(point => (point.X - x) * (point.Y - y)) / spread * Math.Log(Quarter);
    }
}
