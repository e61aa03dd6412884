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
/// <item>A double quote joins two Hebrew letters, and an apostrophe stays with the Hebrew letter before it (WB7a to WB7c).</item>
/// <item>Web and e-mail addresses, hashtags and mentions are whole.</item>
/// <item>Han, Kana and Bopomofo: each character is a word, as in WikiANN.</item>
/// <item>Thai, Lao, Khmer, Myanmar and other scripts without spaces: the run up to the next space or sign is one word; finding
/// the words inside needs a dictionary. Give such text already tokenized, or with U+200B between its words.</item>
/// <item>Everything else that is visible (punctuation, the Ge'ez wordspace, the danda, symbols, emoji) is a word of its own.</item>
/// <item>White space, U+200B and U+FEFF separate words; a soft hyphen or direction mark sticks to what it is next to.</item>
/// </list>
/// A model whose training data was cut otherwise remembers that, and cuts so.
/// </summary>
public static class WordSplitter
{
    /// <summary>The words in order: not empty, not overlapping, and together all of the text but its white space.</summary>
    public static List<TextRange> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Split(text, WordRules.Default);
    }

    /// <summary>The same with other joiners; what rules say of whole words is for <see cref="WordCut"/>.</summary>
    internal static List<TextRange> Split(string text, WordRules rules)
    {
        List<TextUnit> units = TextUnit.Read(text, rules);
        List<TextRange> whole = WholeSpans.Find(text, !rules.CutHashtags, !rules.CutMentions);
        int nextWhole = 0;
        var words = new List<TextRange>();
        int begin = -1; // of the open word; none when negative
        // What the open word ends in, format marks aside; null while it has nothing else.
        TextUnitKind? last = null;
        for (int index = 0; index < units.Count; index++)
        {
            TextUnit unit = units[index];
            if (nextWhole < whole.Count && unit.End > whole[nextWhole].Begin)
            {
                Close(index);
                int first = index;
                while (index + 1 < units.Count
                    && (units[index + 1].Begin < whole[nextWhole].End || (units[index + 1].Kind == TextUnitKind.Format && units[index + 1].Begin == units[index].End)))
                {
                    index++;
                }

                words.Add(new TextRange(units[first].Begin, units[index].End));
                nextWhole++;
                continue;
            }

            bool adjacent = begin >= 0 && units[index - 1].End == unit.Begin;
            bool joins = adjacent && Joins(text, units, index, last, nextWhole < whole.Count ? whole[nextWhole].Begin : text.Length);
            bool continues = adjacent && (last is null || joins || unit.Kind == TextUnitKind.Format || ContinuesWord(last, unit.Kind));
            if (!continues)
            {
                Close(index);
                begin = unit.Begin;
                last = null;
            }

            if (unit.Kind != TextUnitKind.Format)
            {
                last = joins ? TextUnitKind.Joiner : IsJoiner(unit.Kind) ? TextUnitKind.Alone : unit.Kind;
            }
        }

        Close(units.Count);
        return words;

        void Close(int end)
        {
            if (begin >= 0)
            {
                words.Add(new TextRange(begin, units[end - 1].End));
                begin = -1;
            }
        }
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

    /// <summary>Whether a joiner is between two units that it joins, neither of them in what is whole by itself.</summary>
    private static bool Joins(string text, List<TextUnit> units, int index, TextUnitKind? last, int whole)
    {
        TextUnitKind joiner = units[index].Kind;
        char sign = text[units[index].Begin];
        bool isHebrew = sign is '\'' or '"' or '\u05F3' && last == TextUnitKind.Letter && index > 0 && Letters.IsHebrew(text[units[index - 1].Begin]);
        if (isHebrew && sign != '"' && IsJoiner(joiner))
        {
            return true; // WB7a
        }

        if ((!IsJoiner(joiner) && !(isHebrew && joiner == TextUnitKind.Alone)) || !IsLetterOrDigit(last))
        {
            return false;
        }

        int next = index + 1;
        while (next < units.Count && units[next].Kind == TextUnitKind.Format)
        {
            next++;
        }

        if (next == units.Count || units[next].Begin != units[next - 1].End || units[next].End > whole)
        {
            return false;
        }

        return isHebrew && sign == '"'
            ? Letters.IsHebrew(text[units[next].Begin]) // WB7b, WB7c
            : IsLetterOrDigit(units[next].Kind) && (joiner == TextUnitKind.Joiner || (last == TextUnitKind.Digit && units[next].Kind == TextUnitKind.Digit));
    }

    private static bool IsLetterOrDigit(TextUnitKind? kind) => kind is TextUnitKind.Letter or TextUnitKind.Digit;

    private static bool IsJoiner(TextUnitKind? kind) => kind is TextUnitKind.Joiner or TextUnitKind.DigitJoiner;
}
