using Maner.Text.Unicode;

namespace Maner.Text.Words;

/// <summary>
/// Abbreviations, learned from a text without labels by the statistic of Kiss and Strunk (2006, "Unsupervised Multilingual Sentence Boundary
/// Detection"): a word that mostly has a period, is short and has periods inside is one. Also which words begin with a small letter elsewhere, and
/// whether numbers with a period are ordinals.
/// </summary>
internal sealed class Abbreviations
{
    // The paper's values: the probability of a period after an abbreviation, and the score from which a word is one.
    private const double PeriodAfterAbbreviation = 0.99, Threshold = 0.3;

    // Without capitals nothing shows whether a sentence goes on, and verbs that end sentences look like abbreviations: more is asked for, and that
    // paragraphs do not end in the word.
    private const double UncasedThreshold = 6;
    private const int LongestWithoutVowel = 4;

    private readonly Dictionary<string, Counts> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _learned = new(StringComparer.Ordinal);
    private long _tokens;
    private long _periods;
    private int _numbers;
    private int _ordinals;
    private readonly List<string> _afterNumbers = [];

    /// <summary>The abbreviations without their last period, and how often each has one, the most frequent first.</summary>
    public IReadOnlyList<(string Word, int Count)> Learned { get; private set; } = [];

    /// <summary>Whether a number with a period is an ordinal (<c>3. Oktober</c>).</summary>
    public bool HasOrdinals { get; private set; }

    /// <summary>Whether an Armenian text ends sentences with its own full stop, so that a period before a quote is a colon.</summary>
    public bool HasArmenianStops { get; private set; }

    /// <summary>Learns from a text.</summary>
    /// <param name="paragraphs">The text.</param>
    public static Abbreviations Learn(IEnumerable<string> paragraphs)
    {
        var learned = new Abbreviations();
        foreach (string paragraph in paragraphs)
        {
            learned.Count(paragraph);
        }

        foreach ((string type, Counts counts) in learned._counts)
        {
            if (learned.IsAbbreviation(type, counts))
            {
                learned._learned.Add(type);
            }
        }

        int ordinals = learned._ordinals + learned._afterNumbers.Count(next => !learned._counts[next].IsSmallSomewhere);
        learned.HasOrdinals = ordinals >= 3 && ordinals * 10 >= learned._numbers;
        learned.Learned =
        [
            .. learned._learned.Select(type => (Word: type, Count: learned._counts[type].WithPeriod)).OrderByDescending(word => word.Count).ThenBy(word => word.Word, StringComparer.Ordinal),
        ];
        return learned;
    }

    /// <summary>Whether a word before a period is an abbreviation.</summary>
    /// <param name="word">The word as it is written, without the last period.</param>
    public bool Contains(string word)
    {
        string type = word.ToLowerInvariant();
        return _learned.Contains(type) || HasInnerPeriods(type) || (LacksVowel(word) && (!_counts.TryGetValue(type, out Counts? counts) || counts.Without == 0));
    }

    /// <summary>Whether a capitalised word is one that begins with a small letter inside sentences, so that here it begins one.</summary>
    public bool IsUsuallySmall(string type) => _counts.TryGetValue(type, out Counts? counts) && counts.Small > 0 && counts.Small >= counts.CapitalInside;

    private void Count(string text)
    {
        Chunk last = default;
        bool any = false;
        foreach (Chunk chunk in Chunk.Of(text))
        {
            if (chunk.CoreEnd == chunk.CoreBegin)
            {
                continue;
            }

            string type = chunk.Type(text);
            HasArmenianStops |= text.AsSpan(chunk.CoreEnd, chunk.End - chunk.CoreEnd).Contains('\u0589');
            bool isNumber = IsSmallNumber(text.AsSpan(chunk.CoreBegin, chunk.CoreEnd - chunk.CoreBegin));
            NextLetter first = SentenceMarks.After(text[chunk.CoreBegin..chunk.CoreEnd], 0);
            if (any && last.Periods == 1)
            {
                CountNext(text, last, first, type);
            }

            Counts counts = Of(type);
            _tokens++;
            _numbers += isNumber ? 1 : 0;
            _periods += chunk.Periods > 0 ? 1 : 0;
            (counts.WithPeriod, counts.Without) = chunk.Periods > 0 ? (counts.WithPeriod + 1, counts.Without) : (counts.WithPeriod, counts.Without + 1);
            counts.Small += first == NextLetter.Lower ? 1 : 0;
            counts.CapitalInside += first == NextLetter.Upper && any && last.Periods == 0 && last.End == last.CoreEnd ? 1 : 0;
            counts.IsUncased |= first == NextLetter.Uncased;
            (last, any) = (chunk, true);
        }

        if (any && last.Periods > 0)
        {
            Of(last.Type(text)).AtEnd++;
        }
    }

