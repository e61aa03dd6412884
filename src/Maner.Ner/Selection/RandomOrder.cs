using Maner.Tensors;

namespace Maner.Ner.Selection;

/// <summary>What a random order has to know of a sentence.</summary>
/// <param name="Document">The document that it is of.</param>
/// <param name="Key">Its name within all documents; it never changes.</param>
/// <param name="Words">Number of words.</param>
internal readonly record struct OrderedSentence(string Document, string Key, int Words);

/// <summary>
/// A random order of sentences, stratified by document and length: each sentence has a place in [0, 1), and the sentences up to any place are a random
/// sample in which every stratum has its share. Every sentence's place is uniform, so the sample favours nobody. Documents that are added
/// later change no place of an older sentence: the sentences up to a place are a sample of what is there then, once the new ones among them are labelled.
/// </summary>
internal static class RandomOrder
{
    /// <summary>The least numbers of words of the classes of length after the first.</summary>
    private static readonly int[] s_lengths = [6, 16, 31];

    /// <summary>The places, in the order of the sentences.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="seed">Draws the order.</param>
    public static double[] Places(IReadOnlyList<OrderedSentence> sentences, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        Rng rng = new Rng(seed).Split("random order");
        var places = new double[sentences.Count];
        foreach (IGrouping<(string Document, int Length), int> stratum in Enumerable.Range(0, places.Length).GroupBy(index => (sentences[index].Document, Class(sentences[index].Words))))
        {
            // Systematic sampling (Cochran 1977, chapter 8): the j-th of n sentences is at (j + u) / n, with one u for the stratum.
            Rng draws = rng.Split(stratum.Key.Document).Split((ulong)stratum.Key.Length);
            double start = draws.NextDouble();
            int[] order = [.. stratum.OrderBy(index => draws.Split(sentences[index].Key).NextUInt64()).ThenBy(index => sentences[index].Key, StringComparer.Ordinal)];
            for (int number = 0; number < order.Length; number++)
            {
                places[order[number]] = (number + start) / order.Length;
            }
        }

        return places;
    }

    /// <summary>The sentences that are a random sample already: all up to the first, in the order of places, that is not labelled.</summary>
    /// <param name="places">The places.</param>
    /// <param name="isLabelled">Whether a sentence is labelled.</param>
    /// <param name="isLeftOut">Whether a sentence is no part of what is sampled: skipped by the annotator, or the near-duplicate of another.</param>
    public static IReadOnlyList<int> Sample(IReadOnlyList<double> places, Func<int, bool> isLabelled, Func<int, bool> isLeftOut)
    {
        ArgumentNullException.ThrowIfNull(isLabelled);
        ArgumentNullException.ThrowIfNull(isLeftOut);
        return [.. Enumerable.Range(0, places.Count).Where(index => !isLeftOut(index)).OrderBy(index => places[index]).ThenBy(index => index).TakeWhile(isLabelled)];
    }

    private static int Class(int words) => s_lengths.Count(least => words >= least);
}
