using System.Buffers;
using System.Globalization;
using System.Text;

namespace Maner.Text.Words;

/// <summary>
/// What is one word however many signs are in it: web addresses (<c>https://…</c>, <c>www.…</c>, <c>bbc.co.uk/hausa</c>), e-mail addresses,
/// hashtags and mentions. The punctuation that follows one is not part of it. Work is linear: every look to the side is bounded.
/// </summary>
internal static class WholeSpans
{
    private const int MostLocal = 64, MostDomain = 255, MostScheme = 16, MostTag = 140;
    private const string UrlSigns = "/-_=&#%+~@$";
    private const string UrlEnds = "<>\"\u00AB\u00BB\u201C\u201D\u2039\u203A`|\\^";
    private static readonly SearchValues<char> s_signs = SearchValues.Create(":@#.");
    private static readonly string[] s_endings = [".com", ".org", ".net", ".edu", ".gov", ".info", ".int", ".mil", ".co"];
    private static readonly string[] s_secondLevels = ["co", "com", "ac", "org", "gov", "go", "or", "ne", "sc", "edu", "net", "gob", "gouv"];

    /// <summary>The spans in order, not overlapping.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hashtags">Whether <c>#Tanga</c> is one.</param>
    /// <param name="mentions">Whether <c>@amadi</c> is one.</param>
    public static List<TextRange> Find(string text, bool hashtags = true, bool mentions = true)
    {
        var spans = new List<TextRange>();
        int done = 0;
        for (int index = 0; index < text.Length; index++)
        {
            int skipped = text.AsSpan(index).IndexOfAny(s_signs);
            if (skipped < 0)
            {
                break;
            }

            index += skipped;
            TextRange? span = text[index] switch
            {
                ':' => Address(text, index, done),
                '@' => Mail(text, index, done) ?? (mentions ? Tag(text, index) : null),
                '#' => hashtags ? Tag(text, index) : null,
                '.' => Www(text, index, done) ?? BareAddress(text, index, done),
                _ => null,
            };
            if (span is { } found)
            {
                spans.Add(found);
                done = found.End;
                index = found.End - 1;
            }
        }

        return spans;
    }

    /// <summary>Whether all of a word is one such span.</summary>
    public static bool IsWhole(string word) => word.AsSpan().ContainsAny(s_signs) && Find(word) is [{ Begin: 0 } span] && span.End == word.Length;

    private static TextRange? Address(string text, int colon, int done)
    {
        if (string.CompareOrdinal(text, colon, "://", 0, 3) != 0)
        {
            return null;
        }

        int begin = colon;
        while (begin > done && colon - begin < MostScheme && char.IsAsciiLetterOrDigit(text[begin - 1]))
        {
            begin--;
        }

        return colon - begin < 2 || !char.IsAsciiLetter(text[begin]) || EndsWord(text, begin) ? null : ToEnd(text, begin, colon + 3);
    }

    private static TextRange? Www(string text, int dot, int done)
    {
        int begin = dot - 3;
        return begin < done || string.Compare(text, begin, "www", 0, 3, StringComparison.OrdinalIgnoreCase) != 0 || EndsWord(text, begin) ? null : ToEnd(text, begin, dot + 1);
    }

    /// <summary>An address without a scheme, in lower case: a full stop without a space after it (<c>nyumbani.Kisha</c>) must not become one.</summary>
    private static TextRange? BareAddress(string text, int dot, int done)
    {
        int begin = dot;
        while (begin > done && dot - begin < MostDomain && IsHost(text[begin - 1]))
        {
            begin--;
        }

        int end = dot;
        while (end < text.Length && end - dot < MostDomain && IsHost(text[end]))
        {
            end++;
        }

        ReadOnlySpan<char> host = text.AsSpan(begin, end - begin).TrimEnd("-.");
        end = begin + host.Length;
        if (EndsWord(text, begin) || (end < text.Length && char.IsLetterOrDigit(text[end])) || !IsDomain(host))
        {
            return null;
        }

        foreach (char letter in host)
        {
            if (char.IsAsciiLetterUpper(letter))
            {
                return null;
            }
        }

        bool known = false;
        foreach (string ending in s_endings)
        {
            known |= host.EndsWith(ending, StringComparison.Ordinal);
        }

        string[] labels = host.ToString().Split('.');
        known |= labels is [.., var second, { Length: 2 }] && labels.Length >= 3 && s_secondLevels.Contains(second);
        bool hasPath = end + 1 < text.Length && text[end] == '/' && char.IsAsciiLetterOrDigit(text[end + 1]) && labels[^1].Length >= 2 && !char.IsAsciiDigit(labels[^1][0]);
        return !known && !hasPath ? null : hasPath ? ToEnd(text, begin, end) : new TextRange(begin, end);
    }

