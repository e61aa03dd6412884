using System.Collections;

namespace Maner.Text.Formats.Recognition;

/// <summary>
/// The sentences of a file of columns: each is a range of lines, and what a line says is kept once for all lines of the same text, so that a million
/// sentences take a few bytes each. Sentences are made when they are asked for.
/// </summary>
/// <param name="lines">All lines.</param>
/// <param name="words">The word of each distinct line.</param>
/// <param name="ranges">Where each sentence is.</param>
/// <param name="apart">The lines of the words of sentences with other lines between them.</param>
internal sealed class RowSentences(SourceLines lines, RowWord[] words, List<RowRange> ranges, List<int> apart) : IReadOnlyList<RawSentence>, ICountedTags
{
    public int Count => ranges.Count;

    public RawSentence this[int index] => new(new Words(this, ranges[index]));

    /// <summary>The words of all lines that are words, each distinct line's once.</summary>
    public IEnumerable<string> DistinctTexts => words.Select(word => word.Text).OfType<string>();

    /// <summary>Each distinct line that is a word, with how many lines there are.</summary>
    public IEnumerable<(RowWord Word, int Lines)> Distinct()
    {
        var counts = new int[words.Length];
        foreach (RowRange range in ranges)
        {
            for (int word = 0; word < range.Count; word++)
            {
                counts[lines.IdOf(LineOf(range, word))]++;
            }
        }

        for (int id = 0; id < counts.Length; id++)
        {
            if (counts[id] > 0)
            {
                yield return (words[id], counts[id]);
            }
        }
    }

    public IEnumerable<(string? Tag, int Words)> CountTags() => Distinct().Select(pair => (pair.Word.Tag, pair.Lines));

    /// <summary>Changes words, the same everywhere.</summary>
    public void Change(Func<string, string> change)
    {
        for (int id = 0; id < words.Length; id++)
        {
            if (words[id].Text is { } text)
            {
                words[id] = words[id] with { Text = change(text) };
            }
        }
    }

    /// <summary>Changes tags, the same everywhere.</summary>
    public void ChangeTags(Func<string, string> change)
    {
        for (int id = 0; id < words.Length; id++)
        {
            if (words[id] is { Text: not null, Tag: { } tag })
            {
                words[id] = words[id] with { Tag = change(tag) };
            }
        }
    }

    public IEnumerator<RawSentence> GetEnumerator()
    {
        for (int sentence = 0; sentence < Count; sentence++)
        {
            yield return this[sentence];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int LineOf(RowRange range, int word) => range.Apart < 0 ? range.First + word : apart[range.Apart + word];

    private sealed class Words(RowSentences all, RowRange range) : IReadOnlyList<RawWord>
    {
        public int Count => range.Count;

        public RawWord this[int index]
        {
            get
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)range.Count, nameof(index));
                int line = all.LineOf(range, index);
                RowWord word = all.WordOf(line);
                return new RawWord(word.Text, word.Tag, line + 1);
            }
        }

        public IEnumerator<RawWord> GetEnumerator()
        {
            for (int index = 0; index < range.Count; index++)
            {
                yield return this[index];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private RowWord WordOf(int line) => words[lines.IdOf(line)];
}

/// <summary>Where the words of a sentence are.</summary>
/// <param name="First">The line of the first, from 0.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Apart">Where their lines are listed if others are between them; -1 if not.</param>
internal readonly record struct RowRange(int First, int Count, int Apart);
