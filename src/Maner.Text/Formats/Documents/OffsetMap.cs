using System.Text;

namespace Maner.Text.Formats.Documents;

/// <summary>Converts offsets of a file into UTF-16, in which everything here counts, and back. The one place that does.</summary>
internal sealed class OffsetMap
{
    // Where each unit of the file begins in UTF-16, -1 inside a character; null where the units are the same.
    private readonly int[]? _toUtf16;

    public OffsetMap(string text, OffsetUnit unit)
    {
        Text = text;
        Unit = unit;
        bool isSame = unit == OffsetUnit.Utf16 || (unit == OffsetUnit.CodePoints && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            || Ascii.IsValid(text);
        _toUtf16 = isSame ? null : Places(text, unit);
    }

    public string Text { get; }

    public OffsetUnit Unit { get; }

    /// <summary>The length of the text in units of the file.</summary>
    public int Length => _toUtf16 is null ? Text.Length : _toUtf16.Length - 1;

    /// <summary>The UTF-16 offset of one of the file; null outside the text and inside a character.</summary>
    public int? ToUtf16(long offset)
    {
        if (offset < 0 || offset > Length)
        {
            return null;
        }

        int index = _toUtf16 is null ? (int)offset : _toUtf16[offset];
        bool splits = index > 0 && index < Text.Length && char.IsLowSurrogate(Text[index]) && char.IsHighSurrogate(Text[index - 1]);
        return index < 0 || splits ? null : index;
    }

    /// <summary>The offset of the file of a UTF-16 one that begins or ends a character.</summary>
    public int FromUtf16(int index)
    {
        if (_toUtf16 is null)
        {
            return index;
        }

        int low = 0, high = _toUtf16.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            int begin = middle;
            while (_toUtf16[begin] < 0)
            {
                begin--; // inside a character of several bytes
            }

            if (_toUtf16[begin] <= index)
            {
                low = middle;
            }
            else
            {
                high = begin - 1;
            }
        }

        while (_toUtf16[low] < 0)
        {
            low--;
        }

        return low;
    }

    private static int[] Places(string text, OffsetUnit unit)
    {
        var places = new List<int>(text.Length + 1);
        for (int index = 0; index < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(index), out Rune rune, out int units);
            places.Add(index);
            for (int inside = 1; unit == OffsetUnit.Utf8Bytes && inside < rune.Utf8SequenceLength; inside++)
            {
                places.Add(-1);
            }

            index += units;
        }

        places.Add(text.Length);
        return [.. places];
    }
}
