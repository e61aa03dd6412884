namespace Maner.Text.Formats.Recognition;

/// <summary>One object for each text: a million sentences have few words that are not said again.</summary>
internal sealed class StringPool
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string Shared(string text)
    {
        if (_known.TryGetValue(text, out string? known))
        {
            return known;
        }

        _known.Add(text);
        return text;
    }

    /// <summary>The same array, its texts replaced by the shared ones.</summary>
    public string[] Shared(string[] texts)
    {
        for (int index = 0; index < texts.Length; index++)
        {
            texts[index] = Shared(texts[index]);
        }

        return texts;
    }
}
