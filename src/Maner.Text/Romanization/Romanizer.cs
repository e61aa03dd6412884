using System.Text;
using Maner.Text.Unicode;

namespace Maner.Text.Romanization;

/// <summary>Words in small Latin letters without marks, roughly as they sound (<see cref="RomanTables"/>): <c>Москва</c>, <c>მოსკოვი</c> and <c>Moskva</c> come near each other.</summary>
internal static class Romanizer
{
    private const int KatakanaFirst = 0x30A1, KatakanaLast = 0x30F4, KatakanaToHiragana = 0x60;

    /// <summary>A word's romanised form; letters that no table has (Chinese) stay.</summary>
    public static string Of(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var letters = new List<int>(word.Length);
        foreach (Rune rune in CanonicalForm.Compose(word).EnumerateRunes())
        {
            int letter = Rune.ToLowerInvariant(rune).Value;
            letter = letter is >= KatakanaFirst and <= KatakanaLast ? letter - KatakanaToHiragana : letter;
            if (RomanTables.Letters.ContainsKey(letter))
            {
                letters.Add(letter); // vowel signs of two parts are none of their parts
            }
            else
            {
                CanonicalForm.Decompose(letter, letters);
            }
        }

        var roman = new StringBuilder(word.Length + 4);
        for (int index = 0; index < letters.Count; index++)
        {
            Append(letters, index, roman);
        }

        return roman.ToString();
    }

    /// <summary>The consonants of a romanised form, doubled ones once: what is left in scripts that do not write vowels. Empty where there are fewer than two.</summary>
    public static string Skeleton(string roman)
    {
        ArgumentNullException.ThrowIfNull(roman);
        var consonants = new StringBuilder(roman.Length);
        foreach (char letter in roman)
        {
            if (letter is not ('a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'w') && (consonants.Length == 0 || consonants[^1] != letter))
            {
                consonants.Append(letter);
            }
        }

        return consonants.Length < 2 ? "" : consonants.ToString();
    }

    private static void Append(List<int> letters, int index, StringBuilder roman)
    {
        int letter = letters[index];
        if (IsMark(letter))
        {
            return;
        }

        if (!RomanTables.Letters.TryGetValue(letter, out string? sound))
        {
            roman.Append(new Rune(letter));
            return;
        }

        roman.Append(sound);
        bool isLast = index == letters.Count - 1; // at a word's end the vowel is mostly not heard
        if (!isLast && RomanTables.WithInherentVowel.Contains(letter) && !RomanTables.VowelSigns.Contains(letters[index + 1]) && !IsMark(letters[index + 1]))
        {
            roman.Append('a');
        }
    }

    /// <summary>Accents and points that other letters carry: Latin, Cyrillic, Hebrew, Arabic, Indic nukta, voiced kana, Thai and Burmese tones.</summary>
    private static bool IsMark(int letter) =>
        letter is (>= 0x0300 and <= 0x036F) or (>= 0x0591 and <= 0x05C7) or (>= 0x064B and <= 0x065F) or 0x0670 or (>= 0x0E47 and <= 0x0E4C) or (>= 0x0EC8 and <= 0x0ECC)
            or 0x1037 or 0x1038 or (>= 0x3099 and <= 0x309A) or (>= 0x200B and <= 0x200F)
        || (letter is >= 0x0900 and < 0x0D80 && (letter & 0x7F) == 0x3C);
}
