using System.Text;

namespace Maner.Text.Words;

/// <summary>
/// Learns from the words of labelled data how they were cut (<see cref="WordRules"/>). The data has words and no text, so the evidence for a sign
/// is how often it is inside a word against how often it is a word between two that it could have joined. Where there is little evidence the
/// default stays. Deterministic.
/// </summary>
internal static class WordRuleLearner
{
    private const int MostKept = 2_000, MostKeptBytes = 1 << 15, MostClitics = 200, LongestKept = 64;

    /// <summary>Learns the rules.</summary>
    public static WordRules Learn(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        CutEvidence evidence = CutEvidence.Of(sentences);
        if (evidence.Attached >= 5 && evidence.Attached > 9 * evidence.Apart)
        {
            return new WordRules { SpacesOnly = true };
        }

        (string[] leading, string[] suffixes, string[] prefixes) = Apostrophes(evidence);
        var rules = new WordRules
        {
            Cut = Signs(evidence.Signs, sign => sign.IsJoiner && sign.Apart >= 10 && sign.Inside * 20 <= sign.Apart),
            JoinLetters = Signs(evidence.Signs, sign => !sign.IsJoiner && sign.MayJoinLetters && sign.InLetters >= 5 && sign.InLetters > 4 * sign.ApartLetters),
            JoinDigits = Signs(evidence.Signs, sign => !sign.IsJoiner && sign.InDigits >= 3 && sign.InDigits > 2 * sign.ApartDigits),
            BeforeDigits = Signs(evidence.Signs, sign => sign.BeforeDigits >= 3 && sign.BeforeDigits > sign.ApartBeforeDigits),
            AfterDigits = Signs(evidence.Signs, sign => sign.Sign != '.' && sign.AfterDigits >= 3 && sign.AfterDigits > sign.ApartAfterDigits),
            Ordinals = evidence.Signs.TryGetValue('.', out SignEvidence? period) && period.AfterDigits >= 5 && period.AfterDigits > period.ApartAfterDigits,
            CutHashtags = evidence.CutHashtags >= 3 && evidence.CutHashtags > evidence.Hashtags,
            CutMentions = evidence.CutMentions >= 3 && evidence.CutMentions > evidence.Mentions,
            Initials = evidence.Initials >= 3 && evidence.Initials > evidence.CutInitials,
            Acronyms = evidence.Acronyms >= 3 && evidence.Acronyms > evidence.CutAcronyms,
            Leading = leading,
            Suffixes = suffixes,
            Prefixes = prefixes,
        };
        return rules with { Keep = Kept(rules, evidence, sentences) };
    }

    /// <summary>Where a clitic begins or ends in a word with apostrophes; 0 where there is none.</summary>
    /// <param name="folded">The word, folded.</param>
    /// <param name="rules">The clitics.</param>
    public static int CliticBorder(string folded, WordRules rules)
    {
        int first = folded.IndexOf('\'', StringComparison.Ordinal), last = folded.LastIndexOf('\'');
        if (first > 0 && first < folded.Length - 1 && rules.Prefixes.Contains(folded[..(first + 1)], StringComparer.Ordinal))
        {
            return first + 1;
        }

        if (last <= 0 || last == folded.Length - 1)
        {
            return 0;
        }

        int begin = folded.Length > 3 && folded.EndsWith("n't", StringComparison.Ordinal) ? folded.Length - 3 : last;
        return rules.Suffixes.Contains(folded[begin..], StringComparer.Ordinal) ? begin : 0;
    }

    private static string Signs(SortedDictionary<char, SignEvidence> signs, Func<SignEvidence, bool> holds) =>
        string.Concat(signs.Values.Where(holds).Select(sign => sign.Sign));

    /// <summary>
    /// <c>'yan</c> is a word that begins so, <c>'s</c> is the end of another: the first is found at the start of sentences and after signs too, or is
    /// longer than clitics are.
    /// </summary>
    private static (string[] Leading, string[] Suffixes, string[] Prefixes) Apostrophes(CutEvidence evidence)
    {
        var leading = new List<string>();
        var suffixes = new List<string>();
        foreach ((string word, (int count, int free)) in evidence.Leading)
        {
            if (free > 0 || word.Length > 3)
            {
                leading.Add(word);
            }

            if (count - free > 0 && count - free > evidence.Tails.GetValueOrDefault(word))
            {
                suffixes.Add(word);
            }
        }

        if (evidence.Negations > evidence.Tails.GetValueOrDefault("n't"))
        {
            suffixes.Add("n't");
        }

        // Several words with the same first letter speak for all such: Hausa's hooked y.
        string[] families = [.. leading.Where(word => word.Length > 2 && evidence.Leading[word].Free > 0).GroupBy(word => word[..2], StringComparer.Ordinal)
            .Where(family => family.Count() > 1).Select(family => family.Key + "*")];
        IEnumerable<string> prefixes = evidence.Trailing.Where(pair => pair.Value > evidence.Heads.GetValueOrDefault(pair.Key)).Select(pair => pair.Key);
        return (Most(leading.Concat(families)), Most(suffixes), Most(prefixes));

        string[] Most(IEnumerable<string> words) => [.. words
            .OrderByDescending(word => evidence.Leading.TryGetValue(word, out (int Count, int) lead) ? lead.Count : evidence.Trailing.GetValueOrDefault(word, int.MaxValue))
            .ThenBy(word => word, StringComparer.Ordinal).Take(MostClitics)];
    }

    /// <summary>Words that the rules cut and that are whole in the data more often than the same parts are words there.</summary>
    private static string[] Kept(WordRules rules, CutEvidence evidence, IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        var cut = new WordCut(rules);
        var candidates = new Dictionary<string, (string Word, int Whole, int Cut)>(StringComparer.Ordinal);
        var beginnings = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string word, int count) in evidence.Counts)
        {
            if (word.Length is < 2 or > LongestKept || UnspacedRuns.GroupOf(word) != UnspacedScripts.None || word.Any(char.IsWhiteSpace)
                || word.All(char.IsLetterOrDigit) || (word[^1] == '.' && word.AsSpan(0, word.Length - 1).IndexOfAnyExceptInRange('0', '9') < 0))
            {
                continue;
            }

            List<TextRange> parts = cut.Split(word);
            if (parts.Count > 1)
            {
                candidates[string.Join(' ', parts.Select(part => part.Of(word)))] = (word, count, 0);
                string first = parts[0].Of(word);
                beginnings[first] = Math.Max(beginnings.GetValueOrDefault(first), parts.Count);
            }
        }

        foreach (IReadOnlyList<string> sentence in sentences)
        {
            for (int index = 0; index < sentence.Count; index++)
            {
                if (!beginnings.TryGetValue(sentence[index], out int longest))
                {
                    continue;
                }

                var joined = new StringBuilder(sentence[index]);
                for (int end = index + 1; end < Math.Min(sentence.Count, index + longest); end++)
                {
                    string key = joined.Append(' ').Append(sentence[end]).ToString();
                    if (candidates.TryGetValue(key, out (string Word, int Whole, int Cut) found))
                    {
                        candidates[key] = found with { Cut = found.Cut + 1 };
                    }
                }
            }
        }

        int bytes = 0;
        return [.. candidates.Values.Where(candidate => candidate.Whole > candidate.Cut)
            .OrderByDescending(candidate => candidate.Whole).ThenBy(candidate => candidate.Word, StringComparer.Ordinal).Take(MostKept)
            .TakeWhile(candidate => (bytes += Encoding.UTF8.GetByteCount(candidate.Word) + 1) <= MostKeptBytes)
            .Select(candidate => candidate.Word)];
    }
}
