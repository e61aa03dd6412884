using System.Buffers;

namespace Maner.Text.Unicode;

/// <summary>Invisible characters: soft hyphen, zero-width space, direction marks, word joiner, byte-order mark. The joiners of Persian and Indic spelling are seen.</summary>
internal static class InvisibleCharacters
{
    /// <summary>All of them.</summary>
    public static SearchValues<char> All { get; } = SearchValues.Create("\u00AD\u200B\u200E\u200F\u2060\uFEFF");
}
