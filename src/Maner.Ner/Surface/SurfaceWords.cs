using System.Buffers;
using Maner.Text.Unicode;

namespace Maner.Ner.Surface;

/// <summary>
/// Words as a reader sees them. One file may write é as one letter and as two, with marks in any order, and hide characters that are not seen; the
/// encoder's tokenizer evens most of it out, and features of spelling would take them for different words.
/// </summary>
public static class SurfaceWords
{
    // Soft hyphen, zero-width space, direction marks, word joiner, byte-order mark. The joiners of Persian and Indic spelling are seen.
    private static readonly SearchValues<char> s_unseen = SearchValues.Create("\u00AD\u200B\u200E\u200F\u2060\uFEFF");

    /// <summary>The words for <see cref="SurfaceCrf"/>.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return [.. words.Select(Of)];
    }

    private static string Of(string word) =>
        CanonicalForm.Compose(word.AsSpan().ContainsAny(s_unseen) ? string.Concat(word.Where(letter => !s_unseen.Contains(letter))) : word);
}
