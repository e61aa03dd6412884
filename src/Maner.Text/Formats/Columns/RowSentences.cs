using System.Collections;

namespace Maner.Text.Formats.Columns;

/// <summary>
/// The sentences of a file of columns: each is a range of the numbers of its words' lines, and what a line says is kept once for all lines of the
/// same text. A million sentences take no more than four bytes a word so. Sentences are made when they are asked for.
/// </summary>
internal sealed class RowSentences(SourceLines lines, RowReading?[] readings, List<int> wordLines, List<int> ends) : IReadOnlyList<RawSentence>
{
    public int Count => ends.Count;

    public RawSentence this[int index]
    {
        get
        {
            int begin = index == 0 ? 0 : ends[index - 1];
            return new RawSentence(new Words(this, begin, ends[index] - begin));
        }
    }

    /// <summary>What each distinct line says that is a word, with how many lines say it; null for a line that was never read.</summary>
    public IEnumerable<(RowReading Reading, int Lines)> Distinct()
    {
        var counts = new int[readings.Length];
        foreach (int line in wordLines)
        {
            counts[lines.IdOf(line)]++;
        }

        for (int id = 0; id < counts.Length; id++)
        {
            if (counts[id] > 0)
            {
                yield return (readings[id]!, counts[id]);
            }
        }
    }

    /// <summary>Changes words, the same everywhere.</summary>
    public void Change(Func<string, string> change)
    {
        for (int id = 0; id < readings.Length; id++)
        {
            if (readings[id] is { Kind: RowKind.Word } reading)
            {
                readings[id] = reading with { Text = change(reading.Text) };
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

    private RawWord WordAt(int place)
    {
        int line = wordLines[place];
        RowReading reading = readings[lines.IdOf(line)]!;
        return new RawWord(reading.Text, reading.Tag, line + 1);
    }

    private sealed class Words(RowSentences all, int begin, int count) : IReadOnlyList<RawWord>
    {
        public int Count => count;

        public RawWord this[int index] => (uint)index < (uint)count ? all.WordAt(begin + index) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<RawWord> GetEnumerator()
        {
            for (int index = 0; index < count; index++)
            {
                yield return this[index];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
