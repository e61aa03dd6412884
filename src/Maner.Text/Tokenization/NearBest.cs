namespace Maner.Text.Tokenization;

/// <summary>
/// The pieces of the best segmentation under a unigram model and of those that come near it. A vocabulary with these and with all single characters gives the
/// same best segmentation: what it lacks was never on a best path, and its unknown characters are the same.
/// </summary>
/// <remarks>
/// Near, and not only best, because sums of floats round by what stands before a word: of two segmentations that are nearly equal one may be best in one sentence
/// and the other in the next. 0.05 nats are more than the rounding of a sentence of a thousand words.
/// </remarks>
internal static class NearBest
{
    private const double Tolerance = 0.05;

    /// <summary>Adds the pieces.</summary>
    /// <param name="trie">All pieces.</param>
    /// <param name="scoreOf">Their scores.</param>
    /// <param name="unknownScore">The score of a character without a piece of its own.</param>
    /// <param name="text">Normalised text, without lone surrogates.</param>
    /// <param name="add">Takes a piece.</param>
    public static void AddPieces(PieceTrie trie, Func<int, double> scoreOf, double unknownScore, ReadOnlySpan<char> text, Action<int> add)
    {
        var edges = new List<(int Start, int End, int Piece, double Score)>(4 * text.Length);
        double[] before = new double[text.Length + 1], after = new double[text.Length + 1];
        Array.Fill(before, double.NegativeInfinity);
        Array.Fill(after, double.NegativeInfinity);
        before[0] = 0;
        for (int start = 0; start < text.Length;)
        {
            int single = char.IsHighSurrogate(text[start]) ? 2 : 1;
            bool hasSingle = false;
            int node = trie.Root;
            for (int end = start; end < text.Length && (node = trie.Child(node, text[end])) != PieceTrie.None;)
            {
                end++;
                int piece = trie[node].Piece;
                if (piece != PieceTrie.None)
                {
                    Add(start, end, piece, scoreOf(piece));
                    hasSingle |= end - start == single;
                }
            }

            if (!hasSingle)
            {
                Add(start, start + single, PieceTrie.None, unknownScore);
            }

            start += single;
        }

        after[text.Length] = 0;
        for (int index = edges.Count - 1; index >= 0; index--)
        {
            (int start, int end, _, double score) = edges[index];
            after[start] = Math.Max(after[start], score + after[end]);
        }

        foreach ((int start, int end, int piece, double score) in edges)
        {
            if (piece != PieceTrie.None && before[start] + score + after[end] >= before[text.Length] - Tolerance)
            {
                add(piece);
            }
        }

        void Add(int start, int end, int piece, double score)
        {
            edges.Add((start, end, piece, score));
            before[end] = Math.Max(before[end], before[start] + score);
        }
    }
}
