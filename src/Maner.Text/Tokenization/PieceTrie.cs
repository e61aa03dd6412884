using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Maner.Text.Tokenization;

/// <summary>
/// Prefix tree over the UTF-16 units of pieces, kept as one open-addressing hash table from (parent, unit) to child.
/// A node is the slot of its entry, and the entry holds the piece that ends there: one memory access a step.
/// Chosen over a double array because it is built without sorting, in a time that does not delay a first prediction.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>What <see cref="Child"/> and <see cref="Entry.Piece"/> give when there is none.</summary>
    public const int None = -1;

    private const ulong EdgeMask = 0xFFFF_FFFF_FFFF;
    private readonly Entry[] _entries;
    private readonly int _mask;
    private readonly int _shift;

    private PieceTrie(int capacity)
    {
        _entries = new Entry[capacity + 1];
        _entries[capacity].Piece = None;
        _mask = capacity - 1;
        _shift = 64 - BitOperations.Log2((uint)capacity);
    }

    /// <summary>The node of the empty string.</summary>
    public int Root => _entries.Length - 1;

    private int Room => (int)(0.6 * _mask);

    /// <summary>The node's entry.</summary>
    public ref readonly Entry this[int node] => ref _entries[node];

    /// <summary>Builds the tree of the pieces that text can contain, or of the user-defined ones alone.</summary>
    /// <exception cref="InvalidDataException">A piece is not UTF-8, or occurs twice.</exception>
    public static PieceTrie Build(SentencePieceFile file, bool onlyUserDefined = false) =>
        Build(file.Pieces.Length, trie => trie.TryFill(file, onlyUserDefined));

    /// <summary>Builds the tree of texts with their ids, without scores; empty texts are passed over.</summary>
    /// <exception cref="InvalidDataException">A text occurs twice.</exception>
    public static PieceTrie Build(IEnumerable<KeyValuePair<string, int>> pieces)
    {
        KeyValuePair<string, int>[] all = [.. pieces];
        return Build(all.Length, trie =>
        {
            int room = trie.Room;
            return all.All(piece => piece.Key.Length == 0 || trie.TryAdd(piece.Key, piece.Value, score: 0, ref room));
        });
    }

    private static PieceTrie Build(int count, Func<PieceTrie, bool> tryFill)
    {
        // 2 to 2.5 nodes a piece in the models seen: this leaves the table half empty.
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 4 * count));
        while (true)
        {
            var trie = new PieceTrie(capacity);
            if (tryFill(trie))
            {
                return trie;
            }

            capacity = checked(2 * capacity);
        }
    }

    /// <summary>The child of a node, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Child(int node, char unit)
    {
        // The filter spares most of the failing look-ups, and with them a cache miss.
        if (((_entries[node].EdgeAndFilter >> (48 + (unit & 15))) & 1) == 0)
        {
            return None;
        }

        int slot = Find(Edge(node, unit));
        return _entries[slot].EdgeAndFilter == 0 ? None : slot;
    }

    /// <summary>Length of the longest piece that is a prefix of the text; 0 when none is.</summary>
    public int LongestPrefix(ReadOnlySpan<char> text)
    {
        int longest = 0;
        int node = Root;
        for (int i = 0; i < text.Length && (node = Child(node, text[i])) != None; i++)
        {
            longest = _entries[node].Piece == None ? longest : i + 1;
        }

        return longest;
    }

    private static ulong Edge(int node, char unit) => ((ulong)(uint)(node + 1) << 16) | unit;

    /// <summary>Adds all pieces; false when the table gets too full to be fast.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryFill(SentencePieceFile file, bool onlyUserDefined)
    {
        int room = Room;
        Span<char> name = stackalloc char[SentencePieceFile.MaxPieceBytes];
        ReadOnlySpan<Piece> pieces = file.Pieces;
        for (int id = 0; id < pieces.Length; id++)
        {
            Piece piece = pieces[id];
            if (piece.Type != PieceType.UserDefined && (onlyUserDefined || piece.Type != PieceType.Normal))
            {
                continue;
            }

            if (Utf8.ToUtf16(file.Slice(piece.Name), name, out _, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
            {
                throw new InvalidDataException($"found a piece that is not UTF-8 (id {id})");
            }

            if (!TryAdd(name[..length], id, file.SegmentationScore(piece), ref room))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryAdd(ReadOnlySpan<char> name, int id, float score, ref int room)
    {
        int node = Root;
        foreach (char unit in name)
        {
            _entries[node].EdgeAndFilter |= 1UL << (48 + (unit & 15));
            ulong edge = Edge(node, unit);
            node = Find(edge);
            if (_entries[node].EdgeAndFilter == 0)
            {
                _entries[node] = new Entry { EdgeAndFilter = edge, Piece = None };
                if (--room < 0)
                {
                    return false;
                }
            }
        }

        ref Entry last = ref _entries[node];
        if (last.Piece != None)
        {
            throw new InvalidDataException($"found the piece '{name}' twice (ids {last.Piece} and {id})");
        }

        (last.Piece, last.Score) = (id, score);
        return true;
    }

    /// <summary>The slot that holds an edge, or the empty one where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(ulong edge)
    {
        int slot = (int)((edge * 0x9E37_79B9_7F4A_7C15) >> _shift);
        while (_entries[slot].EdgeAndFilter is ulong found && found != 0 && (found & EdgeMask) != edge)
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }

    /// <summary>A node: the edge that leads to it, and the piece that ends at it.</summary>
    internal struct Entry
    {
        /// <summary>Low 48 bits: parent node + 1 and unit; high 16 bits: which values of unit mod 16 lead on. 0: no node.</summary>
        internal ulong EdgeAndFilter;

        /// <summary>SentencePiece id, or <see cref="None"/>.</summary>
        internal int Piece;

        /// <summary>What the piece adds to the score of a path.</summary>
        internal float Score;
    }
}
