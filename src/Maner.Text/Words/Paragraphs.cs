using System.Text;

namespace Maner.Text.Words;

/// <summary>What the end of a line means in running text.</summary>
internal enum LineEnd
{
    /// <summary>The end of a sentence: a line has one sentence or several whole ones.</summary>
    Sentence,

    /// <summary>A space: lines are broken where they are full, and a blank line ends a paragraph.</summary>
    Space,
}

/// <summary>Puts lines together to paragraphs.</summary>
internal static class Paragraphs
{
    private const int FewestPairs = 4, ShortestFull = 30, LongestFull = 200;

    /// <summary>What line ends mean in a text: a space where many lines that others follow end inside a sentence, and those are nearly as long as the longest.</summary>
    public static LineEnd Detect(IReadOnlyList<string> lines)
    {
        int[] followed = [.. Enumerable.Range(0, Math.Max(0, lines.Count - 1)).Where(index => !IsBlank(lines[index]) && !IsBlank(lines[index + 1]))];
        if (followed.Length < FewestPairs)
        {
            return LineEnd.Sentence;
        }

        int[] lengths = [.. followed.Select(index => lines[index].TrimEnd().Length).Order()];
        int longest = lengths[lengths.Length - 1 - (lengths.Length / 50)];
        int[] open = [.. followed.Where(index => !EndsSentence(lines[index].TrimEnd()))];
        int full = open.Count(index => 10 * lines[index].TrimEnd().Length >= 7 * longest);
        return longest is >= ShortestFull and <= LongestFull && open.Length >= FewestPairs && open.Length * 20 >= followed.Length * 3 && full * 10 >= open.Length * 9
            ? LineEnd.Space
            : LineEnd.Sentence;
    }

    /// <summary>The paragraphs with the 1-based numbers of their first lines.</summary>
    public static IEnumerable<(string Text, int Line)> Of(IReadOnlyList<string> lines, LineEnd end)
    {
        var open = new StringBuilder();
        int first = 0;
        for (int index = 0; index < lines.Count; index++)
        {
            if (IsBlank(lines[index]) || end == LineEnd.Sentence)
            {
                if (open.Length > 0)
                {
                    yield return (open.ToString(), first);
                    open.Clear();
                }
            }

            if (IsBlank(lines[index]))
            {
                continue;
            }

            first = open.Length == 0 ? index + 1 : first;
            open.Append(open.Length > 0 ? " " : "").Append(lines[index]);
        }

        if (open.Length > 0)
        {
            yield return (open.ToString(), first);
        }
    }

    private static bool IsBlank(string line) => WordSplitter.IsSpace(line);

    private static bool EndsSentence(string line)
    {
        int last = line.Length - 1;
        while (last > 0 && SentenceMarks.Closes(line[last]))
        {
            last--;
        }

        return SentenceMarks.IsEnd(line, last);
    }
}
