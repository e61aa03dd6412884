using Maner.Text.Words;

namespace Maner.Text.Formats.Documents;

/// <summary>Cuts a stretch of text into words: as the file says, and by <see cref="WordSplitter"/> where it does not.</summary>
internal static class WordBorders
{
    /// <summary>The words of a sentence, in places of the document.</summary>
    /// <param name="text">The document's text.</param>
    /// <param name="sentence">The sentence's place.</param>
    /// <param name="given">The document's words in order, not overlapping; null to cut all.</param>
    /// <param name="next">The first of them that is not yet in a sentence; moved on.</param>
    /// <param name="hadGap">Set when text was in none of them.</param>
    public static List<TextRange> Of(string text, TextRange sentence, IReadOnlyList<TextRange>? given, ref int next, ref bool hadGap)
    {
        var words = new List<TextRange>();
        int end = sentence.Begin;
        for (; given is not null && next < given.Count && given[next].Begin < sentence.End; next++)
        {
            TextRange word = given[next];
            if (word.Begin < end)
            {
                continue; // it began in front of the sentence
            }

            hadGap |= Cut(end, word.Begin);
            words.Add(word with { End = Math.Min(word.End, sentence.End) });
            end = words[^1].End;
        }

        bool hasRest = Cut(end, sentence.End);
        hadGap |= hasRest && given is not null;
        return words;

        bool Cut(int from, int to)
        {
            List<TextRange> cut = from < to ? WordSplitter.Split(text[from..to]) : [];
            words.AddRange(cut.Select(word => new TextRange(from + word.Begin, from + word.End)));
            return cut.Count > 0;
        }
    }
}
