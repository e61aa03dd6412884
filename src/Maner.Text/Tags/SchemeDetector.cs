namespace Maner.Text.Tags;

/// <summary>Tells the tag scheme from all the tags of a file: the one that its sentences break least.</summary>
internal static class SchemeDetector
{
    /// <param name="sentences">The tags of each sentence, gone through once; a buffer may be used again for the next.</param>
    public static TagScheme Detect(IEnumerable<IReadOnlyList<ParsedTag>> sentences)
    {
        var letters = new int[char.MaxValue + 1];
        bool anyInside = false;
        int iob1 = 0, iob2 = 0; // violations
        foreach (IReadOnlyList<ParsedTag> tags in sentences)
        {
            ParsedTag before = default;
            for (int word = 0; word < tags.Count; word++)
            {
                ParsedTag tag = tags[word];
                if (tag.Role != TagRole.Outside)
                {
                    bool follows = before.Role != TagRole.Outside && before.Type == tag.Type;
                    iob1 += tag.Role == TagRole.Begin && !follows ? 1 : 0;
                    iob2 += tag.Role == TagRole.Inside && !follows ? 1 : 0;
                    anyInside = true;
                    letters[tag.Letter]++;
                }

                before = tag;
            }
        }

        return Decide(wanted => wanted.Sum(letter => letters[letter]), anyInside, iob1, iob2);
    }

    private static TagScheme Decide(Func<string, int> count, bool anyInside, int iob1, int iob2)
    {
        // Where ends are marked every B- has its end; a few stray end tags do not turn IOB2 into IOBES.
        bool endsMarked = count("ELSUMW") > 0 && count("B") <= (2 * count("EL")) + 1;
        if (endsMarked)
        {
            return count("MW") > 0 && count("MW") >= count("ILU") ? TagScheme.Bmewo
                : count("LU") > count("ES") ? TagScheme.Bilou
                : TagScheme.Iobes;
        }

        // Without any tag at all it is the scheme that is written; with I- alone IOB1 would read the same.
        return count("B") == 0 ? anyInside ? TagScheme.Io : TagScheme.Iob2
            : iob1 < iob2 ? TagScheme.Iob1 : TagScheme.Iob2;
    }
}
