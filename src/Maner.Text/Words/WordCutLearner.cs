namespace Maner.Text.Words;

/// <summary>Makes the <see cref="WordCut"/> of a model from the words of its training sentences. Deterministic, whatever the order of sentences with the same words.</summary>
internal static class WordCutLearner
{
    /// <summary>Characters a word where a script without spaces is evidently not cut into words: then its runs stay whole.</summary>
    private const double Uncut = 24;

    /// <summary>Words of a group of scripts from which they are taken for more than a quotation.</summary>
    private const int Fewest = 20;

    /// <summary>Learns a cut.</summary>
    /// <param name="sentences">The words of the training sentences.</param>
    public static WordCut Learn(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var folded = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in sentences.SelectMany(sentence => sentence))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
            string key = Letters.Fold(word);
            folded[key] = folded.GetValueOrDefault(key) + 1;
        }

        return new WordCut(WordRuleLearner.Learn(sentences), Lexicon(counts), SeenWords.Of(folded));
    }

    private static UnspacedLexicon Lexicon(Dictionary<string, int> counts)
    {
        var words = new List<(string Word, int Count)>();
        foreach (IGrouping<int, KeyValuePair<string, int>> group in counts.GroupBy(pair => pair.Key.Length == 0 ? UnspacedScripts.None : UnspacedRuns.GroupOf(pair.Key)))
        {
            long tokens = group.Sum(pair => (long)pair.Value), characters = group.Sum(pair => (long)pair.Value * pair.Key.Length);
            bool single = group.Key == UnspacedScripts.Han && characters * 20 < tokens * 21; // one word per character, as in WikiANN
            if (group.Key != UnspacedScripts.None && tokens >= Fewest && !single && characters < Uncut * tokens)
            {
                words.AddRange(group.Select(pair => (pair.Key, pair.Value)));
            }
        }

        int bytes = 0;
        return new UnspacedLexicon(words.OrderByDescending(word => word.Count).ThenBy(word => word.Word, StringComparer.Ordinal)
            .Take(UnspacedLexicon.MostWords).TakeWhile(word => (bytes += System.Text.Encoding.UTF8.GetByteCount(word.Word) + 8) <= UnspacedLexicon.MostBytes)
            .ToDictionary(word => word.Word, word => word.Count, StringComparer.Ordinal));
    }
}
