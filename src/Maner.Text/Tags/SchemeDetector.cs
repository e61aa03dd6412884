namespace Maner.Text.Tags;

/// <summary>Tells the tag scheme from all the tags of a file: the one that its sentences break least.</summary>
internal static class SchemeDetector
{
    public static TagScheme Detect(IReadOnlyList<ParsedTag[]> sentences)
    {
        Dictionary<char, int> letters = sentences.SelectMany(tags => tags).Where(tag => tag.Letter != '\0')
            .CountBy(tag => tag.Letter).ToDictionary();
        int Count(string wanted) => wanted.Sum(letter => letters.GetValueOrDefault(letter));

        // Where ends are marked every B- has its end; a few stray end tags do not turn IOB2 into IOBES.
        bool endsMarked = Count("ELSUMW") > 0 && Count("B") <= (2 * Count("EL")) + 1;
        if (endsMarked)
        {
            return Count("MW") > 0 && Count("MW") >= Count("ILU") ? TagScheme.Bmewo
                : Count("LU") > Count("ES") ? TagScheme.Bilou
                : TagScheme.Iobes;
        }

        if (Count("B") == 0)
        {
            // Without any tag at all it is the scheme that is written; with I- alone IOB1 would read the same.
            return sentences.SelectMany(tags => tags).Any(tag => tag.Role != TagRole.Outside) ? TagScheme.Io : TagScheme.Iob2;
        }

        (int iob1, int iob2) = CountViolations(sentences);
        return iob1 < iob2 ? TagScheme.Iob1 : TagScheme.Iob2;
    }

    private static (int Iob1, int Iob2) CountViolations(IReadOnlyList<ParsedTag[]> sentences)
    {
        int iob1 = 0;
        int iob2 = 0;
        foreach (ParsedTag[] tags in sentences)
        {
            ParsedTag before = default;
            foreach (ParsedTag tag in tags)
            {
                bool follows = before.Role != TagRole.Outside && before.Type == tag.Type;
                iob1 += tag.Role == TagRole.Begin && !follows ? 1 : 0;
                iob2 += tag.Role == TagRole.Inside && !follows ? 1 : 0;
                before = tag;
            }
        }

        return (iob1, iob2);
    }
}
