using System.Buffers;

namespace Maner.Ner.Sequences;

/// <summary>
/// All tag sequences y of a sentence, each with score(y) = Σᵢ scores[i, yᵢ] + Σᵢ transitions[yᵢ₋₁, yᵢ]: the best of them (Viterbi 1967), and
/// probabilities p(y) ∝ exp score(y) summed over all (forward-backward; Lafferty, McCallum and Pereira 2001).
/// </summary>
internal static class LinearChain
{
    /// <summary>A score that no sequence survives; finite, so that differences of two are a number.</summary>
    public const double Forbidden = -1e30;

    /// <summary>The best sequence; of equals the one with the lowest tags at the end.</summary>
    /// <param name="scores">[N, C], row by row.</param>
    /// <param name="transitions">[C, C]: from row to column.</param>
    /// <param name="best">Takes N tags.</param>
    public static void BestSequence(ReadOnlySpan<double> scores, ReadOnlySpan<double> transitions, Span<int> best)
    {
        if (best.IsEmpty)
        {
            return;
        }

        int classes = scores.Length / best.Length;
        int[] before = ArrayPool<int>.Shared.Rent(scores.Length);
        Span<double> sums = stackalloc double[classes], next = stackalloc double[classes];
        scores[..classes].CopyTo(sums);
        for (int word = 1; word < best.Length; word++)
        {
            for (int tag = 0; tag < classes; tag++)
            {
                int from = 0;
                for (int other = 1; other < classes; other++)
                {
                    from = sums[other] + transitions[(other * classes) + tag] > sums[from] + transitions[(from * classes) + tag] ? other : from;
                }

                before[(word * classes) + tag] = from;
                next[tag] = sums[from] + transitions[(from * classes) + tag] + scores[(word * classes) + tag];
            }

            next.CopyTo(sums);
        }

        int last = 0;
        for (int tag = 1; tag < classes; tag++)
        {
            last = sums[tag] > sums[last] ? tag : last;
        }

        for (int word = best.Length - 1; word >= 0; word--)
        {
            best[word] = last;
            last = word > 0 ? before[(word * classes) + last] : last;
        }

        ArrayPool<int>.Shared.Return(before);
    }

    /// <summary>The score of one sequence.</summary>
    /// <param name="scores">[N, C], row by row.</param>
    /// <param name="transitions">[C, C]: from row to column.</param>
    /// <param name="sequence">N tags.</param>
    public static double Score(ReadOnlySpan<double> scores, ReadOnlySpan<double> transitions, ReadOnlySpan<int> sequence)
    {
        int classes = sequence.IsEmpty ? 0 : scores.Length / sequence.Length;
        double sum = 0;
        for (int word = 0; word < sequence.Length; word++)
        {
            sum += scores[(word * classes) + sequence[word]] + (word > 0 ? transitions[(sequence[word - 1] * classes) + sequence[word]] : 0);
        }

        return sum;
    }

    /// <summary>log Z = log Σ exp score(y) over all sequences, by the forward half of <see cref="Marginals"/>.</summary>
    /// <param name="scores">[N, C], row by row; N at least 1.</param>
    /// <param name="transitions">[C, C]: from row to column.</param>
    public static double LogPartition(ReadOnlySpan<double> scores, ReadOnlySpan<double> transitions)
    {
        int classes = (int)Math.Sqrt(transitions.Length);
        Span<double> sums = stackalloc double[classes], next = stackalloc double[classes], terms = stackalloc double[classes];
        scores[..classes].CopyTo(sums);
        for (int here = classes; here < scores.Length; here += classes)
        {
            for (int tag = 0; tag < classes; tag++)
            {
                for (int from = 0; from < classes; from++)
                {
                    terms[from] = sums[from] + transitions[(from * classes) + tag];
                }

                next[tag] = LogSumExp(terms) + scores[here + tag];
            }

            next.CopyTo(sums);
        }

        return LogSumExp(sums);
    }

    /// <summary>Probabilities of every word's tags, and the expected number of every transition.</summary>
    /// <param name="scores">[N, C], row by row; N at least 1.</param>
    /// <param name="transitions">[C, C].</param>
    /// <param name="marginals">Takes p(yᵢ = tag) [N, C].</param>
    /// <param name="pairs">Added to: Σᵢ p(yᵢ₋₁ = row, yᵢ = column) [C, C]; empty when nobody asks.</param>
    /// <returns>log Σ exp score(y).</returns>
    public static double Marginals(ReadOnlySpan<double> scores, ReadOnlySpan<double> transitions, Span<double> marginals, Span<double> pairs)
    {
        int classes = (int)Math.Sqrt(transitions.Length), words = scores.Length / classes;
        double[] rented = ArrayPool<double>.Shared.Rent(scores.Length);
        Span<double> forward = marginals[..scores.Length], backward = rented.AsSpan(0, scores.Length), terms = stackalloc double[classes];
        scores[..classes].CopyTo(forward);
        for (int here = classes; here < scores.Length; here += classes)
        {
            for (int tag = 0; tag < classes; tag++)
            {
                for (int from = 0; from < classes; from++)
                {
                    terms[from] = forward[here - classes + from] + transitions[(from * classes) + tag];
                }

                forward[here + tag] = LogSumExp(terms) + scores[here + tag];
            }
        }

        double total = LogSumExp(forward[^classes..]);
        backward[^classes..].Clear();
        for (int here = scores.Length - (2 * classes); here >= 0; here -= classes)
        {
            for (int tag = 0; tag < classes; tag++)
            {
                for (int to = 0; to < classes; to++)
                {
                    int there = here + classes + to;
                    terms[to] = transitions[(tag * classes) + to] + scores[there] + backward[there];
                    if (!pairs.IsEmpty)
                    {
                        pairs[(tag * classes) + to] += Math.Exp(forward[here + tag] + terms[to] - total);
                    }
                }

                backward[here + tag] = LogSumExp(terms);
            }
        }

        for (int index = 0; index < scores.Length; index++)
        {
            marginals[index] = Math.Exp(forward[index] + backward[index] - total);
        }

        ArrayPool<double>.Shared.Return(rented);
        return total;
    }

    private static double LogSumExp(ReadOnlySpan<double> terms)
    {
        double greatest = terms[0];
        foreach (double term in terms)
        {
            greatest = Math.Max(greatest, term);
        }

        double sum = 0;
        foreach (double term in terms)
        {
            sum += Math.Exp(term - greatest);
        }

        return greatest + Math.Log(sum);
    }
}
