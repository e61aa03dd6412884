using System.Buffers;
using System.Text;
using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.Models;

/// <summary>How a <see cref="BpeModel"/> treats what has no token.</summary>
/// <param name="Unknown">The unknown token; null when there is none.</param>
/// <param name="FusesUnknown">Whether unknown letters next to each other are one token.</param>
/// <param name="HasByteFallback">Whether the bytes of a letter without a token are tokens, <c>&lt;0xE1&gt;</c>.</param>
/// <param name="IgnoresMerges">Whether a part that is a token is that token, whatever merges would give.</param>
internal sealed record BpeOptions(string? Unknown, bool FusesUnknown, bool HasByteFallback, bool IgnoresMerges);

/// <summary>
/// Byte-pair encoding (Sennrich, Haddow and Birch 2016): the letters of a part, of which the pair with the lowest rank is merged until there is none. Time is
/// n log n in the part, which some models take as long as the whole text.
/// </summary>
internal sealed class BpeModel : TokenModel
{
    private readonly Dictionary<ulong, Merge> _merges;
    private readonly int[] _letterIds = new int[char.MaxValue + 1]; // of letters of one UTF-16 unit; −1 without a token
    private readonly int[]? _byteIds;
    private readonly int? _unknownId;
    private readonly BpeOptions _options;
    private readonly Func<int, bool> _isExcluded;

    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="merges">The pairs, most frequent first.</param>
    /// <param name="options">What becomes of letters without a token.</param>
    /// <param name="isExcluded">Ids that text never gives.</param>
    /// <exception cref="InvalidDataException">A pair or the unknown token is not in the vocabulary.</exception>
    public BpeModel(Vocabulary vocabulary, IReadOnlyList<(string First, string Second)> merges, BpeOptions options, Func<int, bool> isExcluded)
        : base(vocabulary)
    {
        _options = options;
        _isExcluded = isExcluded;
        _merges = new Dictionary<ulong, Merge>(merges.Count);
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (string first, string second) = merges[rank];
            if (!vocabulary.TryGetId(first, out int firstId) || !vocabulary.TryGetId(second, out int secondId) || !vocabulary.TryGetId(first + second, out int id))
            {
                throw new InvalidDataException($"expected both parts of merge {rank + 1} and the whole in the vocabulary, found '{first}' and '{second}' without one of them");
            }

            if (!isExcluded(id))
            {
                _merges[Pair(firstId, secondId)] = new Merge(rank, id); // of a pair that is there twice the last counts, as in the reference
            }
        }

        if (options.Unknown is not null)
        {
            _unknownId = vocabulary.TryGetId(options.Unknown, out int id) ? id
                : throw new InvalidDataException($"expected the unk_token '{options.Unknown}' in the vocabulary, found none of that text");
        }

