using System.Buffers;
using System.Globalization;
using Maner.Text.Tokenization.Aligned;
using Maner.Text.Tokenization.PreTokenizers;

namespace Maner.Text.Tokenization.Json;

/// <summary>
/// The regular expressions that are read, each by a matcher of its own. There is no general one here: .NET's works on UTF-16 units, so that <c>\p{L}</c> does
/// not match a letter beyond U+FFFF, and its classes are not those of the library's.
/// </summary>
internal static class PatternReader
{
    private static readonly SearchValues<char> s_meta = SearchValues.Create(@"\^$.|?*+()[]{}");

    /// <summary>The pattern of a <c>Split</c>.</summary>
    /// <exception cref="InvalidDataException">It is none of those.</exception>
    public static Pattern Read(JsonPart part) => part.Text("Regex") switch
    {
        Gpt2Pattern.Source => new Gpt2Pattern(),
        @"\s" => new LetterPattern(Letters.IsSpace),
        @"\s+" => new LetterPattern(Letters.IsSpace, isRun: true),
        @"\w+|[^\w\s]+" => new WordPattern(),
        string source when source.Length > 0 && IsPlain(source) => new TextPattern(source),
        string source => throw part.Unsupported("Regex", $@"GPT-2's words ({Gpt2Pattern.Source}), \s, \s+, \w+|[^\w\s]+ or a plain text", source),
    };

    /// <summary>True for a regular expression that matches itself alone.</summary>
    public static bool IsPlain(string source) => !source.AsSpan().ContainsAny(s_meta);

    /// <summary>Reads a letter that is repeated: <c>a+</c>, <c>a{2,}</c>.</summary>
    public static bool TryReadRun(string source, out string letter, out int least)
    {
        int end = source.Length > 1 && char.IsHighSurrogate(source[0]) ? 2 : 1;
        letter = source[..Math.Min(end, source.Length)];
        least = 1;
        string repeat = source[letter.Length..];
        return letter.Length > 0 && IsPlain(letter)
            && (repeat == "+" || (repeat is ['{', .. string number, ',', '}'] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out least) && least > 0));
    }
}
