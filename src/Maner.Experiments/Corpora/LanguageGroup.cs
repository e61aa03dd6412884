namespace Maner.Experiments.Corpora;

/// <summary>Names for many data sets.</summary>
internal static class LanguageGroup
{
    /// <summary>The paper's 100 languages: WikiANN's with 100 sentences each for training, dev and test.</summary>
    public const string WikiannHundred = "wikiann-100";

    /// <summary>The data sets that a group names; null when there is no such group.</summary>
    public static IReadOnlyList<string>? Members(string name) => name == WikiannHundred ? [.. WikiannSizes.Hundred.Select(language => $"wikiann/{language}")] : null;
}
