namespace Maner.Text.Words;

/// <summary>
/// The scripts without spaces in which each character is taken as a word. The ranges are those of Unicode's blocks:
/// .NET does not know the script of a character.
/// </summary>
internal static class UnspacedScripts
{
    private static readonly (int First, int Last)[] s_ranges =
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

    public static bool EachCharacterIsAWord(int codePoint)
    {
        foreach ((int first, int last) in s_ranges)
        {
            if (codePoint >= first && codePoint <= last)
            {
                return true;
            }
        }

        return false;
    }
}
