using Maner.Text.Words;

namespace Maner.Text.Formats.Documents;

/// <summary>Makes words of the tokens that a file has.</summary>
internal static class Tokens
{
    /// <summary>The tokens in order; those of white space alone (which some tools keep) are no words, and of two that overlap the first counts.</summary>
    public static List<TextRange> Of(IEnumerable<CharSpan> tokens, string text)
    {
        var words = new List<TextRange>();
        foreach (CharSpan token in tokens.OrderBy(token => token.Begin).ThenByDescending(token => token.End))
        {
            bool overlaps = words is [.., var last] && token.Begin < last.End;
            if (!overlaps && !WordSplitter.IsSpace(text.AsSpan(token.Begin, token.End - token.Begin)))
            {
                words.Add(new TextRange(token.Begin, token.End));
            }
        }

        return words;
    }
}
