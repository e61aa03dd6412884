namespace Maner.Text.Formats;

/// <summary>
/// WikiANN's raw files write every word as <c>nl:woord</c>, after the code of its Wikipedia (<c>nl</c>, <c>zh-yue</c>,
/// <c>simple</c>). The prefix is taken off only where every word of the file has the same one.
/// </summary>
internal static class WikiannPrefix
{
    /// <summary>The common prefix with its colon, or null.</summary>
    public static string? Find(IReadOnlyList<RawSentence> sentences)
    {
        string? prefix = null;
        int words = 0;
        bool allAddresses = true;
        foreach (RawWord word in sentences.SelectMany(sentence => sentence.Words))
        {
            if (word.Text.Length == 0)
            {
                continue;
            }

            prefix ??= PrefixOf(word.Text);
            if (prefix is null || !word.Text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return null;
            }

            words++;
            allAddresses &= word.Text.AsSpan(prefix.Length).StartsWith("//");
        }

        // One word says nothing, and a list of web addresses has a common scheme, not a language.
        return words > 1 && !allAddresses ? prefix : null;
    }

    public static List<RawSentence> Remove(IReadOnlyList<RawSentence> sentences, string prefix) =>
    [
        .. sentences.Select(sentence => new RawSentence(
            [.. sentence.Words.Select(word => word with { Text = word.Text.Length == 0 ? "" : word.Text[prefix.Length..] })])),
    ];

    private static string? PrefixOf(string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        return colon >= 2 && IsCode(word[..colon]) ? word[..(colon + 1)] : null;
    }

    // Two or more lower-case letters, then parts after hyphens: be-x-old, zh-min-nan, roa-rup.
    private static bool IsCode(string code)
    {
        string[] parts = code.Split('-');
        return parts[0].Length >= 2 && Array.TrueForAll(parts, part => part.Length > 0 && part.All(char.IsAsciiLetterLower));
    }
}
