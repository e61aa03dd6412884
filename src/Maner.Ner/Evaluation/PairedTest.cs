using Maner.Tensors;

namespace Maner.Ner.Evaluation;

/// <summary>
/// Approximate randomization over sentences (Noreen 1989; Yeh 2000, "More accurate tests for the statistical significance
/// of result differences"): if two systems were the same, swapping their outputs of a sentence would change nothing, so the
/// observed difference of F1 is compared with those after random swaps.
/// </summary>
internal static class PairedTest
{
    /// <summary>Number of random swappings when none is named.</summary>
    public const int DefaultRounds = 10_000;

    /// <summary>F1 differences nearer than this are the same fraction, computed along two ways.</summary>
    private const double Equal = 1e-12;

    /// <summary>Tests two systems on the same sentences, two-sided.</summary>
    /// <param name="first">One score per sentence (<see cref="SentenceScores"/>).</param>
    /// <param name="second">The other system's scores of the same sentences.</param>
    /// <param name="rng">Seed of the swaps and of the interval's draws; does not move.</param>
    /// <param name="rounds">Number of random swappings.</param>
    /// <param name="resamples">Number of bootstrap draws for the interval of the difference.</param>
    /// <exception cref="ArgumentException">The systems scored different numbers of sentences.</exception>
    public static PairedComparison Compare(
        ReadOnlySpan<EntityScore> first,
        ReadOnlySpan<EntityScore> second,
        Rng rng,
        int rounds = DefaultRounds,
        int resamples = Bootstrap.DefaultResamples)
    {
        CheckPaired(first, second);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        EntityScore firstTotal = SentenceScores.Total(first);
        EntityScore secondTotal = SentenceScores.Total(second);
        int atLeast = CountAtLeastObserved(firstTotal, secondTotal, Deltas(first, second), rng.Split("swaps"), rounds);
        return new PairedComparison(
            firstTotal.F1,
            secondTotal.F1,
            firstTotal.F1 - secondTotal.F1,
            Bootstrap.DifferenceInterval(first, second, rng.Split("draws"), resamples),
            // The observed outcome is one of the possible ones, so it counts: p is never 0.
            (atLeast + 1.0) / (rounds + 1.0),
            rounds);
    }

    internal static void CheckPaired(ReadOnlySpan<EntityScore> first, ReadOnlySpan<EntityScore> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException(
                $"A paired comparison needs the same sentences; one system scored {first.Length}, the other {second.Length}.", nameof(second));
        }
    }

    /// <summary>What swapping a sentence adds to the first system's total; sentences that it would leave unchanged are left out.</summary>
    private static List<EntityScore> Deltas(ReadOnlySpan<EntityScore> first, ReadOnlySpan<EntityScore> second)
    {
        var deltas = new List<EntityScore>();
        for (int sentence = 0; sentence < first.Length; sentence++)
        {
            EntityScore delta = Subtract(second[sentence], first[sentence]);
            if (delta != default)
            {
                deltas.Add(delta);
            }
        }

        return deltas;
    }

    private static int CountAtLeastObserved(
        EntityScore first, EntityScore second, List<EntityScore> deltas, Rng rng, int rounds)
    {
        double observed = Math.Abs(first.F1 - second.F1);
        int atLeast = 0;
        for (int round = 0; round < rounds; round++)
        {
            EntityScore moved = default;
            ulong coins = 0;
            for (int sentence = 0; sentence < deltas.Count; sentence++, coins >>= 1)
            {
                coins = sentence % 64 == 0 ? rng.NextUInt64() : coins;
                if ((coins & 1) == 1)
                {
                    moved += deltas[sentence];
                }
            }

            if (Math.Abs((first + moved).F1 - Subtract(second, moved).F1) >= observed - Equal)
            {
                atLeast++;
            }
        }

        return atLeast;
    }

    private static EntityScore Subtract(EntityScore left, EntityScore right) =>
        new(left.Correct - right.Correct, left.Predicted - right.Predicted, left.Support - right.Support);
}
