using System.Globalization;
using Maner.Experiments.Cells;
using Maner.Experiments.Statistics;

namespace Maner.Experiments.Reports;

/// <summary>Means over languages: the paper's Tables 1 to 3.</summary>
/// <param name="tests">Remembers paired tests.</param>
internal sealed class MethodTables(PairedTests tests)
{
    /// <summary>What follows a mean that does not rest on all runs as they were planned.</summary>
    public const string Mark = " †";

    // Where no run is missing or went wrong, which the status of the experiment says once, these columns say nothing.
    private static readonly string[] s_troubles = ["missing#", "failed#", "collapsed#", "second attempts#"];

    public IEnumerable<Part> Of(Grid grid, IReadOnlyList<string> published)
    {
        if (grid.Common.Count == 0)
        {
            yield return new Paragraph("No data set has scores of every method yet.");
            yield return Costs([("", grid)]);
            yield break;
        }

        yield return Scores(grid);
        foreach (Paragraph note in Marks(grid))
        {
            yield return note;
        }

        if (grid.Methods.Count > 1)
        {
            foreach (Part part in Differences([("", grid)]))
            {
                yield return part;
            }
        }

        foreach (string set in published)
        {
            yield return PublishedTables.Of(grid, set);
        }

        yield return Costs([("", grid)]);
    }

    /// <summary>What the means do not rest on, in words.</summary>
    public static IEnumerable<Paragraph> Marks(Grid grid) => LeftOut(grid).Concat(Unplanned(grid.All));

    /// <summary>What the mark means, counted, when there is a run to be marked.</summary>
    public static IEnumerable<Paragraph> Unplanned(IEnumerable<Runs> all)
    {
        Runs[] runs = [.. all];
        if (runs.Any(run => run.IsMarked))
        {
            yield return new Paragraph(string.Create(
                CultureInfo.InvariantCulture,
                $"† Not all runs behind this figure ended as planned: of {runs.Sum(run => run.Count)} here {runs.Sum(run => run.Missing)} missing, {runs.Sum(run => run.Failed)} failed, {runs.Sum(run => run.Collapsed)} collapsed, {runs.Sum(run => run.Retried)} at a second attempt. ") +
                "Collapsed runs are in the means; failed and missing ones have no score and cannot be. Differences are over the seeds that both methods have.");
        }
    }

    /// <summary>The data sets that the means leave out, if there are any.</summary>
    public static IEnumerable<Paragraph> LeftOut(Grid grid)
    {
        if (grid.Common.Count < grid.DataSets.Count)
        {
            yield return new Paragraph(string.Create(
                CultureInfo.InvariantCulture,
                $"The means are over the {grid.Common.Count} of {grid.DataSets.Count} data sets on which every method has a score; without {string.Join(", ", grid.DataSets.Except(grid.Common))}."));
        }
    }

    /// <summary>The mark of a mean of methods, if it needs one.</summary>
    public static string MarkOf(Grid grid, params string[] methods) => grid.Common.Any(data => methods.Any(method => grid.Of(data, method).IsMarked)) ? Mark : "";

    private static Table Scores(Grid grid)
    {
        return new Table(
            "Means over languages, strict IOB2",
            ["method", "languages#", "F1#", "95 % interval over languages#", "sd over seeds#", "precision#", "recall#", "F1 conlleval#", "F1 without sentences seen in training#"],
            [.. grid.Methods.Select(Row)]).WithoutEmptyColumns();

        IReadOnlyList<string> Row(string method)
        {
            double[] f1 = [.. grid.Common.Select(data => grid.Of(data, method).F1!.Value.Mean)];
            return
            [
                method, Numbers.Whole(f1.Length), Numbers.F1(f1.Average()) + MarkOf(grid, method), Numbers.Range(MeanBootstrap.Of(f1)), Numbers.F1(Spread(grid, method)),
                Mean(scores => scores.Strict.Precision), Mean(scores => scores.Strict.Recall), Mean(scores => scores.Lenient.F1), Unseen(grid, method),
            ];

            string Mean(Func<CellScores, double> measure) => Numbers.F1(grid.Mean(method, measure));
        }
    }

    /// <summary>The mean over the data sets that have an entity in sentences that training has not seen: elsewhere there is no such score.</summary>
    private static string Unseen(Grid grid, string method)
    {
        Grid defined = grid.Only([.. grid.Common.Where(data => grid.Of(data, method).Scores.All(run => run.Scores.Unseen.Support > 0))]);
        return Numbers.F1(defined.Mean(method, scores => scores.Unseen.F1)) + Over(defined.DataSets.Count, grid.Common.Count);
    }

    /// <summary>Over how many languages a number is, where it is not over all of them.</summary>
    private static string Over(int count, int all) => count < all ? string.Create(CultureInfo.InvariantCulture, $" (over {count})") : "";

    /// <summary>The standard deviation over seeds within a language, pooled over languages (root of the mean variance).</summary>
    private static double? Spread(Grid grid, string method)
    {
        double[] variances = [.. grid.Common.Select(data => grid.Of(data, method).F1!.Value.StandardDeviation).OfType<double>().Select(deviation => deviation * deviation)];
        return variances.Length == 0 ? null : Math.Sqrt(variances.Average());
    }

