using Maner.Experiments.Corpora;
using Maner.Experiments.Statistics;

namespace Maner.Experiments.Reports;

/// <summary>Published means next to ours, each with what differs.</summary>
internal static class PublishedTables
{
    /// <summary>The table of a published set.</summary>
    public static Table Of(Grid grid, string set) => set == PublishedResults.RahimiSet ? OfRahimi(grid) : OfSameMethods(grid, set);

    private static string Caption(string set) => $"For comparison, as published ({set}); mind what differs";

    private static Table OfSameMethods(Grid grid, string set) => new Table(
        Caption(set),
        ["method", "ours#", "published#", "system", "differs"],
        [
            .. PublishedResults.Means(set).Select(mean => (IReadOnlyList<string>)
                [mean.Method, grid.Methods.Contains(mean.Method) ? Ours(grid, mean.Method) : Numbers.None, Numbers.F1(mean.F1), mean.System, mean.Differs]),
            .. Gains(grid, set),
        ]).WithoutEmptyColumns();

    /// <summary>Relative gains next to relative gains, where the published set has both methods.</summary>
    private static IEnumerable<IReadOnlyList<string>> Gains(Grid grid, string set)
    {
        Dictionary<string, double> theirs = PublishedResults.Means(set).ToDictionary(mean => mean.Method, mean => mean.F1);
        foreach (string other in grid.Others.Where(other => theirs.ContainsKey(other) && theirs.ContainsKey(grid.Reference)))
        {
            double? ours = Gain.Of(grid.Pairs(grid.Reference, other))?.RatioOfMeans;
            yield return [$"{grid.Reference} / {other} − 1", Numbers.Percent(ours), Numbers.Percent((theirs[grid.Reference] / theirs[other]) - 1), "ratio of means", ""];
        }
    }

    /// <summary>Systems that are none of ours: what can be compared with them is the mean over the languages that both have, which for theirs is another than the published one.</summary>
    private static Table OfRahimi(Grid grid)
    {
        Grid shared = grid.Only([.. grid.Common.Where(data => PublishedResults.RahimiOfData(data) is not null)]);
        string languages = Numbers.Whole(shared.DataSets.Count);
        return new Table(
            Caption(PublishedResults.RahimiSet),
            ["method", "languages that both have#", "F1 over these#", "published over all#", "system", "differs"],
            [
                .. new[] { grid.Baseline, grid.Reference }.Distinct().Select(method => (IReadOnlyList<string>)[method, languages, Ours(shared, method), Numbers.None, "ours", ""]),
                .. PublishedResults.Means(PublishedResults.RahimiSet).Select(mean => (IReadOnlyList<string>)
                    [mean.Method, languages, Numbers.F1(Theirs(mean.Method)), Numbers.F1(mean.F1), mean.System, mean.Differs]),
            ]).WithoutEmptyColumns();

        double? Theirs(string method) => shared.DataSets.Select(data => (double?)PublishedResults.RahimiOfData(data)!.Of(method)).Average();
    }

    private static string Ours(Grid grid, string method) => Numbers.F1(grid.Mean(method, scores => scores.Strict.F1)) + MethodTables.MarkOf(grid, method);
}
