namespace Maner.Text.Tags;

/// <summary>What all the tags of a file say together.</summary>
/// <param name="Scheme">The tag scheme: the one that the sentences break least.</param>
/// <param name="Entities">The number of entities of each type.</param>
internal sealed record TagSurvey(TagScheme Scheme, IReadOnlyDictionary<string, int> Entities)
{
    /// <summary>Goes through the tags.</summary>
    /// <param name="sentences">The tags of each sentence, gone through once; a buffer may be used again for the next.</param>
    public static TagSurvey Of(IEnumerable<List<ParsedTag>> sentences)
    {
        var letters = new int[char.MaxValue + 1];
        var entities = new Dictionary<string, int>(StringComparer.Ordinal);
        int iob1 = 0, iob2 = 0; // violations
        foreach (List<ParsedTag> tags in sentences)
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
                    if (!follows || tag.Role is TagRole.Begin or TagRole.Single)
                    {
                        entities[tag.Type] = entities.GetValueOrDefault(tag.Type) + 1;
                    }

                    letters[tag.Letter]++;
                }

                before = tag;
            }
        }

        return new TagSurvey(Decide(wanted => wanted.Sum(letter => letters[letter]), entities.Count > 0, iob1, iob2), entities);
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
