using Maner.Tensors;

namespace Maner.Benchmarks.Peers;

/// <summary>Cuts drawn sentences into the batches of a work.</summary>
internal static class Batching
{
    /// <summary>Tokens of the sentence that is predicted alone.</summary>
    private const int TokensAlone = 40;

    /// <summary>
    /// The sentences sorted by length and cut into batches, of which every so-manyth is kept, so that short and long ones are in as they
    /// are in the whole; and the sentences of these batches in a random order, cut into batches again.
    /// </summary>
    public static PeerFile Make(PeerWork work, IReadOnlyList<PeerSentence> drawn, string tagger, int classes)
    {
        int[] sorted = work.IsOneSentence
            ? [NearestTo(drawn, TokensAlone)]
            : [.. Enumerable.Range(0, drawn.Count).OrderBy(index => drawn[index].Ids.Count)];
        int[][] batches = [.. sorted.Chunk(work.BatchSize)];
        int[][] kept = [.. Enumerable.Range(0, work.Batches).Select(place => batches[((2 * place) + 1) * batches.Length / (2 * work.Batches)])];
        int[] numbers = [.. kept.SelectMany(batch => batch)];
        int[] shuffled = [.. Enumerable.Range(0, numbers.Length)];
        new Rng(7).Shuffle(shuffled.AsSpan());
        return new PeerFile
        {
            Work = work.Name,
            Kind = work.Kind,
            Encoder = tagger,
            Classes = classes,
            Dropout = work.IsPretraining ? 0 : 0.1f,
            AttentionDropout = work.IsPretraining ? 0 : 0.1f,
            Sentences = [.. numbers.Select(number => drawn[number])],
            Orders = new PeerOrders(
                [.. shuffled.Chunk(work.BatchSize)], [.. Enumerable.Range(0, numbers.Length).Chunk(work.BatchSize)]),
        };
    }

    private static int NearestTo(IReadOnlyList<PeerSentence> sentences, int tokens) =>
        Enumerable.Range(0, sentences.Count).MinBy(index => Math.Abs(sentences[index].Ids.Count - tokens));
}
