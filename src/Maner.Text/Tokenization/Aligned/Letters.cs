using System.Globalization;
using System.Text;

namespace Maner.Text.Tokenization.Aligned;

/// <summary>
/// Classes of letters as the reference library's regular expressions and tests understand them. General categories are those of .NET's own tables, which
/// need no ICU.
/// </summary>
internal static class Letters
{
    /// <summary>Unicode's White_Space (<c>\s</c>).</summary>
    public static bool IsSpace(Rune rune) => rune.IsBmp && char.IsWhiteSpace((char)rune.Value);

    /// <summary>Categories L (<c>\p{L}</c>).</summary>
    public static bool IsLetter(Rune rune) => Rune.IsLetter(rune);

    /// <summary>Categories N (<c>\p{N}</c>).</summary>
    public static bool IsNumber(Rune rune) => Rune.IsNumber(rune);

    /// <summary>A character of ASCII that is neither control, space, letter nor digit, or one of categories P.</summary>
    public static bool IsBertPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is > ' ' and < 0x7F && !char.IsAsciiLetterOrDigit((char)rune.Value)
        : Rune.IsPunctuation(rune);

    /// <summary>Categories Cc, Cf and Co without tabulator, line feed and carriage return. Unassigned characters are none.</summary>
    public static bool IsBertControl(Rune rune) => rune.Value is not ('\t' or '\n' or '\r') &&
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    /// <summary>CJK ideographs, as BERT's normalizer lists them; the reference begins extension E at U+2B920.</summary>
    public static bool IsIdeograph(Rune rune) => rune.Value is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>Category Mn.</summary>
    public static bool IsNonspacingMark(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;

    /// <summary>Categories M.</summary>
    public static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>A character of words (<c>\w</c> of Unicode's Technical Standard 18: alphabetic, marks, decimal digits, connectors, joiners).</summary>
    public static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.OtherSymbol => rune.Value is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => false,
    };

    /// <summary>The letter at a place of well-formed text, and its UTF-16 units.</summary>
    public static Rune At(ReadOnlySpan<char> text, int place, out int length)
    {
        Rune.DecodeFromUtf16(text[place..], out Rune rune, out length);
        return rune;
    }
}
