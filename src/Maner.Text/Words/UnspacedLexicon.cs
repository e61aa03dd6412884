using System.Globalization;

namespace Maner.Text.Words;

/// <summary>
/// Cuts text of scripts without spaces by the words that training saw: the most probable sequence of words (Viterbi over a unigram model), which
/// takes few and frequent ones. A word that was not seen has the probability of its characters, or of a piece of the encoder that is spelt so,
/// if that is higher. Cuts are between grapheme clusters only. Immutable.
/// </summary>
internal sealed class UnspacedLexicon
{
    /// <summary>The most words that are kept, and the most bytes of UTF-8 that they may take.</summary>
    public const int MostWords = 30_000, MostBytes = 1 << 19;

    /// <summary>The longest word in clusters that is not in the list.</summary>
    private const int LongestUnseen = 8, LongestSeen = 24;

    // Costs are in 1/64 bits, whole numbers: sums are the same on every machine.
    private const double Units = 64;
    private readonly Dictionary<string, int> _costs;
    private readonly int _newWord;
    private readonly int _perCluster;
    private readonly int _longest;
    private readonly bool[] _hasGroup = new bool[UnspacedScripts.Names.Count];

    /// <summary>A lexicon of words with their counts.</summary>
    public UnspacedLexicon(IReadOnlyDictionary<string, int> counts)
    {
        Counts = counts;
        double total = counts.Values.Sum(count => (double)count) + counts.Count;
        _costs = counts.ToDictionary(pair => pair.Key, pair => Round(Math.Log2(total / pair.Value)), StringComparer.Ordinal);
        var clusters = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in counts.Keys)
        {
            _hasGroup[UnspacedScripts.GroupOf(char.ConvertToUtf32(word, 0))] = true;
            int length = 0;
            for (int index = 0; index < word.Length; length++)
            {
                int units = StringInfo.GetNextTextElementLength(word.AsSpan(index));
                string cluster = word.Substring(index, units);
                clusters[cluster] = clusters.GetValueOrDefault(cluster) + 1;
                index += units;
            }

            _longest = Math.Max(_longest, Math.Min(length, LongestSeen));
        }

        // Of a new word: the share of new words by the Witten and Bell estimate, and for each cluster its entropy in the words seen, and one bit for "goes on".
        double all = clusters.Values.Sum();
        double entropy = clusters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Sum(pair => -pair.Value / all * Math.Log2(pair.Value / all));
        (_newWord, _perCluster) = counts.Count == 0 ? (0, 0) : (Round(Math.Log2(total / counts.Count)), Round(entropy + 1));
        _longest = Math.Max(_longest, LongestUnseen);
    }

    /// <summary>The words and how often each was seen.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; }

    /// <summary>Whether words of a group of scripts are known.</summary>
    public bool Knows(int group) => group != UnspacedScripts.None && _hasGroup[group];

    /// <summary>Cuts a run of one group.</summary>
    /// <param name="text">The text.</param>
    /// <param name="run">The run.</param>
    /// <param name="pieces">The natural logarithm of the probability of a piece of the encoder; null where there is no such piece. Null without an encoder.</param>
    /// <param name="words">Gets the words.</param>
    public void Cut(string text, TextRange run, Func<string, float?>? pieces, List<TextRange> words)
    {
        var borders = new List<int> { run.Begin };
        for (int index = run.Begin; index < run.End;)
        {
            index += Math.Min(run.End - index, StringInfo.GetNextTextElementLength(text.AsSpan(index)));
            if (index == run.End || !UnspacedScripts.Stacks(text[index - 1]))
            {
                borders.Add(index);
            }
        }

        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> costs = _costs.GetAlternateLookup<ReadOnlySpan<char>>();
        int count = borders.Count - 1;
        var best = new long[count + 1];
        var from = new int[count + 1];
        for (int end = 1; end <= count; end++)
        {
            best[end] = long.MaxValue;
            for (int length = 1; length <= Math.Min(_longest, end); length++)
            {
                ReadOnlySpan<char> word = text.AsSpan(borders[end - length], borders[end] - borders[end - length]);
                if (!costs.TryGetValue(word, out int cost))
                {
                    if (length > LongestUnseen)
                    {
                        continue;
                    }

                    cost = _newWord + (length * _perCluster);
                    if (length > 1 && pieces?.Invoke(word.ToString()) is { } logarithm)
                    {
                        cost = Math.Min(cost, _newWord + Round(-logarithm / Math.Log(2)));
                    }
                }

                if (best[end - length] + cost < best[end]) // of equal ones the shorter last word
                {
                    (best[end], from[end]) = (best[end - length] + cost, end - length);
                }
            }
        }

        int first = words.Count;
        for (int end = count; end > 0; end = from[end])
        {
            words.Add(new TextRange(borders[from[end]], borders[end]));
        }

        words.Reverse(first, words.Count - first);
    }

    private static int Round(double bits) => (int)Math.Round(bits * Units);
}
