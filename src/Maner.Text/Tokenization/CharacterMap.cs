using System.Buffers.Binary;
using System.Text;

namespace Maner.Text.Tokenization;

/// <summary>
/// The rewriting rules of a model (<c>precompiled_charsmap</c>): a double-array trie of UTF-8 source strings whose
/// values point into a block of NUL-terminated replacements. Layout: trie size in bytes (uint32, little endian),
/// trie (Darts-clone units), replacements; see <c>Normalizer::DecodePrecompiledCharsMap</c> in sentencepiece.
/// </summary>
internal sealed class CharacterMap
{
    /// <summary>U+FDFA, the longest of NFKC, has 33 bytes; a limit keeps hostile maps from blowing text up.</summary>
    private const int MaxReplacementBytes = 1024;

    private readonly uint[] _units;
    private readonly char[] _replacements;
    private readonly int[] _charOfByte;
    private readonly Start[] _starts = new Start[char.MaxValue + 1];
    private readonly bool[] _continues = new bool[256];

    /// <summary>Reads a map.</summary>
    /// <exception cref="InvalidDataException">The sizes do not fit, or a replacement has no end.</exception>
    public CharacterMap(ReadOnlySpan<byte> blob)
    {
        uint trieSize = blob.Length > 4 ? BinaryPrimitives.ReadUInt32LittleEndian(blob) : uint.MaxValue;
        if (trieSize == 0 || trieSize >= blob.Length - 4 || trieSize % 4 != 0 || blob[^1] != 0)
        {
            throw new InvalidDataException("found a damaged character map");
        }

        _units = new uint[trieSize / 4];
        for (int i = 0; i < _units.Length; i++)
        {
            _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(blob[(4 + (4 * i))..]);
        }

        ReadOnlySpan<byte> replacements = blob[(4 + (int)trieSize)..];
        _charOfByte = new int[replacements.Length];
        _replacements = Decode(replacements, _charOfByte);
        ClassifyStarts();
    }

    /// <summary>What can happen at a first character; lets the common characters pass without a walk through the trie.</summary>
    private enum Start : byte
    {
        /// <summary>No rule starts with it.</summary>
        Inert,

        /// <summary>It has no rule of its own, but longer rules start with it.</summary>
        Extensible,

        /// <summary>It has a rule of its own, or is half of a surrogate pair: look in the trie.</summary>
        Ruled,
    }

    /// <summary>
    /// Finds the longest rule that is a prefix of <paramref name="text"/>. A lone surrogate is read as U+FFFD.
    /// </summary>
    /// <returns>The number of UTF-16 units it covers; 0 when there is no rule.</returns>
    /// <exception cref="InvalidDataException">The rule points outside the replacements.</exception>
    public int LongestRule(ReadOnlySpan<char> text, out ReadOnlySpan<char> replacement)
    {
        replacement = default;
        Start start = _starts[text[0]];
        if (start == Start.Inert || (start == Start.Extensible && (text.Length == 1 || !MayContinue(text[1]))))
        {
            return 0;
        }

        int longest = 0;
        int value = 0;
        var node = (int)Offset(_units[0]);
        for (int position = 0; position < text.Length;)
        {
            Rune.DecodeFromUtf16(text[position..], out Rune rune, out int length);
            if (!TryStep(ref node, rune, out bool isRule))
            {
                break;
            }

            position += length;
            if (isRule)
            {
                longest = position;
                value = (int)(_units[node] & 0x7FFF_FFFF);
            }
        }

        if (longest > 0)
        {
            replacement = Replacement(value);
        }

        return longest;
    }

    /// <summary>Finds the shortest rule that is a prefix of <paramref name="text"/>.</summary>
    /// <exception cref="InvalidDataException">The rule points outside the replacements.</exception>
    public bool ShortestRule(ReadOnlySpan<char> text, out ReadOnlySpan<char> replacement)
    {
        replacement = default;
        Start start = _starts[text[0]];
        if (start == Start.Inert || (start == Start.Extensible && (text.Length == 1 || !MayContinue(text[1]))))
        {
            return false;
        }

        var node = (int)Offset(_units[0]);
        for (int position = 0; position < text.Length;)
        {
            Rune.DecodeFromUtf16(text[position..], out Rune rune, out int length);
            if (!TryStep(ref node, rune, out bool isRule))
            {
                return false;
            }

            position += length;
            if (isRule)
            {
                replacement = Replacement((int)(_units[node] & 0x7FFF_FFFF));
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<char> Replacement(int offset)
    {
        if (offset >= _charOfByte.Length)
        {
            throw new InvalidDataException("The tokenizer's character map is damaged: a rule points outside it. Get the model file again.");
        }

        ReadOnlySpan<char> tail = _replacements.AsSpan(_charOfByte[offset]);
        return tail[..tail.IndexOf('\0')];
    }

    /// <summary>Walks the bytes of a character; false when the trie has no such path.</summary>
    private bool TryStep(ref int node, Rune rune, out bool isRule)
    {
        Span<byte> bytes = stackalloc byte[4];
        int count = rune.EncodeToUtf8(bytes);
        isRule = false;
        foreach (byte label in bytes[..count])
        {
            int next = node ^ label;
            // The label of a value unit has bit 31 set, so it matches no byte.
            if ((uint)next >= (uint)_units.Length || (_units[next] & 0x8000_00FF) != label)
            {
                return false;
            }

            uint unit = _units[next];
            node = next ^ (int)Offset(unit);
            isRule = (unit & 0x100) != 0 && (uint)node < (uint)_units.Length;
        }

        return true;
    }

    // Darts-clone: 22 bits, scaled by 256 when bit 9 is set.
    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);

    private void ClassifyStarts()
    {
        for (int c = 0; c <= char.MaxValue; c++)
        {
            var node = (int)Offset(_units[0]);
            if (!Rune.TryCreate((char)c, out Rune rune))
            {
                _starts[c] = Start.Ruled;
            }
            else if (TryStep(ref node, rune, out bool isRule))
            {
                _starts[c] = isRule ? Start.Ruled : Start.Extensible;
                AddContinuations(node);
            }
        }
    }

    private void AddContinuations(int node)
    {
        for (int label = 0; label < 256; label++)
        {
            int next = node ^ label;
            _continues[label] |= (uint)next < (uint)_units.Length && (_units[next] & 0x8000_00FF) == label;
        }
    }

    private bool MayContinue(char c) => c switch
    {
        < '\u0080' => _continues[c],
        < '\u0800' => _continues[0xC0 | (c >> 6)],
        _ => char.IsSurrogate(c) || _continues[0xE0 | (c >> 12)],
    };

    private static char[] Decode(ReadOnlySpan<byte> replacements, Span<int> charOfByte)
    {
        var chars = new char[replacements.Length];
        int count = 0;
        int run = 0;
        for (int position = 0; position < replacements.Length;)
        {
            Rune.DecodeFromUtf8(replacements[position..], out Rune rune, out int length);
            run = rune.Value == 0 ? 0 : run + length;
            if (run > MaxReplacementBytes)
            {
                throw new InvalidDataException("found a damaged character map");
            }

            charOfByte.Slice(position, length).Fill(count);
            count += rune.EncodeToUtf16(chars.AsSpan(count));
            position += length;
        }

        return chars;
    }
}
