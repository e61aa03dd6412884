using Maner.Text.Words;

namespace Maner.Text.Formats.Documents;

/// <summary>
/// Cuts the text of a document into sentences where the file does not say where they end. The one place that decides how: at line ends, and a line that is a
/// paragraph at the ends of its sentences. A line of a sentence's length stays whole, for that is how sentences are written here and by most who cut them.
/// </summary>
internal static class SentenceBorders
{
    /// <summary>A line of more characters is taken for a paragraph.</summary>
    private const int Paragraph = 300;

    /// <summary>The sentences in order, none of white space alone, with nothing but white space between them.</summary>
    public static IReadOnlyList<TextRange> Of(string text)
    {
        List<TextRange> lines = Lines(text);
        if (!lines.Exists(line => line.End - line.Begin > Paragraph))
        {
            return lines;
        }

        var abbreviations = Abbreviations.Learn(lines.Select(line => line.Of(text)));
        return [.. lines.SelectMany(line => line.End - line.Begin <= Paragraph ? [line]
            : SentenceSplitter.Split(line.Of(text), abbreviations).Select(sentence => Trimmed(text, new TextRange(line.Begin + sentence.Begin, line.Begin + sentence.End))))
            .Where(sentence => sentence.End > sentence.Begin)];
    }

    private static List<TextRange> Lines(string text)
    {
        var lines = new List<TextRange>();
        for (int begin = 0; begin < text.Length;)
        {
            int end = text.IndexOf('\n', begin);
            end = end < 0 ? text.Length : end;
            if (Trimmed(text, new TextRange(begin, end)) is { Begin: var first, End: var behind } range && behind > first)
            {
                lines.Add(range);
            }

            begin = end + 1;
        }

        return lines;
    }

    /// <summary>A range without the white space at its ends; empty where there is nothing else.</summary>
    public static TextRange Trimmed(string text, TextRange range)
    {
        (int begin, int end) = (range.Begin, range.End);
        while (begin < end && char.IsWhiteSpace(text[begin]))
        {
            begin++;
        }

        while (end > begin && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return new TextRange(begin, end);
    }
}