    private void CountNext(string text, Chunk chunk, NextLetter first, string next)
    {
        bool comma = chunk.CoreEnd + 1 < chunk.End && text[chunk.CoreEnd + 1] is ',' or ';' or ':';
        Counts counts = Of(chunk.Type(text));
        bool isNumber = IsSmallNumber(text.AsSpan(chunk.CoreBegin, chunk.CoreEnd - chunk.CoreBegin));
        if (comma || first is NextLetter.Lower or NextLetter.Digit)
        {
            counts.GoesOn++;
            _ordinals += isNumber && first == NextLetter.Lower ? 1 : 0;
        }
        else if (first == NextLetter.Upper)
        {
            if (isNumber)
            {
                _afterNumbers.Add(next);
            }

            counts.BeforeCapitals.Add(next);
        }
    }

    private bool IsAbbreviation(string type, Counts counts)
    {
        int length = type.Count(char.IsLetterOrDigit), inner = type.Count(unit => unit == '.');
        if (counts.WithPeriod < 2 || length == 0 || char.IsDigit(type[0]) || length > 12)
        {
            return false;
        }

        // Names are capitalised inside sentences too; a word that several words without a small form follow is before names, and not at the ends of sentences.
        string[] capitals = [.. counts.BeforeCapitals.Where(next => !_counts[next].IsSmallSomewhere)];
        bool areNames = capitals.Distinct(StringComparer.Ordinal).Skip(2).Any();
        int goesOn = counts.GoesOn + capitals.Count(next => areNames || _counts[next].CapitalInside > 0);
        return counts.IsUncased
            ? counts.WithPeriod >= 3 && counts.AtEnd * 20 < counts.WithPeriod && Score(counts, length, inner) >= UncasedThreshold
            : 2 * goesOn >= counts.WithPeriod && Score(counts, length, inner) >= Threshold;
    }

    private double Score(Counts counts, int length, int inner)
    {
        double all = counts.WithPeriod + counts.Without, share = Math.Min(0.999, Math.Max(1e-6, (double)_periods / _tokens));
        double chance = (counts.WithPeriod * Math.Log(share)) + (counts.Without * Math.Log(1 - share));
        double abbreviation = (counts.WithPeriod * Math.Log(PeriodAfterAbbreviation)) + (counts.Without * Math.Log(1 - PeriodAfterAbbreviation));
        double likelihood = -2 * (chance - abbreviation);
        return all == 0 ? 0 : likelihood * Math.Exp(-length) * (inner + 1) * Math.Pow(length, -counts.Without);
    }

    /// <summary>A period between letters: <c>z.B</c>, <c>a.m</c>; not that of an address or of a forgotten space.</summary>
    private static bool HasInnerPeriods(string type)
    {
        int run = 0;
        bool inner = false;
        foreach (char unit in type)
        {
            run = unit == '.' ? 0 : run + 1;
            inner |= unit == '.';
            if (run > 2 || char.IsDigit(unit))
            {
                return false;
            }
        }

        return inner;
    }

    /// <summary>Two to four Latin or Cyrillic letters without a vowel, not all capitals: <c>Dr</c>, <c>Dkt</c>.</summary>
    private static bool LacksVowel(string word)
    {
        if (word.Length is < 2 or > LongestWithoutVowel || word.All(char.IsUpper))
        {
            return false;
        }

        foreach (char unit in Bases(word))
        {
            if (unit is not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '\u0410' and <= '\u044F')) || "aeiouyAEIOUYаеиоуыэюяАЕИОУЫЭЮЯ".Contains(unit, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A number of one or two digits: a day, a century.</summary>
    private static bool IsSmallNumber(ReadOnlySpan<char> word) => word.Length is 1 or 2 && char.IsDigit(word[0]) && char.IsDigit(word[^1]);

    private static IEnumerable<char> Bases(string word)
    {
        var parts = new List<int>();
        foreach (char unit in word)
        {
            parts.Clear();
            CanonicalForm.Decompose(unit, parts);
            yield return parts is [var first, ..] ? (char)first : unit;
        }
    }

    private Counts Of(string type)
    {
        if (!_counts.TryGetValue(type, out Counts? counts))
        {
            _counts[type] = counts = new Counts();
        }

        return counts;
    }

    private sealed class Counts
    {
        public int WithPeriod { get; set; }

        public int Without { get; set; }

        public int Small { get; set; }

        public int CapitalInside { get; set; }

        public int GoesOn { get; set; }

        public int AtEnd { get; set; }

        public bool IsUncased { get; set; }

        public List<string> BeforeCapitals { get; } = [];

        public bool IsSmallSomewhere => Small > 0;
    }
}
