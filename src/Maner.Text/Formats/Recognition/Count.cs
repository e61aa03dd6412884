using System.Globalization;

namespace Maner.Text.Formats.Recognition;

/// <summary>What a column that counts may hold: a number, a range of words (<c>1-2</c>), a word that is not written (<c>8.1</c>).</summary>
internal static class Count
{
    public static bool IsNumber(string value, out int number) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>A range of words, or a word that is not written.</summary>
    public static bool IsOther(string value)
    {
        int at = value.AsSpan().IndexOfAny('-', '.');
        return at > 0 && IsNumber(value[..at], out _) && IsNumber(value[(at + 1)..], out _);
    }
}
