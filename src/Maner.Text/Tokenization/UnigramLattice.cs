using System.Runtime.CompilerServices;

namespace Maner.Text.Tokenization;

/// <summary>
/// The best segmentation of a text under a unigram language model: Viterbi over the ends of pieces
/// (Kudo 2018, "Subword Regularization", section 3; <c>unigram::Model::EncodeOptimized</c> in sentencepiece).
/// Time is linear in the text, for no piece is longer than a fixed length.
/// </summary>
internal static class UnigramLattice
{
    /// <summary>The id of the unknown piece, which XLM-R's models have first.</summary>
    public const int UnknownPiece = 0;

    /// <summary>Finds the best piece that ends at each position, by score of the whole path up to it.</summary>
    /// <param name="trie">The pieces.</param>
    /// <param name="unknownScore">What a character without a piece of its own adds to a path.</param>
    /// <param name="text">Normalised text, without lone surrogates.</param>
    /// <param name="ends">Output: one for each position of the text and one for its end.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FindBestEnds(PieceTrie trie, float unknownScore, ReadOnlySpan<char> text, Span<BestEnd> ends)
    {
        ends.Fill(new BestEnd { Start = BestEnd.Unreached });
        ends[0].Score = 0;
        for (int start = 0; start < text.Length;)
        {
            int single = char.IsHighSurrogate(text[start]) ? 2 : 1;
            bool hasSingle = false;
            float before = ends[start].Score;
            int node = trie.Root;
            for (int end = start; end < text.Length && (node = trie.Child(node, text[end])) != PieceTrie.None;)
            {
                end++;
                ref readonly PieceTrie.Entry entry = ref trie[node];
                if (entry.Piece != PieceTrie.None)
                {
                    Offer(ref ends[end], start, entry.Piece, (double)entry.Score + before);
                    hasSingle |= end - start == single;
                }
            }

            if (!hasSingle)
            {
                Offer(ref ends[start + single], start, UnknownPiece, unknownScore + before);
            }

            start += single;
        }
    }

    // The reference adds in double, compares with the float kept, and keeps the first of equals: ties depend on all three.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Offer(ref BestEnd end, int start, int piece, double score)
    {
        if (end.Start == BestEnd.Unreached || score > end.Score)
        {
            end = new BestEnd { Score = (float)score, Start = start, Piece = piece };
        }
    }

    /// <summary>The last piece of the best path to a position.</summary>
    internal struct BestEnd
    {
        /// <summary>The value of <see cref="Start"/> where no path ends.</summary>
        internal const int Unreached = -1;

        /// <summary>Score of the path.</summary>
        internal float Score;

        /// <summary>Where the last piece starts.</summary>
        internal int Start;

        /// <summary>Its SentencePiece id.</summary>
        internal int Piece;
    }
}
