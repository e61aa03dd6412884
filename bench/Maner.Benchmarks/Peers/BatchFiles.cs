using Maner.Tensors;

namespace Maner.Benchmarks.Peers;

/// <summary>Turns drawn sentences into the batches of each work.</summary>
internal static class BatchFiles
{
    /// <summary>Writes a work's file and returns its path.</summary>
    public static string Write(PeerWork work)
    {
        PeerFile file = Make(work, Sentences.Draw(work.Shape), PeerFolder.Tagger(work.Shape));
        string path = Path.Combine(PeerFolder.Artifacts, work.Name + ".json");
        file.Save(path);
        return path;
    }

    /// <summary>
    /// The sentences sorted by length and cut into batches, of which every so-manyth is kept, so that short and long ones are in as they
    /// are in the whole; and the sentences of these batches in a random order, cut into batches again.
    /// </summary>
    public static PeerFile Make(PeerWork work, IReadOnlyList<PeerSentence> drawn, string tagger)
    {
        int[] sorted = work.IsOneSentence
            ? [NearestTo(drawn, 40)]
            : [.. Enumerable.Range(0, drawn.Count).OrderBy(index => drawn[index].Ids.Count)];
        int[][] batches = [.. sorted.Chunk(work.BatchSize)];
        int[][] kept = [.. Enumerable.Range(0, work.Batches).Select(place => batches[((2 * place) + 1) * batches.Length / (2 * work.Batches)])];
        int[] numbers = [.. kept.SelectMany(batch => batch)];
        int[] shuffled = [.. Enumerable.Range(0, numbers.Length)];
        new Rng(7).Shuffle(shuffled.AsSpan());
        return new PeerFile
        {
            Work = work.Name,
            Kind = work.IsTraining ? "train" : "predict",
            Encoder = tagger,
            Classes = PeerFolder.Tags.Count,
            Sentences = [.. numbers.Select(number => drawn[number])],
            Orders = new PeerOrders(
                [.. shuffled.Chunk(work.BatchSize)], [.. Enumerable.Range(0, numbers.Length).Chunk(work.BatchSize)]),
        };
    }

    private static int NearestTo(IReadOnlyList<PeerSentence> sentences, int tokens) =>
        Enumerable.Range(0, sentences.Count).MinBy(index => Math.Abs(sentences[index].Ids.Count - tokens));
}
