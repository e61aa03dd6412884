using Maner.Ner.Lexical;
using Maner.Ner.Sequences;
using Maner.Tensors;
using Maner.Text.Romanization;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Training;

/// <summary>Trains the lexical CRF: less than a second for a hundred sentences.</summary>
internal static class LexicalCrfTrainer
{
    // Chosen on dev sentences (docs/lab/defaults.md); flat around these.
    private const int Epochs = 30;
    private const int FewestEpochs = 3;
    private const int MostSteps = 160_000; // more sentences than 5,000 need fewer passes
    private const double MostPairs = 5e11; // two hours
    private const double SecondsPerPair = 1.5e-8; // measured, three exponentials each
    private const float StartShare = 0.75f; // what other languages taught is scaled by it as a prior
    private const float FirstSquare = 1e-8f;
    private static readonly LexicalCrf.StepSizes s_steps = new(Weights: 0.05f, Transitions: 0.1f);

    /// <summary>A CRF of the sentences' words. The same sentences and seed give the same bits.</summary>
    /// <param name="sentences">Labelled sentences.</param>
    /// <param name="tags">The classes.</param>
    /// <param name="rng">Draws the order of sentences.</param>
    /// <param name="start">A CRF of the same classes that other sentences taught, of related languages; null for none.</param>
    /// <param name="bits">log₂ of the number of buckets; null: as the start has. Another number than the start's leaves the start out.</param>
    /// <param name="romanised">Whether it reads how words sound; null: as the start. Another answer than the start's leaves the start out.</param>
    /// <param name="scripts">Scripts whose words are read in a sister script; null for none.</param>
    /// <param name="check">Called before every sentence; throws where training is to end. With hundreds of types it takes minutes.</param>
    /// <exception cref="InvalidDataException">With so many types it would take hours.</exception>
    public static LexicalCrf Run(
        IReadOnlyList<Sentence> sentences, TagSet tags, Rng rng, LexicalCrf? start = null, int? bits = null, bool? romanised = null, SisterScripts? scripts = null,
        Action? check = null)
    {
        RefuseHours(sentences, tags);
        scripts ??= SisterScripts.None;
        var crf = new LexicalCrf(tags.Count, bits ?? start?.Bits ?? LexicalFeatures.DefaultBits, romanised ?? start?.IsRomanised ?? false);
        start = start?.Bits == crf.Bits && start.IsRomanised == crf.IsRomanised ? start : null;
        for (int index = 0; start is not null && index < crf.Weights.Length; index++)
        {
            crf.Weights[index] = StartShare * start.Weights[index];
        }

        for (int index = 0; start is not null && index < crf.Transitions.Length; index++)
        {
            crf.Transitions[index] = StartShare * start.Transitions[index];
        }

        var squares = new LexicalCrf.Squares(crf, FirstSquare);
        Example[] examples = [.. sentences.Where(sentence => sentence.Words.Count > 0)
            .Select(sentence => new Example(crf.Read(scripts.Read(sentence.Words)), tags.Encode(sentence), tags.UnmarkedOutside(sentence)))];
        int most = examples.Max(example => example.Labels.Length) * tags.Count;
        double[] scores = new double[most], marginals = new double[most], right = new double[most];
        double[] pairs = new double[tags.Count * tags.Count], rightPairs = new double[pairs.Length], transitions = new double[pairs.Length];
        int epochs = EpochsOf(examples.Length);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            rng.Shuffle(examples.AsSpan());
            foreach (Example example in examples)
            {
                check?.Invoke();
                int size = example.Labels.Length * tags.Count;
                for (int index = 0; index < transitions.Length; index++)
                {
                    transitions[index] = crf.Transitions[index];
                }

                Array.Clear(pairs);
                crf.Forward(example.Words, scores.AsSpan(0, size));
                LinearChain.Marginals(scores.AsSpan(0, size), transitions, marginals.AsSpan(0, size), pairs);
                Right(example, scores.AsSpan(0, size), transitions, right.AsSpan(0, size), rightPairs);
                crf.Backward(example.Words, right.AsSpan(0, size), rightPairs, marginals.AsSpan(0, size), pairs, squares, s_steps);
            }
        }

        return crf;
    }

    private static int EpochsOf(int sentences) => Math.Clamp(MostSteps / Math.Max(sentences, 1), FewestEpochs, Epochs);

    /// <summary>Time grows with the square of the tags: what would take hours is refused, before the encoder is trained in vain.</summary>
    private static void RefuseHours(IReadOnlyList<Sentence> sentences, TagSet tags)
    {
        double pairs = (double)tags.Count * tags.Count * sentences.Sum(sentence => (double)sentence.Words.Count) * EpochsOf(sentences.Count);
        if (pairs > MostPairs)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The lexical CRF of {tags.Types.Count()} entity types would take about {pairs * SecondsPerPair / 3600:F0} hours to train: every word weighs every pair of neighbouring tags. Train without it ({nameof(TrainingOptions)}.{nameof(TrainingOptions.CrfWeight)} 0), or with fewer types."));
        }
    }

    /// <summary>What the labels say: the sequence itself, or the expectation over all that they leave open (<see cref="Sentence.MarkedTypes"/>).</summary>
    /// <param name="example">The sentence.</param>
    /// <param name="scores">The CRF's scores [N, C]; overwritten where labels are open.</param>
    /// <param name="transitions">The CRF's transitions [C, C].</param>
    /// <param name="right">Takes the probabilities [N, C].</param>
    /// <param name="pairs">Takes the numbers of transitions [C, C].</param>
    private static void Right(Example example, Span<double> scores, ReadOnlySpan<double> transitions, Span<double> right, Span<double> pairs)
    {
        int[] labels = example.Labels;
        int classes = right.Length / labels.Length;
        pairs.Clear();
        if (example.Outside is { } open)
        {
            for (int word = 0; word < labels.Length; word++)
            {
                for (int tag = 0; tag < classes; tag++)
                {
                    bool isRight = labels[word] == open[0] ? open.Contains(tag) : tag == labels[word];
                    scores[(word * classes) + tag] = isRight ? scores[(word * classes) + tag] : LinearChain.Forbidden;
                }
            }

            LinearChain.Marginals(scores, transitions, right, pairs);
            return;
        }

        right.Clear();
        for (int word = 0; word < labels.Length; word++)
        {
            right[(word * classes) + labels[word]] = 1;
            if (word > 0)
            {
                pairs[(labels[word - 1] * classes) + labels[word]]++;
            }
        }
    }

    /// <summary>A sentence to learn from.</summary>
    /// <param name="Words">Its words as the CRF reads them.</param>
    /// <param name="Labels">Their tags.</param>
    /// <param name="Outside">The tags that a word labelled O may have, O first; null when it is O.</param>
    private readonly record struct Example(LexicalWords Words, int[] Labels, int[]? Outside);
}
