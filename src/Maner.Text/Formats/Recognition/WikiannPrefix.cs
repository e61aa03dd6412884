using Maner.Text.Repairs;

namespace Maner.Text.Formats.Recognition;

/// <summary>
/// WikiANN's raw files write every word as <c>nl:woord</c>, after the code of its Wikipedia (<c>nl</c>, <c>zh-yue</c>,
/// <c>simple</c>). The prefix is taken off where every word of the file has the same one, or all but a few, which are reported.
/// </summary>
internal static class WikiannPrefix
{
    private const int FewestWords = 10; // with the prefix, where a word lacks it

    /// <summary>Takes the common prefix off, where there is one.</summary>
    public static void Remove(RowSentences sentences, RepairLog log, List<string> assumptions)
    {
        if (Find(sentences) is not string prefix)
        {
            return;
        }

        int without = 0;
        foreach (RawWord word in sentences.SelectMany(sentence => sentence.Words).Where(word => word.Text.Length > 0 && !Has(word.Text, prefix)))
        {
            log.Add(RepairKind.MissingPrefix, word.Line, $"the word {Visible.Quote(word.Text)} without the prefix '{prefix}' of the others", "read as it stands");
            without++;
        }

        sentences.Change(word => Has(word, prefix) ? word[prefix.Length..] : word);
        assumptions.Add($"{(without == 0 ? "Every word" : "Nearly every word")} began with '{prefix}' (WikiANN's raw format); it was taken off.");
    }

    private static string? Find(RowSentences sentences)
    {
        var byPrefix = new Dictionary<string, int>(StringComparer.Ordinal);
        long words = 0;
        foreach ((RowWord word, int lines) in sentences.Distinct())
        {
            words += word.Text.Length > 0 ? lines : 0;
            if (PrefixOf(word.Text) is string prefix)
            {
                byPrefix[prefix] = byPrefix.GetValueOrDefault(prefix) + lines;
            }
        }

        if (byPrefix.Count == 0)
        {
            return null;
        }

        (string commonest, int count) = byPrefix.MaxBy(pair => pair.Value);

        // One word says nothing, and a list of web addresses has a common scheme, not a language.
        bool isCommon = count == words || (count >= FewestWords && count * 10L >= words * 9L);
        bool allAddresses = sentences.Distinct().All(pair => !Has(pair.Word.Text, commonest) || pair.Word.Text.AsSpan(commonest.Length).StartsWith("//"));
        return count > 1 && isCommon && !allAddresses ? commonest : null;
    }

    private static bool Has(string word, string prefix) => word.StartsWith(prefix, StringComparison.Ordinal);

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
