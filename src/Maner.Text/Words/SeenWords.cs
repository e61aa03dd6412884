namespace Maner.Text.Words;

/// <summary>
/// The words that training saw, as a Bloom filter (1970): whether a word was seen, wrong for about one unseen word in a thousand, in two bytes
/// a word and at most 128 KiB. Words are folded (<see cref="Letters.Fold"/>). Immutable.
/// </summary>
internal sealed class SeenWords
{
    /// <summary>The most words that are kept: the most frequent ones.</summary>
    public const int MostWords = 1 << 16;

    private const int Hashes = 6, BitsPerWord = 16, FewestBits = 1 << 10;
    private readonly byte[] _bits;

    /// <summary>A filter that was saved.</summary>
    /// <exception cref="ArgumentException">The size is no power of two, or out of bounds.</exception>
    public SeenWords(byte[] bits)
    {
        if (bits.Length is < FewestBits / 8 or > MostWords * BitsPerWord / 8 || !System.Numerics.BitOperations.IsPow2(bits.Length))
        {
            throw new ArgumentException($"{bits.Length} bytes are no filter of words.", nameof(bits));
        }

        _bits = bits;
    }

    /// <summary>The bits.</summary>
    public ReadOnlySpan<byte> Bits => _bits;

    /// <summary>A filter of words.</summary>
    /// <param name="counts">The folded words and how often each occurs.</param>
    public static SeenWords Of(IReadOnlyDictionary<string, int> counts)
    {
        IEnumerable<string> words = counts.Count <= MostWords ? counts.Keys
            : counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MostWords).Select(pair => pair.Key);
        int bits = FewestBits;
        while (bits < Math.Min(counts.Count, MostWords) * BitsPerWord)
        {
            bits <<= 1;
        }

        var filter = new SeenWords(new byte[bits / 8]);
        foreach (string word in words)
        {
            foreach (uint bit in filter.Places(word))
            {
                filter._bits[bit >> 3] |= (byte)(1 << (int)(bit & 7));
            }
        }

        return filter;
    }

    /// <summary>Whether training saw a word.</summary>
    public bool Contains(string word)
    {
        foreach (uint bit in Places(Letters.Fold(word)))
        {
            if ((_bits[bit >> 3] & (1 << (int)(bit & 7))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Double hashing (Kirsch and Mitzenmacher 2006) of one 64-bit hash: FNV-1a, mixed as SplitMix64 does.</summary>
    private IEnumerable<uint> Places(string folded)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in folded)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        hash ^= hash >> 31;
        uint first = (uint)hash, step = (uint)(hash >> 32) | 1, mask = ((uint)_bits.Length * 8) - 1;
        for (uint index = 0; index < Hashes; index++)
        {
            yield return (first + (index * step)) & mask;
        }
    }
}
