using Maner.Text.Sentences;
using Maner.Text.Unicode;

namespace Maner.Text.Data;

/// <summary>
/// The first sentence of each text, by what a reader sees: a letter with its accent is the same as one sign or as two. Texts are kept as hashes, and
/// compared in full where hashes agree: a million sentences take some tens of megabytes.
/// </summary>
/// <param name="capacity">How many there will be, as far as it is known.</param>
internal sealed class FirstSentences(int capacity)
{
    private const char FirstThatMayChange = '\u0300';
    private readonly Dictionary<ulong, Sentence> _byHash = new(capacity);
    private readonly List<Sentence> _collided = [];

    /// <summary>The first sentence of the text; null when it is this one, which is taken up.</summary>
    public Sentence? FirstOrAdd(Sentence sentence)
    {
        ulong hash = HashOf(sentence);
        if (_byHash.TryAdd(hash, sentence))
        {
            return null;
        }

        if (Among(hash, sentence) is { } first)
        {
            return first;
        }

        _collided.Add(sentence);
        return null;
    }

    /// <summary>The first sentence of the text; null when there is none.</summary>
    public Sentence? FirstOf(Sentence sentence) => Among(HashOf(sentence), sentence);

    private Sentence? Among(ulong hash, Sentence sentence) => !_byHash.TryGetValue(hash, out Sentence? known) ? null
        : TextOf(known) == TextOf(sentence) ? known
        : _collided.Find(other => TextOf(other) == TextOf(sentence));

    private static string TextOf(Sentence sentence) => CanonicalForm.Compose(sentence.JoinedWords);

    // The words with a space between each two, as they are joined; composed first where a mark or a letter with one may be.
    private static ulong HashOf(Sentence sentence)
    {
        const ulong Seed = 0xCBF29CE484222325;
        IReadOnlyList<string> words = sentence.Words;
        ulong hash = Seed;
        for (int word = 0; word < words.Count; word++)
        {
            if (words[word].AsSpan().ContainsAnyInRange(FirstThatMayChange, char.MaxValue))
            {
                return Add(Seed, TextOf(sentence));
            }

            hash = Add(word == 0 ? hash : Add(hash, " "), words[word]);
        }

        return hash;
    }

    private static ulong Add(ulong hash, string text)
    {
        foreach (char letter in text)
        {
            hash = (hash ^ letter) * 0x100000001B3;
            hash ^= hash >> 29;
        }

        return hash;
    }
}
