using Maner.Text.Sentences;

namespace Maner.Ner.Evaluation;

/// <summary>One <see cref="EntityScore"/> per sentence: what resampling and paired tests work on.</summary>
internal static class SentenceScores
{
    /// <summary>The score of each sentence, in order.</summary>
    public static EntityScore[] Of(IEnumerable<EvaluatedSentence> sentences, SpanRule rule)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        return [.. sentences.Select(sentence => Of(sentence, rule))];
    }

    /// <summary>The score of one sentence.</summary>
    public static EntityScore Of(EvaluatedSentence sentence, SpanRule rule)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        IReadOnlyList<EntitySpan> predicted = sentence.PredictedEntities(rule);
        var gold = sentence.GoldEntities.ToHashSet();
        return new EntityScore(predicted.Count(gold.Contains), predicted.Count, sentence.GoldEntities.Count);
    }

    /// <summary>
    /// Adds up several runs (seeds) of one system over the same sentences, sentence by sentence. The runs of a sentence
    /// are not independent of each other, so tests that compare two systems over seeds must draw or swap a sentence in all
    /// its runs at once; on these sums they do.
    /// </summary>
    /// <exception cref="ArgumentException">There is no run, or the runs differ in their number of sentences.</exception>
    public static EntityScore[] SumOverRuns(IReadOnlyList<EntityScore[]> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
        {
            throw new ArgumentException("There is no run to add up.", nameof(runs));
        }

        var sums = new EntityScore[runs[0].Length];
        foreach (EntityScore[] run in runs)
        {
            if (run.Length != sums.Length)
            {
                throw new ArgumentException($"One run scored {sums.Length} sentences, another {run.Length}.", nameof(runs));
            }

            for (int sentence = 0; sentence < sums.Length; sentence++)
            {
                sums[sentence] += run[sentence];
            }
        }

        return sums;
    }

    /// <summary>The micro-averaged score of all sentences.</summary>
    public static EntityScore Total(ReadOnlySpan<EntityScore> sentences)
    {
        EntityScore total = default;
        foreach (EntityScore sentence in sentences)
        {
            total += sentence;
        }

        return total;
    }
}
