using Maner.Text.Unicode;

namespace Maner.Ner.Surface;

/// <summary>
/// Words as a reader sees them. One file may write é as one letter and as two, with marks in any order, and hide characters that are not seen; the
/// encoder's tokenizer evens most of it out, and features of spelling would take them for different words.
/// </summary>
public static class SurfaceWords
{
    /// <summary>The words for <see cref="SurfaceCrf"/>.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return [.. words.Select(Of)];
    }

    private static string Of(string word) =>
        CanonicalForm.Compose(word.AsSpan().ContainsAny(UnseenCharacters.All) ? string.Concat(word.Where(letter => !UnseenCharacters.All.Contains(letter))) : word);
}
