using Maner.Ner.Surface;
using Maner.Tensors;
using Maner.Text.Data;

namespace Maner.Training;

/// <summary>Trains the surface classifier: a second or less for a few hundred sentences.</summary>
internal static class SurfaceTraining
{
    // Chosen on dev sentences (docs/defaults.md); flat around these.
    private const int Epochs = 30;
    private const float LearningRate = 0.05f;
    private const float FirstSquare = 1e-8f;

    /// <summary>A classifier of the sentences' words. The same sentences and seed give the same bits.</summary>
    public static SurfaceClassifier Run(IReadOnlyList<Sentence> sentences, TagSet tags, Rng rng)
    {
        var classifier = new SurfaceClassifier(tags.Count);
        (IReadOnlyList<string> Words, int[] Labels)[] examples = [.. sentences.Select(sentence => (sentence.Words, tags.Encode(sentence)))];
        var squares = new float[SurfaceClassifier.Buckets * tags.Count];
        Array.Fill(squares, FirstSquare);
        var logProbabilities = new float[tags.Count];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            rng.Shuffle(examples.AsSpan());
            foreach ((IReadOnlyList<string> words, int[] labels) in examples)
            {
                for (int word = 0; word < labels.Length; word++)
                {
                    classifier.Forward(words, word, logProbabilities);
                    classifier.Backward(logProbabilities, labels[word], squares, LearningRate);
                }
            }
        }

        return classifier;
    }
}
