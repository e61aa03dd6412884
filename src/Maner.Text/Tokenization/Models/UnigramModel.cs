using System.Buffers;
using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.Models;

/// <summary>
/// A unigram language model of tokens (Kudo 2018) as the Rust library computes it: in double precision, unlike SentencePiece
/// (<see cref="UnigramLattice"/>), a letter without a token costing ten more than the rarest token, and unknown letters next to each other one token.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    private const double UnknownPenalty = 10;
    private readonly PieceTrie _trie;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknownId;
    private readonly int[]? _byteIds;

    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="scores">The natural-log probability of each id.</param>
    /// <param name="unknownId">The id of the unknown token.</param>
    /// <param name="hasByteFallback">Whether the bytes of what is unknown are tokens, if the vocabulary has all of them.</param>
    /// <param name="isExcluded">Ids that text never gives.</param>
    public UnigramModel(Vocabulary vocabulary, double[] scores, int unknownId, bool hasByteFallback, Func<int, bool> isExcluded)
        : base(vocabulary)
    {
        _scores = scores;
        _unknownId = unknownId;
        _unknownScore = scores.Min() - UnknownPenalty;
        _byteIds = hasByteFallback ? vocabulary.ByteIds() : null;
        _trie = PieceTrie.Build(vocabulary.Entries.Where(entry => entry.Value != unknownId && !isExcluded(entry.Value)));
    }

    /// <inheritdoc/>
    public override int? UnknownId => _unknownId;

    /// <inheritdoc/>
    public override bool ShowsText => true;

    /// <inheritdoc/>
    public override bool StartsWord(string token) => token.StartsWith(CharacterNormalizer.SpaceMark);

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> text, Part part, List<Token> tokens)
    {
        ReadOnlySpan<char> own = text.Slice(part.Start, part.Length);
        BestEnd[] pooled = ArrayPool<BestEnd>.Shared.Rent(own.Length + 1);
        Span<BestEnd> ends = pooled.AsSpan(0, own.Length + 1);
        FindBestEnds(own, ends);
        int first = tokens.Count;
        for (int end = own.Length; end > 0; end = ends[end].Start)
        {
            int id = ends[end].Id;
            if (id == _unknownId && tokens.Count > first && tokens[^1].Id == id)
            {
                tokens[^1] = tokens[^1] with { Start = part.Start + ends[end].Start };
            }
            else
            {
                tokens.Add(new Token(id, part.Start + ends[end].Start, part.Start + end));
            }
        }

        ArrayPool<BestEnd>.Shared.Return(pooled);
        tokens.Reverse(first, tokens.Count - first);
        if (_byteIds is not null)
        {
            FallBack(text, tokens, first);
        }
    }

    /// <inheritdoc/>
    public override void AddNeeded(ReadOnlySpan<char> text, Part part, ISet<int> ids)
    {
        NearBest.AddPieces(_trie, id => _scores[id], _unknownScore, text.Slice(part.Start, part.Length), id => ids.Add(id));
        var tokens = new List<Token>();
        Encode(text, part, tokens); // bytes of what is unknown
        ids.UnionWith(tokens.Select(token => token.Id));
    }

    /// <inheritdoc/>
    public override IEnumerable<int> AlwaysNeeded => [_unknownId, Array.IndexOf(_scores, _scores.Min())]; // the unknown's score follows from the lowest

    private void FindBestEnds(ReadOnlySpan<char> text, Span<BestEnd> ends)
    {
        ends.Fill(new BestEnd(0, BestEnd.Unreached, 0));
        ends[0] = default;
        for (int start = 0; start < text.Length;)
        {
            int single = char.IsHighSurrogate(text[start]) ? 2 : 1;
            bool hasSingle = false;
            double before = ends[start].Score;
            int node = _trie.Root;
            for (int end = start; end < text.Length && (node = _trie.Child(node, text[end])) != PieceTrie.None;)
            {
                end++;
                int id = _trie[node].Piece;
                if (id != PieceTrie.None)
                {
                    Offer(ref ends[end], _scores[id] + before, start, id);
                    hasSingle |= end - start == single;
                }
            }

            if (!hasSingle)
            {
                Offer(ref ends[start + single], _unknownScore + before, start, _unknownId);
            }

            start += single;
        }
    }

    // The first of equals stays, as in the reference.
    private static void Offer(ref BestEnd end, double score, int start, int id)
    {
        if (end.Start == BestEnd.Unreached || score > end.Score)
        {
            end = new BestEnd(score, start, id);
        }
    }

    /// <summary>Writes the bytes of unknown tokens in their place; each has the place of the whole token.</summary>
    private void FallBack(ReadOnlySpan<char> text, List<Token> tokens, int first)
    {
        Token[] before = [.. tokens[first..]];
        tokens.RemoveRange(first, before.Length);
        foreach (Token token in before)
        {
            if (token.Id != _unknownId)
            {
                tokens.Add(token);
                continue;
            }

            byte[] bytes = new byte[3 * (token.End - token.Start)];
            int count = System.Text.Encoding.UTF8.GetBytes(text[token.Start..token.End], bytes);
            foreach (byte value in bytes.AsSpan(0, count))
            {
                tokens.Add(token with { Id = _byteIds![value] });
            }
        }
    }

    private readonly record struct BestEnd(double Score, int Start, int Id)
    {
        internal const int Unreached = -1;
    }
}
