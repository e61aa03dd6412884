using Maner.Ner.Lexical;
using Maner.Ner.Sequences;
using Maner.Tensors;
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
    private const float StartShare = 0.5f; // what other languages taught is scaled by 0.5 as a prior
    private const float FirstSquare = 1e-8f;
    private static readonly LexicalCrf.StepSizes s_steps = new(Weights: 0.05f, Transitions: 0.1f);

    /// <summary>A field of the sentences' words. The same sentences and seed give the same bits.</summary>
    /// <param name="sentences">Labelled sentences.</param>
    /// <param name="tags">The classes.</param>
    /// <param name="rng">Draws the order of sentences.</param>
    /// <param name="start">A field of the same classes that other sentences taught, of related languages; null for none.</param>
    public static LexicalCrf Run(IReadOnlyList<Sentence> sentences, TagSet tags, Rng rng, LexicalCrf? start = null)
    {
        var field = new LexicalCrf(tags.Count);
        for (int index = 0; start is not null && index < field.Weights.Length; index++)
        {
            field.Weights[index] = StartShare * start.Weights[index];
        }

        for (int index = 0; start is not null && index < field.Transitions.Length; index++)
        {
            field.Transitions[index] = StartShare * start.Transitions[index];
        }

        var squares = new LexicalCrf.Squares(tags.Count, FirstSquare);
        (IReadOnlyList<string> Words, int[] Labels)[] examples =
            [.. sentences.Where(sentence => sentence.Words.Count > 0).Select(sentence => (NormalizedWords.Of(sentence.Words), tags.Encode(sentence)))];
        int most = examples.Max(example => example.Labels.Length) * tags.Count;
        double[] scores = new double[most], marginals = new double[most], pairs = new double[tags.Count * tags.Count], transitions = new double[pairs.Length];
        int epochs = Math.Clamp(MostSteps / examples.Length, FewestEpochs, Epochs);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            rng.Shuffle(examples.AsSpan());
            foreach ((IReadOnlyList<string> words, int[] labels) in examples)
            {
                int size = labels.Length * tags.Count;
                for (int index = 0; index < transitions.Length; index++)
                {
                    transitions[index] = field.Transitions[index];
                }

                Array.Clear(pairs);
                field.Forward(words, scores.AsSpan(0, size));
                LinearChain.Marginals(scores.AsSpan(0, size), transitions, marginals.AsSpan(0, size), pairs);
                field.Backward(words, labels, marginals.AsSpan(0, size), pairs, squares, s_steps);
            }
        }

        return field;
    }
}
