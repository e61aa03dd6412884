using System.Globalization;
using System.Text;

namespace Maner.Text.Words;

/// <summary>What ends sentences in the scripts of the world, and what may follow it.</summary>
internal static class SentenceMarks
{
    // Full stops and such that mean nothing else (after Unicode's Sentence_Terminal, less what also ends phrases), by script.
    private const string Certain =
        "\u0589\u06D4\u0700\u0701\u0702\u0964\u0965\u0DF4\u0E5A\u0E5B\u0F0E\u104B\u1362\u1367\u1368\u166E\u1803\u1809\u17D4\u17D5\u1944\u1945\u1AA8\u1AA9\u1B5E\u1B5F\u1C3B\u1C3C\u1C7E\u1C7F" +
        "\u07F9\u061E\u061F\u203D\u3002\uFF01\uFF1F\uFF61\uA4FF\uA60E\uA60F\uA6F3\uA6F7\uA876\uA877\uA8CE\uA8CF\uA92F\uA9C8\uA9C9\uAA5D\uAA5E\uAA5F\uABEB";

    private const string Likely = "!?\u037E\u203C\u2047\u2048\u2049\uFE56\uFE57";
    private const string ArmenianTones = "\u055C\u055E";
    private const string Points = ".\u2026\uFF0E\u2024\u2025";

    /// <summary>Whether a character ends a sentence whatever follows: the danda, the Ge'ez, Khmer, Burmese and ideographic full stops, the Arabic question mark.</summary>
    public static bool IsCertain(char mark) => mark >= '\u0589' && Certain.Contains(mark, StringComparison.Ordinal);

    /// <summary>Whether it does unless a lower-case letter follows: <c>!</c> and <c>?</c>, the Greek question mark after a Greek letter, a colon after an Armenian one.</summary>
    public static bool IsLikely(string text, int index) => Likely.Contains(text[index], StringComparison.Ordinal)
        || (text[index] == ':' && index > 0 && text[index - 1] is >= '\u0531' and <= '\u0587') // Armenian's full stop, as it is typed
        || (text[index] == ';' && index > 0 && text[index - 1] is (>= '\u0370' and <= '\u03FF') or (>= '\u1F00' and <= '\u1FFF'))
        || (ArmenianTones.Contains(text[index], StringComparison.Ordinal) && (index + 1 == text.Length || char.IsWhiteSpace(text[index + 1])));

    /// <summary>Whether it is a full stop that is also a point of abbreviations and numbers, or an ellipsis.</summary>
    public static bool IsPoint(char mark) => Points.Contains(mark, StringComparison.Ordinal);

    /// <summary>Whether it is any of these.</summary>
    public static bool IsEnd(string text, int index) => IsPoint(text[index]) || IsCertain(text[index]) || IsLikely(text, index);

    /// <summary>Whether it closes what was said: a quote or bracket. Opening quotes of one language close in another.</summary>
    public static bool Closes(char mark) => mark is '"' or '\'' or '\u02BC' or '*' or '_' || CharUnicodeInfo.GetUnicodeCategory(mark)
        is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.InitialQuotePunctuation;

    /// <summary>What the first letter or digit from a place on is.</summary>
    public static NextLetter After(string text, int index)
    {
        while (index < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(index), out Rune rune, out int units);
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter:
                    return NextLetter.Upper;
                case UnicodeCategory.LowercaseLetter:
                    // Georgian is written without capitals, although Unicode has some.
                    return rune.Value is (>= 0x10D0 and <= 0x10FF) ? NextLetter.Uncased : NextLetter.Lower;
                case UnicodeCategory.OtherLetter:
                    return NextLetter.Uncased;
                case UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber:
                    return NextLetter.Digit;
                case UnicodeCategory.DashPunctuation or UnicodeCategory.OtherPunctuation when rune.Value is ',' or ';' or ':' or 0x060C or 0x061B:
                    return NextLetter.Comma;
                default:
                    index += units;
                    break;
            }
        }

        return NextLetter.None;
    }
}

/// <summary>What comes after a mark that may end a sentence.</summary>
internal enum NextLetter
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A capital.</summary>
    Upper,

    /// <summary>A small letter.</summary>
    Lower,

    /// <summary>A letter of a script without capitals.</summary>
    Uncased,

    /// <summary>A digit.</summary>
    Digit,

    /// <summary>A comma or semicolon.</summary>
    Comma,
}
