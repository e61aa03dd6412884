using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Ner.Methods;
using Maner.Training;

namespace Maner.Experiments.Reports;

/// <summary>Methods × data sets of one encoder, training size and variant of options: what one table of a report shows.</summary>
internal sealed class Grid
{
    private readonly Dictionary<(string Data, string Method), Runs> _runs;

    public Grid(IEnumerable<(PlannedEntry Entry, CellResult? Result)> cells, bool isDev)
    {
        (PlannedEntry Entry, CellResult? Result)[] all = [.. cells];
        DataSets = [.. all.Select(cell => cell.Entry.Data).Distinct()];
        Methods = [.. all.Select(cell => cell.Entry.Method).Distinct()];
        _runs = all.GroupBy(cell => (cell.Entry.Data, cell.Entry.Method)).ToDictionary(group => group.Key, group => new Runs(group, isDev));
    }

    private Grid(Grid all, IReadOnlyList<string> dataSets)
    {
        (DataSets, Methods) = (dataSets, all.Methods);
        _runs = all._runs.Where(runs => dataSets.Contains(runs.Key.Data)).ToDictionary();
    }

    /// <summary>Names of the data sets in the order of the plan.</summary>
    public IReadOnlyList<string> DataSets { get; }

    /// <summary>The methods in the order of the plan.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>The method that the others are compared with.</summary>
    public string Reference => Methods.Contains(MethodComparison.PreferredReference) ? MethodComparison.PreferredReference : Methods[0];

    /// <summary>The methods that it is compared with.</summary>
    public IEnumerable<string> Others => Methods.Where(method => method != Reference);

    /// <summary>The plainest method, which orders languages: token classification where it is there.</summary>
    public string Baseline => Methods.Contains(new TokenMethod().Name) ? new TokenMethod().Name : Methods[0];

    /// <summary>The data sets on which every method has a score: means over others would compare different things.</summary>
    public IReadOnlyList<string> Common => [.. DataSets.Where(data => Methods.All(method => Of(data, method).Scores.Count > 0))];

    /// <summary>The same on some of the data sets.</summary>
    public Grid Only(IReadOnlyList<string> dataSets) => new(this, dataSets);

    /// <summary>All runs.</summary>
    public IEnumerable<Runs> All => _runs.Values;

    /// <summary>The runs of a method on a data set.</summary>
    public Runs Of(string data, string method) => _runs[(data, method)];

    /// <summary>Mean over the common data sets of a measure's mean over seeds; null where there is none.</summary>
    public double? Mean(string method, Func<CellScores, double> measure) =>
        Common.Count == 0 ? null : Common.Average(data => Of(data, method).Over(measure)!.Value.Mean);

    /// <summary>The mean F1s of two methods on a data set, over the seeds that both have: seeds of one alone would be in its mean by luck; null without such a seed.</summary>
    public (double First, double Second)? Pair(string data, string first, string second)
    {
        Runs one = Of(data, first), other = Of(data, second);
        ulong[] seeds = one.SeedsInCommon(other);
        return seeds.Length == 0 ? null : (one.MeanF1(seeds), other.MeanF1(seeds));
    }

    /// <summary>The same, a pair per common data set.</summary>
    public (double First, double Second)[] Pairs(string first, string second) =>
        [.. Common.Select(data => Pair(data, first, second)).OfType<(double First, double Second)>()];
}
