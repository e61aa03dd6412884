using Maner.Text.Romanization;
using Maner.Text.Unicode;

namespace Maner.Ner.Lexical;

/// <summary>
/// A sentence's words in NFC, for <see cref="LexicalFeatures"/>. One file may write é as one letter and as two, with marks in any order,
/// and hide characters that are not seen; the encoder's tokenizer evens most of it out, and features of spelling would take them for different words.
/// </summary>
internal sealed class LexicalWords
{
    private LexicalWords(string[] words, string[]? roman) => (Words, Roman) = (words, roman);

    /// <summary>The words, normalised.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The words as <see cref="Romanizer"/> writes them; null where the CRF does not read them.</summary>
    public IReadOnlyList<string>? Roman { get; }

    /// <summary>A sentence's words.</summary>
    /// <param name="words">The words.</param>
    /// <param name="romanised">Whether their romanised forms are wanted too.</param>
    public static LexicalWords Of(IReadOnlyList<string> words, bool romanised)
    {
        ArgumentNullException.ThrowIfNull(words);
        string[] normalised = [.. words.Select(Of)];
        return new LexicalWords(normalised, romanised ? [.. normalised.Select(Romanizer.Of)] : null);
    }

    private static string Of(string word) =>
        CanonicalForm.Compose(word.AsSpan().ContainsAny(InvisibleCharacters.All) ? string.Concat(word.Where(letter => !InvisibleCharacters.All.Contains(letter))) : word);
}
