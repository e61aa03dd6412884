using Maner.Tensors;

namespace Maner.Ner.Evaluation;

/// <summary>
/// Percentile bootstrap over sentences (Efron and Tibshirani 1993, chapter 13): draw as many sentences with
/// replacement, score the draw, repeat; the interval is the middle of the scores. It says how much the choice of
/// <em>test sentences</em> moves F1, not how much the training seed does.
/// </summary>
internal static class Bootstrap
{
    /// <summary>Number of draws when none is named.</summary>
    public const int DefaultResamples = 1_000;

    /// <summary>Confidence level when none is named.</summary>
    public const double DefaultLevel = 0.95;

    /// <summary>The interval of the micro F1.</summary>
    /// <param name="sentences">One score per sentence (<see cref="SentenceScores"/>); no sentences give [0, 0].</param>
    /// <param name="rng">Where the draws come from; moves.</param>
    /// <param name="resamples">Number of draws.</param>
    /// <param name="level">Confidence level, above 0 and below 1.</param>
    public static Interval F1Interval(
        ReadOnlySpan<EntityScore> sentences, Rng rng, int resamples = DefaultResamples, double level = DefaultLevel)
    {
        Check(rng, resamples, level);
        var values = new double[resamples];
        for (int draw = 0; draw < resamples && sentences.Length > 0; draw++)
        {
            EntityScore total = default;
            for (int count = 0; count < sentences.Length; count++)
            {
                total += sentences[rng.Next(sentences.Length)];
            }

            values[draw] = total.F1;
        }

        return Interval.OfPercentiles(values, level);
    }

    /// <summary>The interval of F1 of <paramref name="first"/> minus F1 of <paramref name="second"/>, the same sentences drawn for both.</summary>
    /// <param name="first">One score per sentence.</param>
    /// <param name="second">The other system's scores of the same sentences.</param>
    /// <param name="rng">Where the draws come from; moves.</param>
    /// <param name="resamples">Number of draws.</param>
    /// <param name="level">Confidence level, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The systems scored different numbers of sentences.</exception>
    public static Interval DifferenceInterval(
        ReadOnlySpan<EntityScore> first,
        ReadOnlySpan<EntityScore> second,
        Rng rng,
        int resamples = DefaultResamples,
        double level = DefaultLevel)
    {
        PairedTest.CheckPaired(first, second);
        Check(rng, resamples, level);
        var values = new double[resamples];
        for (int draw = 0; draw < resamples && first.Length > 0; draw++)
        {
            EntityScore firstTotal = default;
            EntityScore secondTotal = default;
            for (int count = 0; count < first.Length; count++)
            {
                int sentence = rng.Next(first.Length);
                firstTotal += first[sentence];
                secondTotal += second[sentence];
            }

            values[draw] = firstTotal.F1 - secondTotal.F1;
        }

        return Interval.OfPercentiles(values, level);
    }

    private static void Check(Rng rng, int resamples, double level)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
    }
}
