using System.Globalization;
using System.Text;
using Maner.Text.Tokenization.Normalizers;

namespace Maner.Text.Tokenization.Json;

/// <summary>Makes text of tokens, step by step: each step rewrites the list of texts, which are joined at the end.</summary>
/// <param name="steps">The steps.</param>
internal sealed class TokenDecoder(IReadOnlyList<Func<List<string>, List<string>>> steps)
{
    /// <summary>The text of tokens.</summary>
    public string Decode(List<string> tokens) => string.Concat(steps.Aggregate(tokens, (texts, step) => step(texts)));

    /// <summary>Letters of bytes become bytes, and these text; tokens with other letters stay (<c>ByteLevel</c>).</summary>
    public static List<string> ByteLevel(List<string> tokens)
    {
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            bytes.AddRange(token.All(letter => ByteLetters.TryGetByte(letter, out _))
                ? token.Select(letter => ByteLetters.TryGetByte(letter, out byte value) ? value : default)
                : System.Text.Encoding.UTF8.GetBytes(token));
        }

        return [System.Text.Encoding.UTF8.GetString([.. bytes])];
    }

    /// <summary>Tokens <c>&lt;0xE1&gt;</c> next to each other become text (<c>ByteFallback</c>); U+FFFD for each of them where they are no UTF-8.</summary>
    public static List<string> ByteFallback(List<string> tokens)
    {
        var texts = new List<string>();
        var bytes = new List<byte>();
        foreach (string token in tokens.Append(""))
        {
            if (token is ['<', '0', 'x', _, _, '>'] && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            if (bytes.Count > 0)
            {
                byte[] run = [.. bytes];
                texts.AddRange(System.Text.Unicode.Utf8.IsValid(run) ? [System.Text.Encoding.UTF8.GetString(run)] : Enumerable.Repeat("\uFFFD", run.Length));
                bytes.Clear();
            }

            texts.Add(token);
        }

        return texts;
    }

    /// <summary>Words are joined by spaces, pieces of words without, and the spaces that English puts around punctuation are taken out (<c>WordPiece</c>).</summary>
    public static Func<List<string>, List<string>> WordPiece(string prefix, bool cleansUp) => tokens =>
    [
        .. tokens.Select((token, index) =>
        {
            string text = index > 0 && token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : index > 0 ? " " + token : token;
            return cleansUp ? CleanUp(text) : text;
        }),
    ];

    /// <summary>The mark of a space becomes one, but none at the text's beginning if the tokenizer adds one there (<c>Metaspace</c>).</summary>
    public static Func<List<string>, List<string>> Metaspace(string mark, bool dropsFirst) => tokens =>
        [.. tokens.Select((token, index) => (index == 0 && dropsFirst && token.StartsWith(mark, StringComparison.Ordinal) ? token[mark.Length..] : token).Replace(mark, " ", StringComparison.Ordinal))];

    /// <summary>A text becomes another (<c>Replace</c>).</summary>
    public static Func<List<string>, List<string>> Replace(string pattern, string content) =>
        tokens => [.. tokens.Select(token => token.Replace(pattern, content, StringComparison.Ordinal))];

    /// <summary>Some letters at the ends of tokens are dropped (<c>Strip</c>).</summary>
    public static Func<List<string>, List<string>> Strip(char letter, int left, int right) => tokens =>
    [
        .. tokens.Select(token =>
        {
            int start = 0, end = token.Length;
            while (start < Math.Min(left, end) && token[start] == letter)
            {
                start++;
            }

            while (token.Length - end < right && end > start && token[end - 1] == letter)
            {
                end--;
            }

            return token[start..end];
        }),
    ];

    /// <summary>All tokens become one (<c>Fuse</c>).</summary>
    public static List<string> Fuse(List<string> tokens) => [string.Concat(tokens)];

    /// <summary>Tokens with spaces between them, where a file names no decoder.</summary>
    public static List<string> JoinWithSpaces(List<string> tokens) => [string.Join(' ', tokens)];

    private static string CleanUp(string text)
    {
        var cleaned = new StringBuilder(text);
        foreach (string ending in (ReadOnlySpan<string>)[".", "?", "!", ",", "n't", "'m", "'s", "'ve", "'re"])
        {
            cleaned.Replace(" " + ending, ending);
        }

        return cleaned.Replace(" ' ", "'").Replace(" do not", " don't").ToString();
    }
}
