using System.Text;
using Maner.Text.Unicode;

namespace Maner.Text.Tokenization.Aligned;

/// <summary>
/// A text that was rewritten, and for each of its UTF-16 units which part of the original text it comes from. Both units of a surrogate pair have the same part.
/// </summary>
internal sealed class AlignedText
{
    private const int FirstCapacity = 64;
    private char[] _chars = new char[FirstCapacity];
    private int[] _begin = new int[FirstCapacity];
    private int[] _end = new int[FirstCapacity];

    /// <summary>Number of UTF-16 units.</summary>
    public int Length { get; private set; }

    /// <summary>UTF-16 units that there is room for.</summary>
    public int Capacity => _chars.Length;

    /// <summary>The text.</summary>
    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, Length);

    /// <summary>Where each unit's part of the original text begins, in UTF-16 units.</summary>
    public ReadOnlySpan<int> Begin => _begin.AsSpan(0, Length);

    /// <summary>Where it ends.</summary>
    public ReadOnlySpan<int> End => _end.AsSpan(0, Length);

    /// <summary>Makes it empty.</summary>
    public void Clear() => Length = 0;

    /// <summary>Appends a unit.</summary>
    public void Append(char unit, int begin, int end)
    {
        Reserve(1);
        (_chars[Length], _begin[Length], _end[Length]) = (unit, begin, end);
        Length++;
    }

    /// <summary>Appends a letter.</summary>
    public void Append(int letter, int begin, int end)
    {
        if (letter <= char.MaxValue)
        {
            Append((char)letter, begin, end);
            return;
        }

        Span<char> pair = stackalloc char[2];
        new Rune(letter).EncodeToUtf16(pair);
        Append(pair[0], begin, end);
        Append(pair[1], begin, end);
    }

    /// <summary>Appends a part of another text as it is.</summary>
    public void Append(AlignedText source, int start, int length)
    {
        Reserve(length);
        source._chars.AsSpan(start, length).CopyTo(_chars.AsSpan(Length));
        source._begin.AsSpan(start, length).CopyTo(_begin.AsSpan(Length));
        source._end.AsSpan(start, length).CopyTo(_end.AsSpan(Length));
        Length += length;
    }

    /// <summary>Appends an original text: each letter is its own part. A lone surrogate is read as U+FFFD.</summary>
    public void Append(ReadOnlySpan<char> original)
    {
        Reserve(original.Length);
        for (int index = 0; index < original.Length;)
        {
            Rune.DecodeFromUtf16(original[index..], out Rune rune, out int length);
            Append(rune.Value, index, index + length);
            index += length;
        }
    }

    /// <summary>
    /// Appends a part of another text as changes make it. A letter that is added has the place of the letter before it, and one that takes the place of
    /// several has the place of the first: this is how the reference library keeps offsets (<c>NormalizedString::transform_range</c> in tokenizers).
    /// </summary>
    /// <param name="source">The text before.</param>
    /// <param name="part">The part of it that is rewritten.</param>
    /// <param name="changes">The letters after.</param>
    /// <param name="skipped">Letters at the part's beginning that are dropped.</param>
    public void Append(AlignedText source, Part part, IReadOnlyList<LetterChange> changes, int skipped = 0)
    {
        int at = part.Start, end = part.Start + part.Length;
        for (; skipped > 0 && at < end; skipped--)
        {
            at += source.LetterLength(at, end);
        }

        int first = source._begin[part.Start];
        for (int index = 0; index < changes.Count; index++)
        {
            LetterChange change = changes[index];
            int place = change.Change > 0 ? at - 1 : Math.Min(at, end - 1);
            bool isBeforeAll = place < part.Start;
            Append(change.Letter, isBeforeAll ? first : source._begin[place], isBeforeAll ? first : source._end[place]);
            for (int taken = change.Change > 0 ? 0 : 1 - change.Change; taken > 0 && at < end; taken--)
            {
                at += source.LetterLength(at, end);
            }
        }
    }

    private int LetterLength(int at, int end) => char.IsHighSurrogate(_chars[at]) && at + 1 < end ? 2 : 1;

    private void Reserve(int count)
    {
        if (Length + count > _chars.Length)
        {
            int capacity = (int)Math.Min(Array.MaxLength, Math.Max(2L * _chars.Length, (long)Length + count));
            Array.Resize(ref _chars, capacity);
            Array.Resize(ref _begin, capacity);
            Array.Resize(ref _end, capacity);
        }
    }
}
