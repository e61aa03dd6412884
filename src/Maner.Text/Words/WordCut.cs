using System.Text;

namespace Maner.Text.Words;

/// <summary>
/// What a word is for a model: the cut of its training data, learned from the training words (<see cref="WordCutLearner"/>) and applied to running
/// text. The default cut where a model has none. Immutable, safe to share among threads.
/// </summary>
internal sealed class WordCut
{
    private const int MostParts = 12;
    private readonly HashSet<string> _keep;
    private readonly HashSet<string> _leading;
    private readonly string[] _leadingFamilies;

    /// <summary>A cut.</summary>
    /// <param name="rules">What is cut otherwise than by default.</param>
    /// <param name="lexicon">The words of scripts without spaces.</param>
    /// <param name="seen">The training words; null where they are not known.</param>
    public WordCut(WordRules rules, UnspacedLexicon? lexicon = null, SeenWords? seen = null)
    {
        (Rules, Lexicon, Seen) = (rules, lexicon ?? new UnspacedLexicon(new Dictionary<string, int>()), seen);
        _keep = new HashSet<string>(rules.Keep, StringComparer.Ordinal);
        _leading = new HashSet<string>(rules.Leading, StringComparer.Ordinal);
        _leadingFamilies = [.. rules.Leading.Where(word => word.EndsWith('*')).Select(word => word[..^1])];
    }

    /// <summary>The cut of models that remember none: <see cref="WordSplitter"/>'s.</summary>
    public static WordCut Default { get; } = new(WordRules.Default);

    /// <summary>What is cut otherwise than by default.</summary>
    public WordRules Rules { get; }

    /// <summary>The words of scripts without spaces; empty where training had none.</summary>
    public UnspacedLexicon Lexicon { get; }

    /// <summary>The training words; null where they are not known.</summary>
    public SeenWords? Seen { get; }

    /// <summary>The probability of a piece of the encoder, for words of scripts without spaces that training did not see; null without.</summary>
    public Func<string, float?>? Pieces { get; init; }

    /// <summary>The same with the pieces of an encoder.</summary>
    public WordCut WithPieces(Func<string, float?> pieces) => new(Rules, Lexicon, Seen) { Pieces = pieces };

