using System.Globalization;

namespace Maner.Experiments.Corpora;

/// <summary>Scores that others published, to show next to ours, each with what differs.</summary>
internal static class PublishedResults
{
    /// <summary>The set that also has a score per language.</summary>
    public const string RahimiSet = "rahimi-2019";

    private static readonly Lazy<IReadOnlyList<PublishedMean>> s_means = new(() =>
        [.. FactTable.Rows("published.tsv").Select(row => new PublishedMean(row[0], row[1], Number(row[2]), row[3], row[4]))]);

    private static readonly Lazy<Dictionary<string, RahimiScores>> s_rahimi = new(() =>
        FactTable.Rows("rahimi-2019.tsv").ToDictionary(row => row[0], row => new RahimiScores(Number(row[1]) / 100, Number(row[2]) / 100)));

    /// <summary>The names of the sets.</summary>
    public static IReadOnlyList<string> Sets => [.. s_means.Value.Select(mean => mean.Set).Distinct()];

    /// <summary>The mean scores of a set.</summary>
    public static IEnumerable<PublishedMean> Means(string set) => s_means.Value.Where(mean => mean.Set == set);

    /// <summary>Rahimi, Li and Cohn's (2019) scores of a language of WikiANN with 100 sentences; null for a language that they have not.</summary>
    public static RahimiScores? Rahimi(string language) => s_rahimi.Value.GetValueOrDefault(language);

    /// <summary>The same of a data set by its name; null also for one that is not of WikiANN.</summary>
    public static RahimiScores? RahimiOfData(string name) =>
        new DataFolder(name, "") is { Collection: "wikiann" } folder ? Rahimi(folder.Language) : null;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>A published mean.</summary>
/// <param name="Set">Where it is from.</param>
/// <param name="Method">Our method that it corresponds to, or its own name.</param>
/// <param name="F1">Mean F1, 0 to 1.</param>
/// <param name="System">What was run.</param>
/// <param name="Differs">What differs from ours.</param>
internal sealed record PublishedMean(string Set, string Method, double F1, string System, string Differs);

/// <summary>F1, 0 to 1, of two BiLSTM-CRF systems with 100 sentences.</summary>
/// <param name="Supervised">Trained on the 100 sentences alone (LSup).</param>
/// <param name="Transfer">Transferred from ten languages first (RaRe, 10 sources).</param>
internal sealed record RahimiScores(double Supervised, double Transfer)
{
    /// <summary>The score of a system by the name that its mean has.</summary>
    /// <exception cref="ArgumentException">There is no such system.</exception>
    public double Of(string method) => method switch
    {
        "lsup" => Supervised,
        "rare10" => Transfer,
        _ => throw new ArgumentException($"Rahimi et al. have no system '{method}'.", nameof(method)),
    };
}