    private static TextRange? Mail(string text, int at, int done)
    {
        int begin = at;
        while (begin > done && at - begin < MostLocal && (char.IsLetterOrDigit(text[begin - 1]) || text[begin - 1] is '.' or '_' or '-' or '+' or '%'))
        {
            begin--;
        }

        begin += text.AsSpan(begin, at - begin).IndexOfAnyExcept(".-%+") is var skip and >= 0 ? skip : 0;
        int end = at + 1;
        while (end < text.Length && end - at < MostDomain && IsHost(text[end]))
        {
            end++;
        }

        ReadOnlySpan<char> domain = text.AsSpan(at + 1, end - at - 1).TrimEnd("-.");
        return begin < at && IsDomain(domain) ? new TextRange(begin, at + 1 + domain.Length) : null;
    }

    private static TextRange? Tag(string text, int sign)
    {
        if (EndsWord(text, sign) || (sign > 0 && text[sign - 1] is '#' or '@' or '&' or '/'))
        {
            return null;
        }

        int end = sign + 1;
        bool hasLetter = false;
        while (end < text.Length && end - sign < MostTag)
        {
            Rune.DecodeFromUtf16(text.AsSpan(end), out Rune rune, out int units);
            bool isLetter = Rune.IsLetter(rune) && !UnspacedScripts.EachCharacterIsAWord(rune.Value);
            bool continues = isLetter || Rune.IsDigit(rune) || rune.Value is '_' or 0x200C or 0x200D
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (!continues)
            {
                break;
            }

            hasLetter |= isLetter;
            end += units;
        }

        return hasLetter ? new TextRange(sign, end) : null;
    }

    /// <summary>Labels with points between them, the last of two letters or more.</summary>
    private static bool IsDomain(ReadOnlySpan<char> host)
    {
        int last = host.LastIndexOf('.');
        return last > 0 && host.Length - last > 2 && char.IsAsciiLetter(host[last + 1]) && char.IsAsciiLetter(host[^1])
            && host[0] is not ('.' or '-') && !host.Contains("..", StringComparison.Ordinal);
    }

    /// <summary>From what is an address for certain to its end: a space, a sign that addresses have not, a script without spaces; less the punctuation after it.</summary>
    private static TextRange? ToEnd(string text, int begin, int from)
    {
        int end = from;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !char.IsControl(text[end]) && text[end] != '\u200B' && text[end] != '\uFEFF'
            && !UrlEnds.Contains(text[end], StringComparison.Ordinal) && !UnspacedScripts.EachCharacterIsAWord(text[end]) && text[end] is not (>= '\u3000' and <= '\u303F' or >= '\uFF00' and <= '\uFF0F'))
        {
            end++;
        }

        int opened = text.AsSpan(begin, end - begin).Count('(') - text.AsSpan(begin, end - begin).Count(')');
        while (end > from && !char.IsSurrogate(text[end - 1]) && !char.IsLetterOrDigit(text[end - 1]) && !UrlSigns.Contains(text[end - 1], StringComparison.Ordinal)
            && CharUnicodeInfo.GetUnicodeCategory(text[end - 1]) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
        {
            if (text[end - 1] == ')' && opened++ >= 0)
            {
                break;
            }

            end--;
        }

        return end > from ? new TextRange(begin, end) : null;
    }

    private static bool IsHost(char unit) => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '-';

    private static bool EndsWord(string text, int begin) => begin > 0 && (char.IsLetterOrDigit(text[begin - 1]) || text[begin - 1] == '_');
}
