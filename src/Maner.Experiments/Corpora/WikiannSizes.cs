using System.Globalization;

namespace Maner.Experiments.Corpora;

/// <summary>The official sizes of WikiANN's languages (Pan et al. 2017, splits of Rahimi et al. 2019).</summary>
internal static class WikiannSizes
{
    private static readonly Lazy<IReadOnlyList<WikiannSize>> s_all = new(() =>
        [.. FactTable.Rows("wikiann-sizes.tsv").Select(row => new WikiannSize(row[0], Number(row[1]), Number(row[2]), Number(row[3])))]);

    /// <summary>All 176 languages in the order of their codes.</summary>
    public static IReadOnlyList<WikiannSize> All => s_all.Value;

    /// <summary>The languages with 100 sentences each for training, dev and test: the 100 that the paper takes.</summary>
    public static IEnumerable<string> Hundred => All.Where(size => size.IsHundred).Select(size => size.Language);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>The size of a language of WikiANN.</summary>
/// <param name="Language">WikiANN's code.</param>
/// <param name="Train">Training sentences.</param>
/// <param name="Dev">Dev sentences.</param>
/// <param name="Test">Test sentences.</param>
internal sealed record WikiannSize(string Language, int Train, int Dev, int Test)
{
    /// <summary>Whether it is one of the paper's extreme low-resource languages.</summary>
    public bool IsHundred => (Train, Dev, Test) == (100, 100, 100);
}
