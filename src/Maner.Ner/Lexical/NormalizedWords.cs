using Maner.Text.Unicode;

namespace Maner.Ner.Lexical;

/// <summary>
/// Words as a reader sees them. One file may write é as one letter and as two, with marks in any order, and hide characters that are not seen; the
/// encoder's tokenizer evens most of it out, and features of spelling would take them for different words.
/// </summary>
internal static class NormalizedWords
{
    /// <summary>The words for <see cref="LexicalCrf"/>.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return [.. words.Select(Of)];
    }

    private static string Of(string word) =>
        CanonicalForm.Compose(word.AsSpan().ContainsAny(InvisibleCharacters.All) ? string.Concat(word.Where(letter => !InvisibleCharacters.All.Contains(letter))) : word);
}
