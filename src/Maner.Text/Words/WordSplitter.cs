using System.Text;

namespace Maner.Text.Words;

/// <summary>
/// Splits running text into words for tagging, in any script, and keeps where each stood. The rules, which follow the
/// spirit of Unicode's word boundaries (UAX #29) but give every sign a place:
/// <list type="bullet">
/// <item>The unit is the grapheme cluster, so marks, joiners (ZWJ, ZWNJ) and surrogate pairs never come apart.</item>
/// <item>Letters, marks and digits next to each other are one word.</item>
/// <item>An apostrophe, hyphen, interpunct, underscore, geresh or Armenian intonation mark joins the letters or digits on
/// both its sides (<c>ng'ombe</c>, <c>COVID-19</c>, <c>col·legi</c>); a point or comma joins digits (<c>3.14</c>, <c>1,000</c>).</item>
/// <item>Han, Kana and Bopomofo: each character is a word, as in WikiANN.</item>
/// <item>Thai, Lao, Khmer, Myanmar and other scripts without spaces: the run up to the next space or sign is one word; finding
/// the words inside needs a dictionary. Give such text already tokenized, or with U+200B between its words.</item>
/// <item>Everything else that is visible (punctuation, the Ge'ez wordspace, the danda, symbols, emoji) is a word of its own.</item>
/// <item>White space, U+200B and U+FEFF separate words; a soft hyphen or direction mark sticks to what it is next to.</item>
/// </list>
/// </summary>
public static class WordSplitter
{
    /// <summary>The words in order: not empty, not overlapping, and together all of the text but its white space.</summary>
    public static List<TextRange> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<TextUnit> units = TextUnit.Read(text);
        var words = new List<TextRange>();
        int begin = units.Count > 0 ? units[0].Begin : 0;
        // What the open word ends in, format marks aside; null while it has nothing else.
        TextUnitKind? last = null;
        for (int index = 0; index < units.Count; index++)
        {
            TextUnit unit = units[index];
            bool adjacent = index > 0 && units[index - 1].End == unit.Begin;
            bool joins = adjacent && Joins(units, index, last);
            bool continues = adjacent && (last is null || joins || unit.Kind == TextUnitKind.Format || ContinuesWord(last, unit.Kind));
            if (index > 0 && !continues)
            {
                words.Add(new TextRange(begin, units[index - 1].End));
                begin = unit.Begin;
                last = null;
            }

            if (unit.Kind != TextUnitKind.Format)
            {
                last = IsJoiner(unit.Kind) && !joins ? TextUnitKind.Alone : unit.Kind;
            }
        }

        if (units.Count > 0)
        {
            words.Add(new TextRange(begin, units[^1].End));
        }

        return words;
    }

    /// <summary>Whether a piece of text has nothing but what separates words.</summary>
    public static bool IsSpace(ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!TextUnit.IsSpace(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ContinuesWord(TextUnitKind? last, TextUnitKind next) =>
        IsLetterOrDigit(next) && (IsLetterOrDigit(last) || IsJoiner(last));

    /// <summary>Whether a joiner is between two units that it joins.</summary>
    private static bool Joins(List<TextUnit> units, int index, TextUnitKind? last)
    {
        TextUnitKind joiner = units[index].Kind;
        if (!IsJoiner(joiner) || !IsLetterOrDigit(last))
        {
            return false;
        }

        int next = index + 1;
        while (next < units.Count && units[next].Kind == TextUnitKind.Format)
        {
            next++;
        }

        return next < units.Count
            && units[next].Begin == units[next - 1].End
            && IsLetterOrDigit(units[next].Kind)
            && (joiner == TextUnitKind.Joiner || (last == TextUnitKind.Digit && units[next].Kind == TextUnitKind.Digit));
    }

    private static bool IsLetterOrDigit(TextUnitKind? kind) => kind is TextUnitKind.Letter or TextUnitKind.Digit;

    private static bool IsJoiner(TextUnitKind? kind) => kind is TextUnitKind.Joiner or TextUnitKind.DigitJoiner;
}
