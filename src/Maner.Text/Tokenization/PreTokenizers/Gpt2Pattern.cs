using Maner.Text.Tokenization.Aligned;

namespace Maner.Text.Tokenization.PreTokenizers;

/// <summary>
/// The words of GPT-2 and all byte-level models after it, by hand: a regular expression of .NET sees half of a surrogate pair where <c>\p{L}</c> must see a letter.
/// Every piece is a match.
/// </summary>
internal sealed class Gpt2Pattern : Pattern
{
    /// <summary>The regular expression.</summary>
    public const string Source = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private static readonly string[] s_contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }

    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, int start, List<Match> pieces)
    {
        for (int at = start; at < text.Length;)
        {
            int end = EndOf(text, at);
            pieces.Add(new Match(at, end, IsMatch: true));
            at = end;
        }
    }

    private static int EndOf(ReadOnlySpan<char> text, int at)
    {
        if (text[at] == '\'')
        {
            foreach (string contraction in s_contractions)
            {
                if (text[at..].StartsWith(contraction, StringComparison.Ordinal))
                {
                    return at + contraction.Length;
                }
            }
        }

        // A space belongs to the word behind it.
        int word = text[at] == ' ' && at + 1 < text.Length ? at + 1 : at;
        Kind kind = KindAt(text, word, out _);
        if (kind != Kind.Space)
        {
            return RunEnd(text, word, kind);
        }

        // All white space but the last character of it where a word follows.
        int end = RunEnd(text, at, Kind.Space);
        return end < text.Length && end - at > 1 ? end - 1 : end;
    }

    private static int RunEnd(ReadOnlySpan<char> text, int at, Kind kind)
    {
        while (at < text.Length && KindAt(text, at, out int length) == kind)
        {
            at += length;
        }

        return at;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int at, out int length)
    {
        char unit = text[at];
        if (unit < '\u0080')
        {
            length = 1;
            return char.IsAsciiLetter(unit) ? Kind.Letter : char.IsAsciiDigit(unit) ? Kind.Number : char.IsWhiteSpace(unit) ? Kind.Space : Kind.Other;
        }

        System.Text.Rune letter = Letters.At(text, at, out length);
        return Letters.IsLetter(letter) ? Kind.Letter : Letters.IsNumber(letter) ? Kind.Number : Letters.IsSpace(letter) ? Kind.Space : Kind.Other;
    }
}
