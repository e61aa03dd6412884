namespace Maner.Text.Words;

/// <summary>
/// The scripts that are written without spaces between words. The ranges are those of Unicode's blocks: .NET does not know the script of a
/// character.
/// </summary>
internal static class UnspacedScripts
{
    /// <summary>No such script.</summary>
    public const int None = -1;

    /// <summary>The place of Han, Kana and Bopomofo in <see cref="Names"/>: one group, since Japanese words mix them.</summary>
    public const int Han = 0;

    private static readonly (int First, int Last)[] s_han =
    [
        (0x2E80, 0x2FDF), // CJK and Kangxi radicals
        (0x3005, 0x3007), // iteration mark, closing mark, zero
        (0x3021, 0x3029), // Hangzhou numerals
        (0x3031, 0x3035), // Kana repeat marks
        (0x3038, 0x303C), // Hangzhou numerals, iteration marks
        (0x3041, 0x30FF), // Hiragana, Katakana
        (0x3105, 0x312F), // Bopomofo
        (0x31A0, 0x31BF), // Bopomofo extended
        (0x31F0, 0x31FF), // Katakana extensions
        (0x3400, 0x4DBF), // CJK extension A
        (0x4E00, 0x9FFF), // CJK unified
        (0xF900, 0xFAFF), // CJK compatibility
        (0xFF66, 0xFF9F), // half-width Katakana
        (0x1AFF0, 0x1B16F), // Kana extended and supplement
        (0x20000, 0x3FFFD), // the ideographic planes
    ];

    private static readonly (int First, int Last, int Group)[] s_others =
    [
        (0x0E01, 0x0E4E, 1), // Thai; its digits and signs are like those of other scripts
        (0x0E81, 0x0ECF, 2), // Lao
        (0x0EDC, 0x0EDF, 2),
        (0x1000, 0x103F, 4), // Myanmar
        (0x104C, 0x108F, 4),
        (0x109A, 0x109F, 4),
        (0x1780, 0x17D3, 3), // Khmer
        (0x17DC, 0x17DD, 3),
        (0x1950, 0x19CF, 5), // Tai Le, New Tai Lue
        (0x1A20, 0x1A7F, 5), // Tai Tham
        (0xA9E0, 0xA9FE, 4), // Myanmar extended B
        (0xAA60, 0xAADF, 4), // Myanmar extended A, Tai Viet
    ];

    /// <summary>What messages call the groups.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Chinese or Japanese", "Thai", "Lao", "Khmer", "Burmese", "Tai"];

    /// <summary>Whether each character is taken as a word.</summary>
    public static bool EachCharacterIsAWord(int codePoint)
    {
        if (codePoint < s_han[0].First)
        {
            return false;
        }

        foreach ((int first, int last) in s_han)
        {
            if (codePoint >= first && codePoint <= last)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The group of a character; <see cref="None"/> for one of a script with spaces, a digit or a sign.</summary>
    public static int GroupOf(int codePoint)
    {
        if (codePoint < s_others[0].First)
        {
            return None;
        }

        foreach ((int first, int last, int group) in s_others)
        {
            if (codePoint >= first && codePoint <= last)
            {
                return group;
            }
        }

        return EachCharacterIsAWord(codePoint) ? Han : None;
    }

    /// <summary>Whether a cluster ends in a sign that puts the next letter under this one, so that no word ends there.</summary>
    public static bool Stacks(char last) => last is '\u1039' or '\u17D2' or '\u1A60';
}
