namespace Maner.Ner.Prediction;

/// <summary>
/// What a tagger said of sentences, by their words: text that was taken from the web says the same line over and over. Bounded: when it is half full, what
/// was not asked for since it was last half full is forgotten. Not thread-safe.
/// </summary>
/// <param name="mostNumbers">About how many numbers it may hold, each of four bytes.</param>
internal sealed class SentenceCache(long mostNumbers)
{
    private const int NumbersOfWord = 16; // a word's own text, about

    private Dictionary<IReadOnlyList<string>, (int[] TagIds, float[] Probabilities)> _young = new(WordsComparer.Instance), _old = new(WordsComparer.Instance);
    private long _held;

    /// <summary>Finds what was said of the words.</summary>
    public bool TryGet(IReadOnlyList<string> words, out (int[] TagIds, float[] Probabilities) found)
    {
        if (_young.TryGetValue(words, out found))
        {
            return true;
        }

        if (!_old.TryGetValue(words, out found))
        {
            return false;
        }

        Add(words, found.TagIds, found.Probabilities); // asked for again, so kept
        return true;
    }

    /// <summary>Remembers what was said. The arrays are not to be changed afterwards.</summary>
    public void Add(IReadOnlyList<string> words, int[] tagIds, float[] probabilities)
    {
        if (_young.TryAdd(words, (tagIds, probabilities)))
        {
            _held += probabilities.Length + ((long)words.Count * NumbersOfWord);
        }

        if (_held > mostNumbers / 2)
        {
            (_old, _young, _held) = (_young, new(WordsComparer.Instance), 0);
        }
    }
}

/// <summary>Lists of words are the same when their words are.</summary>
internal sealed class WordsComparer : IEqualityComparer<IReadOnlyList<string>>
{
    /// <summary>The one there is.</summary>
    public static WordsComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.Count == y.Count && x.SequenceEqual(y, StringComparer.Ordinal));

    /// <inheritdoc/>
    public int GetHashCode(IReadOnlyList<string> obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        var hash = new HashCode();
        foreach (string word in obj)
        {
            hash.Add(word, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