        _byteIds = options.HasByteFallback ? vocabulary.ByteIds() : null;
        Span<char> letter = stackalloc char[1];
        for (int unit = 0; unit < _letterIds.Length; unit++)
        {
            letter[0] = (char)unit;
            _letterIds[unit] = vocabulary.TryGetId(letter, out int id) && !isExcluded(id) ? id : -1;
        }
    }

    /// <inheritdoc/>
    public override int? UnknownId => _unknownId;

    /// <inheritdoc/>
    public override IEnumerable<int> AlwaysNeeded => [.. base.AlwaysNeeded, .. _byteIds ?? []];

    /// <summary>True when no letter can be lost: unknown ones have a token, or their bytes have.</summary>
    public bool IsComplete => _unknownId is not null || _byteIds is not null;

    /// <inheritdoc/>
    public override bool StartsWord(string token) => token.StartsWith(Normalizers.ByteLetters.Space) || token.StartsWith(CharacterNormalizer.SpaceMark);

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> text, Part part, List<Token> tokens) => Encode(text, part, tokens, made: null);

    private void Encode(ReadOnlySpan<char> text, Part part, List<Token> tokens, ISet<int>? made)
    {
        if (_options.IgnoresMerges && Vocabulary.TryGetId(text.Slice(part.Start, part.Length), out int whole) && !_isExcluded(whole))
        {
            tokens.Add(new Token(whole, part.Start, part.End));
            return;
        }

        // A letter is at most four bytes and so at most four symbols for its two units, three for one.
        Symbol[] symbols = ArrayPool<Symbol>.Shared.Rent((_byteIds is null ? 1 : 3) * part.Length);
        int count = Begin(text, part, symbols);
        for (int index = 0; index < count; index++)
        {
            made?.Add(symbols[index].Id);
        }

        MergeAll(symbols, count, made);
        for (int index = 0; index >= 0 && count > 0; index = symbols[index].Next)
        {
            tokens.Add(new Token(symbols[index].Id, symbols[index].Start, symbols[index].End));
        }

        ArrayPool<Symbol>.Shared.Return(symbols);
    }

    /// <inheritdoc/>
    public override void AddNeeded(ReadOnlySpan<char> text, Part part, ISet<int> ids)
    {
        // Merges that are never made in a text make no difference to it; those that are made need what they make, even where more is made of it.
        var tokens = new List<Token>();
        Encode(text, part, tokens, ids);
        ids.UnionWith(tokens.Select(token => token.Id));
    }

    private static ulong Pair(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;

    /// <summary>Writes a symbol for each letter, or for each of its bytes.</summary>
    private int Begin(ReadOnlySpan<char> text, Part part, Symbol[] symbols)
    {
        Span<byte> bytes = stackalloc byte[4];
        int count = 0;
        bool isUnknownBefore = false;
        for (int at = part.Start; at < part.End;)
        {
            Rune letter = Letters.At(text, at, out int length);
            int id = length == 1 ? _letterIds[text[at]] : Vocabulary.TryGetId(text.Slice(at, length), out int found) && !_isExcluded(found) ? found : -1;
            if (id < 0 && _byteIds is not null)
            {
                foreach (byte value in bytes[..letter.EncodeToUtf8(bytes)])
                {
                    Add(_byteIds[value]);
                }
            }
            else if (id >= 0 || _unknownId is not null)
            {
                if (id < 0 && isUnknownBefore && _options.FusesUnknown)
                {
                    symbols[count - 1].End = at + length;
                }
                else
                {
                    Add(id < 0 ? _unknownId!.Value : id);
                }
            }

            isUnknownBefore = id < 0 && _byteIds is null;
            at += length;

            void Add(int symbol)
            {
                symbols[count] = new Symbol { Id = symbol, Start = at, End = at + length, Previous = count - 1, Next = count + 1 };
                count++;
            }
        }

        if (count > 0)
        {
            symbols[count - 1].Next = -1;
        }

        return count;
    }

    private void MergeAll(Symbol[] symbols, int count, ISet<int>? made)
    {
        var queue = new MergeQueue(count);
        for (int index = 0; index + 1 < count; index++)
        {
            Offer(symbols, index, ref queue);
        }

        while (queue.TryTake(out int place, out int id))
        {
            ref Symbol symbol = ref symbols[place];

            // The pair may have been merged with a neighbour meanwhile. As in the reference, it is the same pair if it makes the same token.
            if (symbol.Id < 0 || symbol.Next < 0 || !_merges.TryGetValue(Pair(symbol.Id, symbols[symbol.Next].Id), out Merge merge) || merge.Id != id)
            {
                continue;
            }

            ref Symbol next = ref symbols[symbol.Next];
            (symbol.Id, symbol.End, next.Id) = (id, next.End, -1);
            made?.Add(id);
            symbol.Next = next.Next;
            if (symbol.Next >= 0)
            {
                symbols[symbol.Next].Previous = place;
                Offer(symbols, place, ref queue);
            }

            if (symbol.Previous >= 0)
            {
                Offer(symbols, symbol.Previous, ref queue);
            }
        }

        queue.Dispose();
    }

    private void Offer(Symbol[] symbols, int place, ref MergeQueue queue)
    {
        if (_merges.TryGetValue(Pair(symbols[place].Id, symbols[symbols[place].Next].Id), out Merge merge))
        {
            queue.Add(merge.Rank, place, merge.Id);
        }
    }

    private readonly record struct Merge(int Rank, int Id);

    private struct Symbol
    {
        /// <summary>The token; −1 when it has become part of the one before it.</summary>
        internal int Id;
        internal int Start;
        internal int End;
        internal int Previous;
        internal int Next;
    }
}
