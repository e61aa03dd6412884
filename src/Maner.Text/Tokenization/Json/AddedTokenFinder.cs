using System.Buffers;
using System.Text;
using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.Json;

/// <summary>Cuts added tokens out of the parts of a text: the first place where one begins, and there the longest.</summary>
internal sealed class AddedTokenFinder : Splitter
{
    private readonly AddedToken[] _tokens;
    private readonly PieceTrie _trie;
    private readonly SearchValues<char> _firstUnits;

    /// <param name="tokens">The tokens with the text that is looked for; of one text that is there twice the last counts.</param>
    public AddedTokenFinder(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        var byText = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        foreach ((string text, AddedToken token) in tokens.Where(token => token.Text.Length > 0))
        {
            byText[text] = token;
        }

        _tokens = [.. byText.Values];
        _trie = PieceTrie.Build(byText.Keys.Select((text, index) => KeyValuePair.Create(text, index)));
        _firstUnits = SearchValues.Create([.. byText.Keys.Select(text => text[0]).Distinct()]);
    }

    /// <inheritdoc/>
    protected override void Split(Workspace work, Part part)
    {
        ReadOnlySpan<char> text = work.Text.Chars[..part.End];
        int textStart = part.Start;
        for (int at = part.Start; at < part.End;)
        {
            int found = text[at..].IndexOfAny(_firstUnits);
            if (found < 0)
            {
                break;
            }

            at += found;
            if (Longest(text, at) is not { } match)
            {
                at++;
                continue;
            }

            (AddedToken token, int end) = match;
            if (!token.IsSingleWord || IsAlone(text, part.Start, at, end))
            {
                int start = token.TakesSpaceBefore ? Math.Max(textStart, textStart + text[textStart..at].TrimEnd().Length) : at;
                int stop = token.TakesSpaceAfter ? part.End - text[end..].TrimStart().Length : end;
                AddText(work, textStart, start);
                work.NextParts.Add(new Part(start, stop - start, token.Id));
                textStart = stop;
                end = Math.Max(end, stop);
            }

            at = end;
        }

        AddText(work, textStart, part.End);
    }

    private static void AddText(Workspace work, int start, int end)
    {
        if (end > start)
        {
            work.NextParts.Add(new Part(start, end - start));
        }
    }

    private (AddedToken Token, int End)? Longest(ReadOnlySpan<char> text, int start)
    {
        (AddedToken, int)? longest = null;
        int node = _trie.Root;
        for (int end = start; end < text.Length && (node = _trie.Child(node, text[end])) != PieceTrie.None;)
        {
            end++;
            if (_trie[node].Piece != PieceTrie.None)
            {
                longest = (_tokens[_trie[node].Piece], end);
            }
        }

        return longest;
    }

    private static bool IsAlone(ReadOnlySpan<char> text, int begin, int start, int end)
    {
        Rune.DecodeLastFromUtf16(text[begin..start], out Rune before, out _);
        return (start == begin || !Letters.IsWord(before)) && (end == text.Length || !Letters.IsWord(Letters.At(text, end, out _)));
    }
}
