using Maner.Text.Words;

namespace Maner.Text.Formats.Documents;

/// <summary>
/// Cuts the text of a document into sentences where the file does not say where they end. The one place that decides how: lines, for now.
/// </summary>
internal static class SentenceBorders
{
    /// <summary>The sentences in order, none of white space alone, with nothing but white space between them.</summary>
    public static IReadOnlyList<TextRange> Of(string text) => Lines(text);

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
