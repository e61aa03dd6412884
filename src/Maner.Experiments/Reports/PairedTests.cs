using Maner.Experiments.Statistics;
using Maner.Ner.Evaluation;
using Maner.Training;

namespace Maner.Experiments.Reports;

/// <summary>The paired tests within each language. Blocks share cells, so what was computed is remembered.</summary>
internal sealed class PairedTests
{
    private readonly Dictionary<(string, string), MethodDifference?> _known = [];

    /// <summary>A method against another on one data set, over the seeds that both have; null when they have none in common.</summary>
    public MethodDifference? Of(Grid grid, string data, string first, string second)
    {
        Runs one = grid.Of(data, first), other = grid.Of(data, second);
        if (!_known.TryGetValue((one.Key, other.Key), out MethodDifference? difference))
        {
            ulong[] seeds = one.SeedsInCommon(other);
            difference = seeds.Length == 0 ? null : MethodDifference.Between(first, Sentences(one, seeds), second, Sentences(other, seeds));
            _known.Add((one.Key, other.Key), difference);
        }

        return difference;
    }

    /// <summary>Languages on which the first is better, and on which it is worse, with p at most 0.05 after Holm's correction for their number.</summary>
    public (int Better, int Worse) Significant(Grid grid, string first, string second)
    {
        MethodDifference[] differences = [.. grid.Common.Select(data => Of(grid, data, first, second)).OfType<MethodDifference>()];
        double[] adjusted = Holm.Adjust([.. differences.Select(difference => difference.Test.PValue)]);
        MethodDifference[] significant = [.. differences.Where((_, index) => adjusted[index] <= MethodDifference.SignificanceLevel)];
        return (significant.Count(difference => difference.Test.Difference > 0), significant.Count(difference => difference.Test.Difference < 0));
    }

    private static List<EntityScore[]> Sentences(Runs runs, ulong[] seeds) =>
        [.. runs.Scores.Where(run => seeds.Contains(run.Seed)).Select(run => run.Scores.Sentences)];
}
