using System.Buffers;

namespace Maner.Text.Tokenization;

/// <summary>
/// Normalised text and, for each of its UTF-16 units, where in the original text it came from.
/// Starts in the caller's buffers (usually on the stack) and moves to pooled arrays when they are full.
/// </summary>
internal ref struct NormalizedText(Span<char> chars, Span<int> origins)
{
    private Span<char> _chars = chars;
    private Span<int> _origins = origins;
    private char[]? _pooledChars;
    private int[]? _pooledOrigins;

    /// <summary>Number of UTF-16 units.</summary>
    public int Length { get; private set; }

    /// <summary>Index in the original text after the last character that was read.</summary>
    public int EndOrigin { get; set; }

    public readonly ReadOnlySpan<char> Chars => _chars[..Length];

    /// <summary>Where the unit at <paramref name="index"/> starts in the original text, in UTF-16 units.</summary>
    public readonly int OriginOf(int index) => index == Length ? EndOrigin : _origins[index];

    public void Append(char c, int origin)
    {
        if (Length == _chars.Length)
        {
            Grow();
        }

        _chars[Length] = c;
        _origins[Length] = origin;
        Length++;
    }

    /// <summary>Drops the last unit; the text now ends where that unit started.</summary>
    public void RemoveLast()
    {
        Length--;
        EndOrigin = _origins[Length];
    }

    /// <summary>Gives the pooled arrays back.</summary>
    public readonly void Dispose()
    {
        if (_pooledChars is not null)
        {
            ArrayPool<char>.Shared.Return(_pooledChars);
            ArrayPool<int>.Shared.Return(_pooledOrigins!);
        }
    }

    private void Grow()
    {
        int capacity = Math.Max(256, 2 * _chars.Length);
        char[] chars = ArrayPool<char>.Shared.Rent(capacity);
        int[] origins = ArrayPool<int>.Shared.Rent(capacity);
        _chars[..Length].CopyTo(chars);
        _origins[..Length].CopyTo(origins);
        Dispose();
        // The pool rounds the two lengths up independently.
        int shared = Math.Min(chars.Length, origins.Length);
        _chars = chars.AsSpan(0, shared);
        _origins = origins.AsSpan(0, shared);
        (_pooledChars, _pooledOrigins) = (chars, origins);
    }
}