    /// <summary>The reference against each other method.</summary>
    /// <param name="grids">Grids, and the training size that is written before their rows; empty where there is but one.</param>
    public IEnumerable<Part> Differences(IReadOnlyList<(string Size, Grid Grid)> grids)
    {
        (string Size, Grid Grid, string Other, Difference? Difference)[] all =
            [.. grids.SelectMany(point => point.Grid.Others.Select(other => (point.Size, point.Grid, other, Difference.Of(point.Grid, tests, point.Grid.Reference, other))))];
        if (all.Any(row => row.Difference is not null))
        {
            yield return new Table(
                "Differences of mean F1 over languages",
                [
                    .. SizeColumn(grids), "methods", "difference#", "95 % interval over languages#", "ratio of means#", "mean of ratios#", "better / worse / equal#", "Wilcoxon p#",
                    "significantly better / worse#",
                ],
                [.. all.Where(row => row.Difference is not null).Select(row => (IReadOnlyList<string>)[.. SizeOf(row.Size), .. Row(row.Grid, row.Other, row.Difference!)])]).WithoutEmptyColumns();
        }

        foreach ((string size, Grid grid, string other, _) in all.Where(row => row.Difference is null))
        {
            yield return new Paragraph($"{grid.Reference} − {other}{(size.Length > 0 ? $", {size} sentences" : "")}: no seed has a score of both on any data set.");
        }

        IReadOnlyList<string> Row(Grid grid, string other, Difference difference)
        {
            Gain gain = difference.Gain;
            (int better, int worse) = tests.Significant(grid, grid.Reference, other);
            return
            [
                $"{grid.Reference} − {other}", Numbers.Signed(gain.Difference) + MarkOf(grid, grid.Reference, other) + Over(gain.Count, grid.Common.Count),
                Numbers.SignedRange(difference.Interval), Numbers.Percent(gain.RatioOfMeans), Numbers.Percent(gain.MeanOfRatios) + Over(gain.Count - gain.WithoutRatio, gain.Count),
                string.Create(CultureInfo.InvariantCulture, $"{gain.Wins} / {gain.Losses} / {gain.Ties}"), Numbers.P(difference.WilcoxonP),
                string.Create(CultureInfo.InvariantCulture, $"{better} / {worse}"),
            ];
        }
    }

    private static IEnumerable<string> SizeColumn(IReadOnlyList<(string Size, Grid Grid)> grids) => grids.Any(point => point.Size.Length > 0) ? ["sentences#"] : [];

    private static IEnumerable<string> SizeOf(string size) => size.Length > 0 ? [size] : [];

    /// <summary>How many runs there are, how they ended, and what they took.</summary>
    /// <param name="grids">As for <see cref="Differences"/>.</param>
    public static Table Costs(IReadOnlyList<(string Size, Grid Grid)> grids)
    {
        return new Table(
            "Runs and their cost: means, seconds by the clock, pauses of the machine included",
            [.. SizeColumn(grids), "method", "runs#", "missing#", "failed#", "collapsed#", "second attempts#", "updates#", "seconds a run#", "of them training#", "processor seconds#", "peak memory, MiB#"],
            [.. grids.SelectMany(point => point.Grid.Methods.Select(method => (IReadOnlyList<string>)[.. SizeOf(point.Size), .. Row(point.Grid, method)]))],
            IsAside: true).WithoutEmptyColumns(s_troubles);

        IReadOnlyList<string> Row(Grid grid, string method)
        {
            Runs[] runs = [.. grid.DataSets.Select(data => grid.Of(data, method))];
            CellAttempt[] trained = [.. runs.SelectMany(run => run.Attempts).Where(attempt => attempt.Status != CellStatus.Failed)];
            return
            [
                method, Sum(run => run.Count), Sum(run => run.Missing), Sum(run => run.Failed), Sum(run => run.Collapsed), Sum(run => run.Retried),
                Mean(attempt => attempt.Updates, Numbers.Whole), Mean(attempt => attempt.Seconds, Numbers.Tenth), Mean(attempt => attempt.TrainingSeconds, Numbers.Tenth),
                Processor(trained),
                Mean(attempt => attempt.PeakMemoryMib, Numbers.Whole),
            ];

            string Sum(Func<Runs, int> count) => Numbers.Whole(runs.Sum(count));

            // Of attempts that measured it: older ones did not.
            static string Processor(CellAttempt[] attempts)
            {
                int measured = attempts.Count(attempt => attempt.CpuSeconds is not null);
                return attempts.Average(attempt => attempt.CpuSeconds) is not { } seconds ? Numbers.None
                    : Numbers.Tenth(seconds) + (measured < attempts.Length ? string.Create(CultureInfo.InvariantCulture, $" (of {measured})") : "");
            }

            string Mean(Func<CellAttempt, double> measure, Func<double, string> format) => trained.Length == 0 ? Numbers.None : format(trained.Average(measure));
        }
    }
}
