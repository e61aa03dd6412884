namespace Maner.Annotation.Learning;

/// <summary>How far two models tag the same words alike.</summary>
internal static class TagAgreement
{
    /// <summary>Cohen's kappa over the tags of words: (observed − expected) / (1 − expected) agreement; 1 where both always give the same single tag.</summary>
    /// <param name="first">The tags of one model, sentence by sentence.</param>
    /// <param name="second">The tags of the other.</param>
    /// <returns>Null without a word that both have tagged: sentences whose words were cut otherwise in between are left out.</returns>
    public static double? Kappa(IReadOnlyList<string[]> first, IReadOnlyList<string[]> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        (string One, string Other)[] pairs = [.. first.Zip(second).Where(pair => pair.First.Length == pair.Second.Length).SelectMany(pair => pair.First.Zip(pair.Second))];
        if (pairs.Length == 0)
        {
            return null;
        }

        double observed = pairs.Count(pair => pair.One == pair.Other) / (double)pairs.Length;
        var others = pairs.GroupBy(pair => pair.Other).ToDictionary(group => group.Key, group => group.Count());
        double expected = pairs.GroupBy(pair => pair.One).Sum(group => group.Count() / (double)pairs.Length * others.GetValueOrDefault(group.Key) / pairs.Length);
        return 1 - expected < 1e-12 ? 1 : (observed - expected) / (1 - expected);
    }
}
