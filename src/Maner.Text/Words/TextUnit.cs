using System.Globalization;
using System.Text;

namespace Maner.Text.Words;

/// <summary>A grapheme cluster (UAX #29) that is not white space.</summary>
internal readonly record struct TextUnit(int Begin, int End, TextUnitKind Kind)
{
    private const string Joiners = "'\u2019\u2018-\u2010\u2011\u00B7\u2027_\u058A\u05BE\u05F3\u05F4\u055A\u055B\u055C\u055E";
    private const string DigitJoiners = ".,\u066B\u066C";

    /// <summary>The units of a text in order; gaps between them are white space.</summary>
    public static List<TextUnit> Read(string text, WordRules rules)
    {
        var units = new List<TextUnit>();
        int index = 0;
        while (index < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(index), out Rune first, out int firstUnits);
            if (IsSpace(first))
            {
                // Only the space: a mark after it belongs to the cluster by the standard, but is visible and needs a word.
                index += firstUnits;
                continue;
            }

            int end = index + LengthBeforeSpace(text.AsSpan(index, StringInfo.GetNextTextElementLength(text.AsSpan(index))));
            units.Add(new TextUnit(index, end, Ruled(KindOf(text.AsSpan(index, end - index)), text[index], rules)));
            index = end;
        }

        return units;
    }

    /// <summary>A cluster may hold a space after a sign that is put before others (U+0600, Arabic number sign).</summary>
    private static int LengthBeforeSpace(ReadOnlySpan<char> cluster)
    {
        for (int index = 1; index < cluster.Length; index++)
        {
            if (char.IsWhiteSpace(cluster[index]))
            {
                return index;
            }
        }

        return cluster.Length;
    }

    /// <summary>What the data does otherwise with a sign.</summary>
    private static TextUnitKind Ruled(TextUnitKind kind, char sign, WordRules rules) => kind switch
    {
        TextUnitKind.Joiner or TextUnitKind.DigitJoiner when rules.Cut.Contains(sign, StringComparison.Ordinal) => TextUnitKind.Alone,
        TextUnitKind.Alone or TextUnitKind.DigitJoiner when rules.JoinLetters.Contains(sign, StringComparison.Ordinal) => TextUnitKind.Joiner,
        TextUnitKind.Alone when rules.JoinDigits.Contains(sign, StringComparison.Ordinal) => TextUnitKind.DigitJoiner,
        _ => kind,
    };

    private static TextUnitKind KindOf(ReadOnlySpan<char> cluster)
    {
        Rune.DecodeFromUtf16(cluster, out Rune rune, out int units);
        while (units < cluster.Length && Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
        {
            cluster = cluster[units..];
            Rune.DecodeFromUtf16(cluster, out rune, out units);
        }

        if (UnspacedScripts.EachCharacterIsAWord(rune.Value))
        {
            return TextUnitKind.Alone;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => TextUnitKind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => TextUnitKind.Digit,
            UnicodeCategory.Format => TextUnitKind.Format,
            _ when rune.IsBmp && Joiners.Contains((char)rune.Value, StringComparison.Ordinal) => TextUnitKind.Joiner,
            _ when rune.IsBmp && DigitJoiners.Contains((char)rune.Value, StringComparison.Ordinal) => TextUnitKind.DigitJoiner,
            _ => TextUnitKind.Alone,
        };
    }

    /// <summary>Whether a sign joins by default: letters and digits, or digits alone.</summary>
    public static bool IsJoiner(char sign) => Joiners.Contains(sign, StringComparison.Ordinal) || DigitJoiners.Contains(sign, StringComparison.Ordinal);

    /// <summary>Whether a sign joins digits alone.</summary>
    public static bool JoinsDigitsOnly(char sign) => DigitJoiners.Contains(sign, StringComparison.Ordinal);

    /// <summary>White space, the zero width space (a word separator in Khmer and Thai text) and a byte-order mark.</summary>
    public static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is 0x200B or 0xFEFF;
}