    /// <summary>The words in order, as <see cref="WordSplitter.Split(string)"/> gives them.</summary>
    public List<TextRange> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Rules.SpacesOnly)
        {
            return SplitAtSpaces(text);
        }

        List<TextRange> words = WordSplitter.Split(text, Rules);
        words = CutUnspaced(text, words);
        words = Part(text, words);
        return Merge(text, words);
    }

    private static List<TextRange> SplitAtSpaces(string text)
    {
        var words = new List<TextRange>();
        int begin = -1;
        for (int index = 0; index < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(index), out Rune rune, out int units);
            bool isSpace = TextUnit.IsSpace(rune);
            if (isSpace && begin >= 0)
            {
                words.Add(new TextRange(begin, index));
            }

            begin = isSpace ? -1 : begin < 0 ? index : begin;
            index += units;
        }

        if (begin >= 0)
        {
            words.Add(new TextRange(begin, text.Length));
        }

        return words;
    }

    private List<TextRange> CutUnspaced(string text, List<TextRange> words)
    {
        if (Lexicon.Counts.Count == 0)
        {
            return words;
        }

        var cut = new List<TextRange>(words.Count);
        TextRange open = default;
        int openGroup = UnspacedScripts.None;
        foreach (TextRange word in words)
        {
            (TextRange Part, int Group)[] parts = [.. UnspacedRuns.Of(text, word, Lexicon)];
            if (parts.Length > 1 && WholeSpans.IsWhole(word.Of(text)))
            {
                parts = [(word, UnspacedScripts.None)]; // a hashtag in Thai
            }

            foreach ((TextRange part, int group) in parts)
            {
                if (group != openGroup || group == UnspacedScripts.None || part.Begin != open.End)
                {
                    Close();
                    (open, openGroup) = (part, group);
                }
                else
                {
                    open = open with { End = part.End };
                }
            }
        }

        Close();
        return cut;

        void Close()
        {
            if (openGroup != UnspacedScripts.None)
            {
                Lexicon.Cut(text, open, Pieces, cut);
            }
            else if (open.End > open.Begin)
            {
                cut.Add(open);
            }
        }
    }

    /// <summary>Cuts clitics off.</summary>
    private List<TextRange> Part(string text, List<TextRange> words)
    {
        if (Rules.Suffixes.Count == 0 && Rules.Prefixes.Count == 0)
        {
            return words;
        }

        var split = new List<TextRange>(words.Count);
        foreach (TextRange word in words)
        {
            string whole = word.Of(text);
            int cut = !whole.AsSpan().ContainsAny(Letters.Apostrophes) || _keep.Contains(whole) ? 0 : WordRuleLearner.CliticBorder(Letters.Fold(whole), Rules);
            if (cut > 0)
            {
                split.Add(word with { End = word.Begin + cut });
            }

            split.Add(word with { Begin = word.Begin + cut });
        }

        return split;
    }

    /// <summary>Joins neighbours that are one word in the data, the longest first.</summary>
    private List<TextRange> Merge(string text, List<TextRange> words)
    {
        if (ReferenceEquals(Rules, WordRules.Default))
        {
            return words;
        }

        var merged = new List<TextRange>(words.Count);
        for (int index = 0; index < words.Count;)
        {
            int end = MergedEnd(text, words, index);
            merged.Add(new TextRange(words[index].Begin, words[end - 1].End));
            index = end;
        }

        return merged;
    }

    private int MergedEnd(string text, List<TextRange> words, int first)
    {
        int most = first + 1;
        while (most < words.Count && most - first < MostParts && words[most].Begin == words[most - 1].End)
        {
            most++;
        }

        if (most == first + 1)
        {
            return most;
        }

        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> keep = _keep.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int end = most; end > first + 1; end--)
        {
            if (keep.Contains(text.AsSpan(words[first].Begin, words[end - 1].End - words[first].Begin)))
            {
                return end;
            }
        }

        return IsLeading(text, words, first) ? first + 2 : RuledEnd(text, words, first, most);
    }

    private bool IsLeading(string text, List<TextRange> words, int first)
    {
        (int begin, int end) = (words[first].Begin, words[first].End);
        if (Rules.Leading.Count == 0 || end - begin != 1 || !Letters.IsApostrophe(text[begin]) || (begin > 0 && char.IsLetterOrDigit(text[begin - 1])))
        {
            return false;
        }

        string folded = Letters.Fold(text[begin..words[first + 1].End]);
        return _leading.Contains(folded) || Array.Exists(_leadingFamilies, family => folded.StartsWith(family, StringComparison.Ordinal));
    }

    /// <summary>Numbers with their signs, initials and acronyms.</summary>
    private int RuledEnd(string text, List<TextRange> words, int first, int most)
    {
        (char sign, char next) = (text[words[first].Begin], text[words[first + 1].Begin]);
        if (IsNumber(words[first + 1]) && IsSign(words[first]) && Rules.BeforeDigits.Contains(sign, StringComparison.Ordinal))
        {
            return first + 2;
        }

        if (IsNumber(words[first]) && IsSign(words[first + 1])
            && (Rules.AfterDigits.Contains(next, StringComparison.Ordinal)
                || (Rules.Ordinals && next == '.' && first + 2 < words.Count && words[first + 2].Begin > words[first + 1].End && Letters.IsLetter(text, words[first + 2].Begin))))
        {
            return first + 2;
        }

        if (!(Rules.Initials || Rules.Acronyms) || !IsLetter(words[first]) || next != '.' || !IsSign(words[first + 1]))
        {
            return first + 1;
        }

        int end = first + 2;
        while (Rules.Acronyms && end + 1 < most && IsLetter(words[end]) && text[words[end + 1].Begin] == '.' && IsSign(words[end + 1]))
        {
            end += 2;
        }

        return end > first + 2 || (Rules.Initials && char.IsUpper(sign)) ? end : first + 1;

        bool IsSign(TextRange word) => word.End - word.Begin == 1;
        bool IsLetter(TextRange word) => word.End - word.Begin == 1 && char.IsLetter(text[word.Begin]);
        bool IsNumber(TextRange word) => char.IsDigit(text[word.Begin]) && char.IsDigit(text[word.End - 1]);
    }
}
