using Maner.Experiments.Corpora;
using Maner.Experiments.Statistics;
using Maner.Ner.Evaluation;
using Maner.Training;

namespace Maner.Experiments.Reports;

/// <summary>What one method has more than another over the languages of a grid.</summary>
/// <param name="First">The method that is compared.</param>
/// <param name="Second">The method that it is compared with.</param>
/// <param name="Gain">The mean difference and its relatives.</param>
/// <param name="Interval">The 95 % interval of the mean difference over languages; null for too few languages.</param>
/// <param name="WilcoxonP">Of Wilcoxon's signed-rank test over languages.</param>
/// <param name="PValue">The same; of a single language, which that test can say nothing of, the paired test's over its sentences.</param>
/// <param name="Noun">What was counted: languages, or data sets where a language has several.</param>
/// <param name="Only">The name of the only data set; null when there are several.</param>
internal sealed record Difference(string First, string Second, Gain Gain, Interval? Interval, double WilcoxonP, double PValue, string Noun, string? Only)
{
    /// <summary>The smallest number of languages that differ at which Wilcoxon's test can reach the level of significance: 2 of 2⁶ sign patterns.</summary>
    private const int FewestForTest = 6;

    /// <summary>Compares two methods; null when they have no seed in common on any data set.</summary>
    /// <param name="grid">The scores.</param>
    /// <param name="tests">Remembers paired tests.</param>
    /// <param name="first">The method that is compared.</param>
    /// <param name="second">The method that it is compared with.</param>
    public static Difference? Of(Grid grid, PairedTests tests, string first, string second)
    {
        (string Data, double First, double Second)[] pairs = [.. grid.Common.Select(data => (data, Pair: grid.Pair(data, first, second)))
            .Where(row => row.Pair is not null).Select(row => (row.data, row.Pair!.Value.First, row.Pair!.Value.Second))];
        if (Gain.Of([.. pairs.Select(pair => (pair.First, pair.Second))]) is not { } gain)
        {
            return null;
        }

        double[] differences = [.. pairs.Select(pair => pair.First - pair.Second)];
        string? only = pairs is [var single] ? single.Data : null;
        double wilcoxon = SignedRankTest.Of(differences).PValue, p = only is null ? wilcoxon : tests.Of(grid, only, first, second)!.Test.PValue;
        return new Difference(first, second, gain, MeanBootstrap.Of(differences), wilcoxon, p, NounOf([.. pairs.Select(pair => pair.Data)]), only);
    }

    /// <summary>What data sets are, counted: languages, if no two are of one language.</summary>
    public static string NounOf(IReadOnlyCollection<string> dataSets) =>
        dataSets.Select(name => LanguageCodes.Shortest(new DataFolder(name, "").Language)).Distinct().Count() == dataSets.Count ? "languages" : "data sets";

    /// <summary>Whether the sign of the difference is shown: by the test, and by an interval that leaves out 0.</summary>
    public bool IsShown => PValue <= MethodDifference.SignificanceLevel && (Only is not null || Interval is { } interval && Math.Sign(interval.Low) * Math.Sign(interval.High) > 0)
        && Math.Abs(Gain.Difference) > 0;

    /// <summary>The difference in a sentence, without its uncertainty and its full stop.</summary>
    public string Sentence
    {
        get
        {
            string over = Only is { } data ? $"on {data}" : FormattableString.Invariant($"over {Gain.Count} {Noun}");
            string size = Numbers.F1(Math.Abs(Gain.Difference));
            return IsShown
                ? Gain.Difference > 0 ? $"{First} beats {Second} by {size} F1 {over}" : $"{First} is {size} F1 behind {Second} {over}"
                : $"No difference between {First} and {Second} is shown {over}: {Numbers.Signed(Gain.Difference)} F1";
        }
    }

    /// <summary>How sure the difference is, in words.</summary>
    public string Uncertainty => Only is not null
        ? $"p {Numbers.Relation(PValue)} over its test sentences"
        : (Interval is { } interval ? $"95 % interval {Numbers.SignedRange(interval)}; " : "") +
            FormattableString.Invariant($"better in {Gain.Wins}, worse in {Gain.Losses}{(Gain.Ties > 0 ? $", equal in {Gain.Ties}" : "")}; Wilcoxon p {Numbers.Relation(PValue)}{TooFew}");

    private string TooFew => Only is null && Gain.Wins + Gain.Losses < FewestForTest
        ? FormattableString.Invariant($", which fewer than {FewestForTest} differing {Noun} cannot bring to 0.05")
        : "";
}
