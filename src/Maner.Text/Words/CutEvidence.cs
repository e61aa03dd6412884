using System.Buffers;
using System.Globalization;

namespace Maner.Text.Words;

/// <summary>What the words of labelled data show of a sign.</summary>
/// <param name="sign">The sign.</param>
internal sealed class SignEvidence(char sign)
{
    /// <summary>The sign.</summary>
    public char Sign => sign;

    /// <summary>Whether it joins by default, letters or digits.</summary>
    public bool IsJoiner { get; init; }

    /// <summary>Whether it joins digits alone by default.</summary>
    public bool JoinsDigitsOnly { get; init; }

    /// <summary>Words with it between letters, or between a letter and a digit.</summary>
    public int InLetters { get; set; }

    /// <summary>Words with it between digits.</summary>
    public int InDigits { get; set; }

    /// <summary>How often it is a word between two that it could join.</summary>
    public int ApartLetters { get; set; }

    /// <summary>The same between numbers.</summary>
    public int ApartDigits { get; set; }

    /// <summary>Words that are it and a number.</summary>
    public int BeforeDigits { get; set; }

    /// <summary>How often it is a word before a number.</summary>
    public int ApartBeforeDigits { get; set; }

    /// <summary>Words that are a number and it.</summary>
    public int AfterDigits { get; set; }

    /// <summary>How often it is a word after a number, not at the end of a sentence.</summary>
    public int ApartAfterDigits { get; set; }

    /// <summary>Words with it inside; of a point or comma, numbers.</summary>
    public int Inside => InDigits + (JoinsDigitsOnly ? 0 : InLetters);

    /// <summary>How often it is a word inside what could be one.</summary>
    public int Apart => ApartDigits + (JoinsDigitsOnly ? 0 : ApartLetters);

    /// <summary>Whether it can be a letter's neighbour on both sides in a word: a sign of its own kind, no quote, bracket or full stop.</summary>
    public bool MayJoinLetters => !CutEvidence.Ends.Contains(Sign, StringComparison.Ordinal) && CharUnicodeInfo.GetUnicodeCategory(Sign)
        is not (UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation);
}

/// <summary>Counts over the words of labelled data that say how they were cut.</summary>
internal sealed class CutEvidence
{
    private static readonly SearchValues<char> s_numberSigns = SearchValues.Create("0123456789.,");

    internal const string Ends = ".,!?;:\u0964\u06D4\u060C\u061F\u061B\u1362\u1363\u2026";

    /// <summary>Every word and how often it occurs.</summary>
    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>By sign.</summary>
    public SortedDictionary<char, SignEvidence> Signs { get; } = [];

    /// <summary>Words of two letters or more that end in a full stop or comma, against such signs that are words.</summary>
    public int Attached { get; private set; }

    /// <inheritdoc cref="Attached"/>
    public int Apart { get; private set; }

    /// <summary>Folded words that begin with an apostrophe; and how often they begin a sentence or follow a sign.</summary>
    public SortedDictionary<string, (int Count, int Free)> Leading { get; } = new(StringComparer.Ordinal);

    /// <summary>Folded words that end in an apostrophe before another word.</summary>
    public SortedDictionary<string, int> Trailing { get; } = new(StringComparer.Ordinal);

