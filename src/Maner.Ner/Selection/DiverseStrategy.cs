using Maner.Tensors;

namespace Maner.Ner.Selection;

/// <summary>
/// k-means++ (Arthur and Vassilvitskii 2007) over the sentences' vectors, each weighted with the model's uncertainty; labelled sentences are centres already. A sentence is
/// drawn with a probability ∝ uncertainty × squared distance from the nearest centre, so a batch is neither of one kind nor of what is known.
/// </summary>
internal sealed class DiverseStrategy : SelectionStrategy
{
    /// <inheritdoc/>
    public override string Name => "diverse";

    /// <inheritdoc/>
    public override string Description => "uncertain, and unlike what is labelled and each other";

    /// <inheritdoc/>
    public override bool NeedsVectors => true;

    /// <inheritdoc/>
    public override double Value(Candidate candidate, AnnotationTime time)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Uncertainty;
    }

    /// <inheritdoc/>
    public override IEnumerable<Candidate> Order(IReadOnlyList<Candidate> pool, SelectionContext context)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(context);
        Rng rng = new Rng(context.Seed).Split("diverse");
        double[] distances = [.. pool.Select(_ => 1.0)]; // without a centre all are as far
        foreach (float[] centre in context.Labelled)
        {
            Approach(pool, distances, centre);
        }

        var isTaken = new bool[pool.Count];
        for (int taken = 0; taken < pool.Count; taken++)
        {
            int next = Draw(pool, distances, isTaken, rng);
            isTaken[next] = true;
            yield return pool[next];
            Approach(pool, distances, VectorOf(pool[next]));
        }
    }

    private static int Draw(IReadOnlyList<Candidate> pool, double[] distances, bool[] isTaken, Rng rng)
    {
        double sum = 0;
        for (int index = 0; index < distances.Length; index++)
        {
            sum += isTaken[index] ? 0 : distances[index] * pool[index].Uncertainty;
        }

        double place = rng.NextDouble() * sum;
        int last = -1;
        for (int index = 0; index < distances.Length; index++)
        {
            double weight = isTaken[index] ? 0 : distances[index] * pool[index].Uncertainty;
            last = weight > 0 ? index : last;
            place -= weight;
            if (weight > 0 && place < 0)
            {
                return index;
            }
        }

        return last >= 0 ? last : Array.IndexOf(isTaken, false); // all that are left are certain, or copies of what is taken
    }

    /// <summary>Squared distance of vectors of length 1: 2 − 2 cos.</summary>
    private static void Approach(IReadOnlyList<Candidate> pool, double[] distances, float[] centre)
    {
        for (int index = 0; index < distances.Length; index++)
        {
            float[] vector = VectorOf(pool[index]);
            double product = 0;
            for (int column = 0; column < vector.Length; column++)
            {
                product += (double)vector[column] * centre[column];
            }

            distances[index] = Math.Min(distances[index], Math.Max(0, 2 - (2 * product)));
        }
    }

    private static float[] VectorOf(Candidate candidate) =>
        candidate.Vector ?? throw new ArgumentException($"Sentence {candidate.Index} has no vector: read the candidates with vectors.", nameof(candidate));
}
