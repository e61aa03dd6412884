namespace Maner.Text.Words;

/// <summary>What is between two spaces: signs, a word, signs.</summary>
/// <param name="Begin">Where it begins in the text.</param>
/// <param name="End">Where it ends.</param>
/// <param name="CoreBegin">Where its word begins, opening signs left out.</param>
/// <param name="CoreEnd">Where its word ends, full stop and closing signs left out.</param>
/// <param name="Periods">Full stops after the word.</param>
internal readonly record struct Chunk(int Begin, int End, int CoreBegin, int CoreEnd, int Periods)
{
    /// <summary>The chunks of a text.</summary>
    public static IEnumerable<Chunk> Of(string text)
    {
        for (int index = 0; index < text.Length;)
        {
            if (IsSpace(text[index]))
            {
                index++;
                continue;
            }

            int begin = index;
            while (index < text.Length && !IsSpace(text[index]))
            {
                index++;
            }

            int core = begin, end = index;
            while (core < end && !IsWordUnit(text[core]))
            {
                core++;
            }

            while (end > core && !IsWordUnit(text[end - 1]))
            {
                end--;
            }

            int periods = 0;
            while (end + periods < index && text[end + periods] == '.')
            {
                periods++;
            }

            yield return new Chunk(begin, index, core, end, periods);
        }
    }

    /// <summary>Its word in lower case.</summary>
    public string Type(string text) => text[CoreBegin..CoreEnd].ToLowerInvariant();

    /// <summary>Whether a character separates chunks.</summary>
    public static bool IsSpace(char unit) => char.IsWhiteSpace(unit) || unit is '\u200B' or '\uFEFF';

    private static bool IsWordUnit(char unit) => char.IsLetterOrDigit(unit) || char.IsSurrogate(unit)
        || System.Globalization.CharUnicodeInfo.GetUnicodeCategory(unit) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
