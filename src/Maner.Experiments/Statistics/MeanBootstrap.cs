using Maner.Ner.Evaluation;
using Maner.Tensors;

namespace Maner.Experiments.Statistics;

/// <summary>
/// Percentile bootstrap of a mean over languages (Efron and Tibshirani 1993, chapter 13): languages are drawn with replacement. It says how
/// much the choice of languages moves a mean, not how much seeds or test sentences do.
/// </summary>
internal static class MeanBootstrap
{
    /// <summary>Number of draws.</summary>
    public const int Resamples = 10_000;

    /// <summary>
    /// The interval of the mean; null for so few values (up to three at 95 %) that a draw of the smallest alone is likelier than what the interval
    /// leaves out below: it would be the range of the values and say nothing of their mean.
    /// </summary>
    /// <param name="values">One value a language.</param>
    /// <param name="level">Confidence level.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static Interval? Of(IReadOnlyList<double> values, double level = Bootstrap.DefaultLevel, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count < 2 || Math.Pow(values.Count, -values.Count) > (1 - level) / 2)
        {
            return null;
        }

        var rng = new Rng(seed);
        var means = new double[Resamples];
        for (int draw = 0; draw < means.Length; draw++)
        {
            double sum = 0;
            for (int count = 0; count < values.Count; count++)
            {
                sum += values[rng.Next(values.Count)];
            }

            means[draw] = sum / values.Count;
        }

        return Interval.OfPercentiles(means, level);
    }
}
