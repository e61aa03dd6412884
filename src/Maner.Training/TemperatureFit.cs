using Maner.Ner.Prediction;
using Maner.Text.Sentences;
using Maner.Text.Tags;

namespace Maner.Training;

/// <summary>
/// Temperature scaling (Guo, Pleiss, Sun and Weinberger 2017) of entities' probabilities: the temperature under which what is right and wrong among the
/// entities found in dev is most probable. It changes no tag.
/// </summary>
internal static class TemperatureFit
{
    /// <summary>With fewer entities found the temperature stays 1: one parameter, but of nothing.</summary>
    public const int FewestEntities = 20;

    private const int StepsPerDoubling = 8, Doublings = 3; // 1/8 to 8, nine per cent apart
    private const double Least = 1e-6; // of a probability, keeps the logarithm finite

    /// <summary>The decoder with a fitted temperature.</summary>
    /// <param name="decoder">How tags will be chosen.</param>
    /// <param name="tags">The classes C.</param>
    /// <param name="dev">Labelled sentences.</param>
    /// <param name="encoder">The encoder's probabilities [N, C] of each.</param>
    /// <param name="crfScores">The scores [N, C] of the decoder's CRF of each.</param>
    public static TagDecoder Of(TagDecoder decoder, TagSet tags, IReadOnlyList<Sentence> dev, IReadOnlyList<float[]> encoder, IReadOnlyList<double[]> crfScores)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(crfScores);
        return Temperatures().Select(decoder.WithTemperature).Select(warm => (Loss: Loss(warm), Decoder: warm)).Aggregate((best, next) => next.Loss < best.Loss ? next : best).Decoder;

        // −Σ log of the probability of what an entity is: right, or wrong.
        double Loss(TagDecoder warm)
        {
            (float Probability, bool IsRight)[] found = [.. dev.SelectMany((sentence, index) =>
            {
                float[] probabilities = new float[encoder[index].Length];
                int[] chosen = warm.Decode(crfScores[index], encoder[index], probabilities);
                var tagged = new TaggedSentence(sentence, chosen, probabilities, tags);
                return tagged.Entities.Select(entity => (entity.Probability, sentence.Entities!.Contains(entity.Span)));
            })];
            return found.Length < FewestEntities ? 0 // all alike, and the first is 1
                : -found.Sum(entity => Math.Log(Math.Max(entity.IsRight ? entity.Probability : 1 - entity.Probability, Least)));
        }
    }

    /// <summary>1 first, then away from it.</summary>
    private static IEnumerable<float> Temperatures() =>
        [1, .. Enumerable.Range(1, StepsPerDoubling * Doublings).SelectMany(step => new[] { step, -step }).Select(step => (float)Math.Pow(2, step / (double)StepsPerDoubling))];
}
