using System.Globalization;

namespace Maner.Text.Words;

/// <summary>
/// Whether the words to tag are cut as the training words were. A word that training did not see may be new; a word that was not seen, and that
/// was seen if it is cut or joined otherwise, is cut otherwise. Not thread-safe.
/// </summary>
/// <param name="cut">The model's cut, with its training words.</param>
internal sealed class CutCheck(WordCut cut)
{
    /// <summary>Words after which a stream is judged for the first time.</summary>
    public const int Enough = 1_000;

    /// <summary>
    /// Share of words cut otherwise from which a notice is due. Of 95 labelled sets the held-out sentences, as running text and cut by the model's cut, have
    /// 0.0 % in the median and at most 0.4 % (two with 50 training sentences: 0.4 and 3.9); as the data cuts them 0.1 % and at most 1.1 % (one whose words are
    /// cut one way and another: 4). With the punctuation left on the words 87 of 95 have more than this.
    /// </summary>
    public const double Otherwise = 0.012;

    /// <summary>Share of words never seen from which a notice is due, whatever they are: at most 88 % of held-out words are new (Korean after 100 sentences).</summary>
    public const double Unseen = 0.9;

    private const int FewestForUnseen = 50;
    private readonly List<string> _examples = [];

    /// <summary>Words with a letter so far.</summary>
    public int Words { get; private set; }

    /// <summary>Of these, words that training did not see.</summary>
    public int UnseenWords { get; private set; }

    /// <summary>Of these, words that it saw cut otherwise.</summary>
    public int CutOtherwise { get; private set; }

    /// <summary>Counts a sentence.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="offsets">Where they are in its text; null where there is none.</param>
    public void Add(IReadOnlyList<string> words, IReadOnlyList<TextRange>? offsets)
    {
        if (cut.Seen is not { } seen)
        {
            return;
        }

        for (int index = 0; index < words.Count; index++)
        {
            string word = words[index];
            if (!Letters.HasLetterOrDigit(word) || word.All(char.IsDigit) || WholeSpans.IsWhole(word))
            {
                continue;
            }

            Words++;
            if (seen.Contains(word))
            {
                continue;
            }

            UnseenWords++;
            if (UnspacedRuns.GroupOf(word) == UnspacedScripts.None && Alternative(words, offsets, index, seen) is { } example)
            {
                CutOtherwise++;
                if (_examples.Count < 3 && !_examples.Contains(example))
                {
                    _examples.Add(example);
                }
            }
        }
    }

    /// <summary>What to say; null where the words are cut as in training, or too few were seen to say.</summary>
    public string? Notice()
    {
        if (Words == 0)
        {
            return null;
        }

        string unseen = string.Create(CultureInfo.InvariantCulture, $"{UnseenWords} of {Words} words ({100.0 * UnseenWords / Words:0} %) were never seen as words in training");
        if (CutOtherwise >= Otherwise * Words)
        {
            return CutOtherwise == 0 ? null : $"The words are cut otherwise than the model's training words were: {unseen}, {CutOtherwise} of them because of the cut (" +
                string.Join("; ", _examples) + "). Cut the text as the training data is cut.";
        }

        return Words >= FewestForUnseen && UnseenWords >= Unseen * Words
            ? $"{unseen}. Is the text in the language of the training data, and cut as it is?"
            : null;
    }

    private static string? Alternative(IReadOnlyList<string> words, IReadOnlyList<TextRange>? offsets, int index, SeenWords seen)
    {
        string word = words[index], core = word;
        int begin = 0, end = word.Length;
        while (begin < end && !Letters.HasLetterOrDigit(word.AsSpan(begin, 1)) && !char.IsSurrogate(word[begin]))
        {
            begin++;
        }

        while (end > begin && !Letters.IsLetter(word, end - 1) && !char.IsLetterOrDigit(word[end - 1]) && !char.IsSurrogate(word[end - 1]))
        {
            end--;
        }

        core = word[begin..end];
        if (core.Length < word.Length && core.Length > 1 && seen.Contains(core))
        {
            return $"'{word}' here, '{core}' in training";
        }

        return Joined(index, index + 1) ?? Joined(index - 1, index);

        string? Joined(int left, int right)
        {
            if (left < 0 || right >= words.Count || (offsets is not null && offsets[left].End != offsets[right].Begin))
            {
                return null;
            }

            string joined = words[left] + words[right];
            bool withSign = !Letters.HasLetterOrDigit(words[left]) || !Letters.HasLetterOrDigit(words[right]) || joined.AsSpan().ContainsAny(Letters.Apostrophes);
            return withSign && seen.Contains(joined) ? $"'{words[left]} {words[right]}' here, '{joined}' in training" : null;
        }
    }
}