    /// <summary>Folded ends of words from their last apostrophe on (and <c>n't</c>), and beginnings up to their first.</summary>
    public Dictionary<string, int> Tails { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc cref="Tails"/>
    public Dictionary<string, int> Heads { get; } = new(StringComparer.Ordinal);

    /// <summary>How often <c>n't</c> is a word.</summary>
    public int Negations { get; private set; }

    /// <summary>Hashtags that are words, and signs before a word.</summary>
    public int Hashtags { get; private set; }

    /// <inheritdoc cref="Hashtags"/>
    public int CutHashtags { get; private set; }

    /// <summary>The same of mentions.</summary>
    public int Mentions { get; private set; }

    /// <inheritdoc cref="Mentions"/>
    public int CutMentions { get; private set; }

    /// <summary>Capitals with a period, in one word and in two.</summary>
    public int Initials { get; private set; }

    /// <inheritdoc cref="Initials"/>
    public int CutInitials { get; private set; }

    /// <summary>Several letters with periods, in one word and in several.</summary>
    public int Acronyms { get; private set; }

    /// <inheritdoc cref="Acronyms"/>
    public int CutAcronyms { get; private set; }

    /// <summary>Counts.</summary>
    public static CutEvidence Of(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        var evidence = new CutEvidence();
        foreach (IReadOnlyList<string> sentence in sentences)
        {
            for (int index = 0; index < sentence.Count; index++)
            {
                if (sentence[index].Length > 0)
                {
                    evidence.Count(sentence, index);
                }
            }
        }

        foreach ((string word, int count) in evidence.Counts)
        {
            if (!WholeSpans.IsWhole(word))
            {
                evidence.CountInside(word, count);
            }
            else if (word[0] is '#' or '@')
            {
                evidence.Hashtags += word[0] == '#' ? count : 0;
                evidence.Mentions += word[0] == '@' ? count : 0;
            }
        }

        return evidence;
    }

    private void Count(IReadOnlyList<string> sentence, int index)
    {
        string word = sentence[index], before = index > 0 ? sentence[index - 1] : "", after = index + 1 < sentence.Count ? sentence[index + 1] : "";
        Counts[word] = Counts.GetValueOrDefault(word) + 1;
        if (word.Length == 1 && !char.IsLetterOrDigit(word[0]) && !char.IsWhiteSpace(word[0]))
        {
            CountApart(word[0], before, after);
        }

        if (word.Length == 1 && char.IsUpper(word[0]) && after == ".")
        {
            CutInitials++;
            CutAcronyms += index + 2 < sentence.Count && sentence[index + 2].Length == 1 && char.IsUpper(sentence[index + 2][0]) ? 1 : 0;
        }

        if (word.Length > 1 && Letters.IsApostrophe(word[0]) && Letters.IsLetter(word, 1))
        {
            string folded = Letters.Fold(word);
            (int count, int free) = Leading.GetValueOrDefault(folded);
            Leading[folded] = (count + 1, free + (Letters.EndsInLetter(before) ? 0 : 1));
        }
        else if (word.Length > 1 && Letters.IsApostrophe(word[^1]) && Letters.IsLetter(word, word.Length - 2) && Letters.BeginsWithLetter(after))
        {
            string folded = Letters.Fold(word);
            Trailing[folded] = Trailing.GetValueOrDefault(folded) + 1;
        }
    }

    private void CountApart(char sign, string before, string after)
    {
        SignEvidence evidence = Of(sign);
        bool digitBefore = before.Length > 0 && char.IsDigit(before[^1]), digitAfter = after.Length > 0 && char.IsDigit(after[0]);
        if (digitBefore && digitAfter)
        {
            evidence.ApartDigits++;
        }
        else if ((digitBefore || Letters.EndsInLetter(before)) && (digitAfter || Letters.BeginsWithLetter(after)))
        {
            evidence.ApartLetters++;
        }

        evidence.ApartBeforeDigits += digitAfter && after.All(char.IsDigit) ? 1 : 0;
        evidence.ApartAfterDigits += digitBefore && after.Length > 0 ? 1 : 0;
        bool beforeTag = Letters.BeginsWithLetter(after) && UnspacedRuns.GroupOf(after) == UnspacedScripts.None;
        CutHashtags += sign == '#' && beforeTag ? 1 : 0;
        CutMentions += sign == '@' && beforeTag ? 1 : 0;
        Apart += Ends.Contains(sign, StringComparison.Ordinal) ? 1 : 0;
    }

    private void CountInside(string word, int count)
    {
        int last = word.Length - 1;
        if (last > 1 && Ends.Contains(word[last], StringComparison.Ordinal) && Letters.IsLetter(word, last - 1) && Letters.IsLetter(word, last - 2))
        {
            Attached += count;
        }

        if (last == 1 && char.IsUpper(word[0]) && word[1] == '.')
        {
            Initials += count;
        }

        Acronyms += IsAcronym(word) ? count : 0;
        for (int index = 1; index < last; index++)
        {
            if (!char.IsLetterOrDigit(word[index]) && !char.IsSurrogate(word[index]) && Letters.HasLetterOrDigit(word.AsSpan(index - 1, 1)) && Letters.HasLetterOrDigit(word.AsSpan(index + 1, 1))
                && CharUnicodeInfo.GetUnicodeCategory(word[index]) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format))
            {
                bool digits = char.IsDigit(word[index - 1]) && char.IsDigit(word[index + 1]);
                SignEvidence evidence = Of(word[index]);
                (evidence.InDigits, evidence.InLetters) = digits ? (evidence.InDigits + count, evidence.InLetters) : (evidence.InDigits, evidence.InLetters + (IsAcronym(word) ? 0 : count));
            }
        }

        if (last > 0 && word.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && !char.IsLetterOrDigit(word[0]))
        {
            Of(word[0]).BeforeDigits += count;
        }
        else if (last > 0 && !word.AsSpan(0, last).ContainsAnyExcept(s_numberSigns) && char.IsDigit(word[last - 1]) && !char.IsLetterOrDigit(word[last]))
        {
            Of(word[last]).AfterDigits += count;
        }

        CountApostrophes(Letters.Fold(word), count);
    }

    private void CountApostrophes(string folded, int count)
    {
        int first = folded.IndexOf('\'', StringComparison.Ordinal), last = folded.LastIndexOf('\'');
        if (folded == "n't")
        {
            Negations += count;
            return;
        }

        if (first > 0 && first < folded.Length - 1)
        {
            Heads[folded[..(first + 1)]] = Heads.GetValueOrDefault(folded[..(first + 1)]) + count;
        }

        if (last > 0 && last < folded.Length - 1)
        {
            Tails[folded[last..]] = Tails.GetValueOrDefault(folded[last..]) + count;
            if (folded.EndsWith("n't", StringComparison.Ordinal))
            {
                Tails["n't"] = Tails.GetValueOrDefault("n't") + count;
            }
        }
    }

    /// <summary>Letters with a period each, two at least.</summary>
    private static bool IsAcronym(string word)
    {
        if (word.Length < 4)
        {
            return false;
        }

        for (int index = 0; index < word.Length; index++)
        {
            if (index % 2 == 0 ? !char.IsLetter(word[index]) : word[index] != '.')
            {
                return false;
            }
        }

        return true;
    }

    private SignEvidence Of(char sign)
    {
        if (!Signs.TryGetValue(sign, out SignEvidence? evidence))
        {
            Signs[sign] = evidence = new SignEvidence(sign) { IsJoiner = TextUnit.IsJoiner(sign), JoinsDigitsOnly = TextUnit.JoinsDigitsOnly(sign) };
        }

        return evidence;
    }
}
