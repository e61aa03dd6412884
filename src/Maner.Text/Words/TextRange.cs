using System.Text;

namespace Maner.Text.Words;

/// <summary>A part of a text: UTF-16 units <paramref name="Begin"/> (inclusive) to <paramref name="End"/> (exclusive), as <see cref="string"/> counts.</summary>
/// <param name="Begin">Index of the first unit.</param>
/// <param name="End">Index after the last unit.</param>
public readonly record struct TextRange(int Begin, int End)
{
    /// <summary>The part itself.</summary>
    public string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text[Begin..End];
    }

    /// <summary>The same parts counted in code points, as Python counts; a lone surrogate counts as one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A range leaves the text.</exception>
    public static TextRange[] InCodePoints(string text, IReadOnlyList<TextRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(ranges);
        var codePointAt = new int[text.Length + 1];
        int count = 0;
        for (int index = 0; index < text.Length; count++)
        {
            Rune.DecodeFromUtf16(text.AsSpan(index), out _, out int units);
            codePointAt.AsSpan(index, units).Fill(count);
            index += units;
        }

        codePointAt[text.Length] = count;
        return [.. ranges.Select(range => new TextRange(At(range.Begin), At(range.End)))];

        int At(int index)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(ranges));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(index, text.Length, nameof(ranges));
            return codePointAt[index];
        }
    }
}
