using System.Buffers;
using System.Globalization;
using System.Text;

namespace Maner.Text.Words;

/// <summary>Facts about letters that word cutting needs.</summary>
internal static class Letters
{
    /// <summary>What is typed for an apostrophe: typewriter's, which stands for all, curly ones, modifier letters, accents.</summary>
    public static readonly SearchValues<char> Apostrophes = SearchValues.Create("'\u2019\u2018\u02BC\u02BB\u02BD\uFF07\u00B4`\u201B");

    /// <summary>Whether a UTF-16 unit is an apostrophe of any kind.</summary>
    public static bool IsApostrophe(char unit) => Apostrophes.Contains(unit);

    /// <summary>Whether a character is a letter of Hebrew (Unicode's Hebrew_Letter).</summary>
    public static bool IsHebrew(char unit) => unit is (>= '\u05D0' and <= '\u05EA') or (>= '\u05EF' and <= '\u05F2') or (>= '\uFB1D' and <= '\uFB4F' and not '\uFB1E' and not '\uFB29');

    /// <summary>A word as lists compare it: lower case, every apostrophe the typewriter's.</summary>
    public static string Fold(string word) => string.Create(word.Length, word, static (folded, source) =>
    {
        for (int index = 0; index < folded.Length; index++)
        {
            folded[index] = IsApostrophe(source[index]) ? '\'' : char.ToLowerInvariant(source[index]);
        }
    });

    /// <summary>Whether a word begins with a letter, or ends in one (marks counted as letters).</summary>
    public static bool BeginsWithLetter(string word) => word.Length > 0 && IsLetter(word, 0);

    /// <inheritdoc cref="BeginsWithLetter"/>
    public static bool EndsInLetter(string word) => word.Length > 0 && IsLetter(word, word.Length - (word.Length > 1 && char.IsLowSurrogate(word[^1]) ? 2 : 1));

    /// <summary>Whether a word has a letter or a digit.</summary>
    public static bool HasLetterOrDigit(ReadOnlySpan<char> word)
    {
        foreach (Rune rune in word.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the character at a place is a letter or a mark.</summary>
    public static bool IsLetter(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index) is <= UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
