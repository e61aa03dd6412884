namespace Maner.Text.Words;

/// <summary>Finds words that somebody has cut in the text that they were cut from.</summary>
internal static class WordPlaces
{
    /// <summary>Where words are in a text that has them one behind the other with nothing else between; null where it has not.</summary>
    public static TextRange[]? Of(IReadOnlyList<string> words, string text)
    {
        var offsets = new TextRange[words.Count];
        int end = 0;
        for (int word = 0; word < offsets.Length; word++)
        {
            int begin = text.IndexOf(words[word], end, StringComparison.Ordinal);
            if (begin < 0 || !WordSplitter.IsSpace(text.AsSpan(end, begin - end)))
            {
                return null;
            }

            end = begin + words[word].Length;
            offsets[word] = new TextRange(begin, end);
        }

        return offsets;
    }
}
