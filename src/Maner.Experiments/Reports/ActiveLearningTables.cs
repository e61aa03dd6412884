using System.Globalization;
using Maner.Experiments.Cells;
using Maner.Experiments.Statistics;
using Maner.Ner.Evaluation;
using Maner.Ner.Selection;
using Maner.Training;

namespace Maner.Experiments.Reports;

/// <summary>Which sentences to label next: strategies against random selection.</summary>
/// <param name="runs">Finished simulations of one start and set of options.</param>
internal sealed class ActiveLearningTables(IReadOnlyList<SimulatedRun> runs)
{
    // The number of sentences whose F1 by random selection others are to reach.
    private const int Target = 100;

    private readonly StrategyGains _gains = new(runs);

    /// <summary>The parts of a block.</summary>
    /// <param name="name">The figures' name.</param>
    /// <param name="title">What the figures show.</param>
    public IEnumerable<Part> Of(string name, string title)
    {
        string[] complete = [.. DataSets.Where(data => _gains.Strategies.All(strategy => Seeds(data, strategy).SetEquals(Seeds(data, _gains.Strategies[0]))))];
        if (runs.Count == 0 || complete.Length == 0)
        {
            yield return new Paragraph("No data set has runs of every strategy with the same seeds yet.");
            yield break;
        }

        var tables = new ActiveLearningTables([.. runs.Where(run => complete.Contains(run.Entry.Data))]);
        foreach (Part part in tables.Complete(name, title))
        {
            yield return part;
        }

        if (complete.Length < DataSets.Count())
        {
            yield return new Paragraph($"Without {string.Join(", ", DataSets.Except(complete))}: not every strategy has runs with the same seeds there yet.");
        }
    }

    /// <summary>The main finding, in a sentence.</summary>
    public Headline? Headline(string progress)
    {
        StrategyGain[] main = [.. _gains.Areas().Where(gain => gain.Measure == StrategyGains.Main)];
        if (main.Length == 0)
        {
            return null;
        }

        StrategyGain best = main.MaxBy(gain => gain.Difference)!;
        bool isShown = best.Difference > 0 && best.Adjusted <= MethodDifference.SignificanceLevel;
        string over = string.Create(CultureInfo.InvariantCulture, $"over {_gains.Pairs(best.Strategy).Select(pair => pair.Run.Entry.Data).Distinct().Count()} data sets and {best.Pairs} pairs of runs");
        return new Headline(
            progress + (isShown ? $"{best.Strategy} beats random selection by {Numbers.F1(best.Difference)} F1 at equal estimated time, {over}" : $"No strategy is shown to beat random selection at equal estimated time, {over}"),
            string.Join("; ", main.Select(gain => $"{gain.Strategy} {Numbers.Signed(gain.Difference)} (p {Numbers.Relation(gain.Adjusted)} after Holm)")));
    }

    /// <summary>The comparison with random alone.</summary>
    public IEnumerable<Part> Comparison()
    {
        yield return StrategyGains.TableOf(
            "Against random selection: the mean of F1 between the budgets that both have, over their logarithm; Wilcoxon's test over pairs with the same data and seed set", "measure", _gains.Areas());
        yield return Budgets();
    }

    private IEnumerable<string> DataSets => runs.Select(run => run.Entry.Data).Distinct();

    private HashSet<ulong> Seeds(string data, string strategy) => [.. runs.Where(run => run.Entry.Data == data && run.Strategy == strategy).Select(run => run.Entry.Seed)];

    private IEnumerable<Part> Complete(string name, string title)
    {
        yield return Plot($"{name}-seconds", $"{title}, by estimated seconds of the annotator", BudgetUnit.Seconds, HorizontalAxis.Seconds);
        yield return Plot($"{name}-words", $"{title}, by words", BudgetUnit.Words, HorizontalAxis.Words);
        yield return BySentences();
        yield return AtEqual(BudgetUnit.Words);
        yield return AtEqual(BudgetUnit.Seconds);
        if (_gains.Others.Count > 0)
        {
            foreach (Part part in Comparison())
            {
                yield return part;
            }
        }

        yield return Picks();
        IReadOnlyList<StrategyGain> reused = _gains.Reused();
        if (reused.Count > 0)
        {
            yield return Reuse();
            yield return StrategyGains.TableOf("The same against random selection", "trained", reused);
        }
    }

    private Figure Plot(string name, string title, BudgetUnit unit, HorizontalAxis axis)
    {
        List<Panel> panels = [.. DataSets.Select(data => PanelOf(data, [data]))];
        if (panels.Count > 1)
        {
            panels.Insert(0, PanelOf(string.Create(CultureInfo.InvariantCulture, $"mean of {panels.Count} data sets"), [.. DataSets]));
        }

        var table = new Table(
            $"F1 and {unit.Name} at each number of sentences, mean over seeds",
            ["data", "sentences#", .. _gains.Strategies.SelectMany(strategy => new[] { $"{strategy} F1#", $"{strategy} {unit.Name}#" })],
            [.. panels.SelectMany(panel => Rows(panel))], IsAside: true);
        return new Figure(name, title, LinePlot.Draw(panels, name, title, Svg.Wide, axis), LinePlot.Draw(panels, name + "-narrow", title, Svg.Narrow, axis), table);

        Panel PanelOf(string heading, string[] data) => new(heading, [.. _gains.Strategies.Select(strategy => new PanelLine(
            strategy, [.. Sizes(data).Select(size => Rounds(data, strategy, size)).Where(rounds => rounds.Length > 0).Select(rounds => new PanelPoint(
                (int)Math.Round(rounds.Average(unit.Of)), rounds.Average(round => round.Test!.Value.F1), data.Length > 1 || rounds.Length < 2 ? null : Deviation(rounds), false))]))]);

        IEnumerable<IReadOnlyList<string>> Rows(Panel panel)
        {
            string[] data = panel.Title.StartsWith("mean of", StringComparison.Ordinal) ? [.. DataSets] : [panel.Title];
            int[] sizes = Sizes(data);
            return sizes.Select((size, index) => (IReadOnlyList<string>)
                [panel.Title, Numbers.Whole(size), .. panel.Lines.SelectMany(line => new[] { Numbers.F1(line.Points[index].Score), Numbers.Whole(line.Points[index].Size) })]);
        }
    }

    /// <summary>The sizes that every run of some data sets has.</summary>
    private int[] Sizes(string[] data)
    {
        SimulatedRun[] of = [.. runs.Where(run => data.Contains(run.Entry.Data))];
        return [.. of[0].Rounds.Select(round => round.Sentences).Where(size => of.All(run => run.At(size) is not null))];
    }

    private SimulatedRound[] Rounds(string[] data, string strategy, int size) =>
        [.. runs.Where(run => data.Contains(run.Entry.Data) && run.Strategy == strategy).Select(run => run.At(size)).OfType<SimulatedRound>()];

    private Table BySentences() => new(
        $"F1 at equal sentences, mean over {DataSets.Count()} data sets and their seeds",
        ["sentences#", .. _gains.Strategies.Select(strategy => strategy + "#")],
        [
            .. Sizes([.. DataSets]).Select(size => (IReadOnlyList<string>)
                [Numbers.Whole(size), .. _gains.Strategies.Select(strategy => Numbers.F1(Rounds([.. DataSets], strategy, size).Average(round => round.Test!.Value.F1)))]),
        ]);

    /// <summary>F1 at what random selection has cost at each size, for the pairs that have spent so much.</summary>
    private Table AtEqual(BudgetUnit unit)
    {
        return new Table(
            $"F1 at equal {unit.Name}: as many as random selection has spent at so many sentences (in brackets: pairs of runs that cover it)",
            ["random's sentences#", $"{unit.Name}#", "random#", .. _gains.Others.Select(strategy => strategy + "#")],
            [.. Sizes([.. DataSets]).Select(Row)]);

        IReadOnlyList<string> Row(int size)
        {
            SimulatedRound[] random = Rounds([.. DataSets], AllStrategies.Random, size);
            return random.Length == 0 ? [Numbers.Whole(size), "", "", .. _gains.Others.Select(_ => "")] :
            [
                Numbers.Whole(size), Numbers.Whole(random.Average(unit.Of)), Numbers.F1(random.Average(round => round.Test!.Value.F1)),
                .. _gains.Others.Select(strategy =>
                {
                    double[] scores = [.. _gains.Pairs(strategy).Select(pair => BudgetCurve.At(pair.Run.Curve(unit), unit.Of(pair.Random.At(size)!))).OfType<double>()];
                    return scores.Length == 0 ? Numbers.None : string.Create(CultureInfo.InvariantCulture, $"{Numbers.F1(scores.Average())} ({scores.Length})");
                }),
            ];
        }
    }

    private Table Budgets()
    {
        int target = Sizes([.. DataSets]) is { Length: > 0 } sizes ? sizes.LastOrDefault(size => size <= Target, sizes[0]) : Target;
        return new Table(
            string.Create(CultureInfo.InvariantCulture, $"The budget for random's F1 at {target} sentences, as a share of random's own: median over pairs of runs, and how many reach it at all"),
            ["strategy", "seconds#", "words#", "sentences#", "reached#"],
            [.. _gains.Others.Select(Row)]);

        IReadOnlyList<string> Row(string strategy)
        {
            (SimulatedRun Run, SimulatedRound Random)[] pairs = [.. _gains.Pairs(strategy).Where(pair => pair.Random.At(target) is not null).Select(pair => (pair.Run, pair.Random.At(target)!))];
            return
            [
                strategy, .. new[] { BudgetUnit.Seconds, BudgetUnit.Words, BudgetUnit.Sentences }.Select(Share),
                string.Create(CultureInfo.InvariantCulture, $"{pairs.Count(pair => BudgetCurve.Reaches(pair.Run.Curve(BudgetUnit.Seconds), pair.Random.Test!.Value.F1) is not null)} of {pairs.Length}"),
            ];

            // Who never reaches it needs more than any other: the median is right as long as fewer than half are such.
            string Share(BudgetUnit unit)
            {
                double[] shares = [.. pairs.Select(pair => BudgetCurve.Reaches(pair.Run.Curve(unit), pair.Random.Test!.Value.F1) / unit.Of(pair.Random) ?? double.PositiveInfinity).Order()];
                double median = shares.Length == 0 ? double.NaN : (shares[(shares.Length - 1) / 2] + shares[shares.Length / 2]) / 2;
                return double.IsNaN(median) ? Numbers.None : double.IsInfinity(median) ? "not reached" : median.ToString("0.00", CultureInfo.InvariantCulture);
            }
        }
    }

    private Table Picks() => new(
        "What is chosen after the random seed set, mean over runs",
        ["strategy", "words per sentence#", "entities per sentence#", "entities per 100 words#", "seconds per sentence#", "program's seconds per run#"],
        [
            .. _gains.Strategies.Select(strategy =>
            {
                SimulatedRun[] of = [.. runs.Where(run => run.Strategy == strategy && run.Rounds.Count > 1)];
                return (IReadOnlyList<string>)
                [
                    strategy, Rate(run => (run.Words, run.Sentences)), Rate(run => (run.Entities, run.Sentences)), Rate(run => (100.0 * run.Entities, run.Words)),
                    Rate(run => (run.Seconds, run.Sentences)), of.Length == 0 ? Numbers.None : Numbers.Whole(of.Average(run => run.Rounds.Sum(round => round.RunSeconds))),
                ];

                string Rate(Func<SimulatedRound, (double Above, double Below)> of1) => of.Length == 0 ? Numbers.None
                    : Numbers.Tenth(of.Average(run => (of1(run.Rounds[^1]).Above - of1(run.Rounds[0]).Above) / (of1(run.Rounds[^1]).Below - of1(run.Rounds[0]).Below)));
            }),
        ]);

    private Table Reuse()
    {
        string[] names = [.. runs.SelectMany(run => run.Rounds[^1].Reuse.Keys).Distinct()];
        return new Table(
            "Others trained on the same sentences, at the end of the simulation: F1, mean over the runs that have it",
            ["strategy", "the method itself#", .. names.Select(name => name + "#")],
            [
                .. _gains.Strategies.Select(strategy =>
                {
                    SimulatedRound[] last = [.. runs.Where(run => run.Strategy == strategy).Select(run => run.Rounds[^1])];
                    return (IReadOnlyList<string>)
                    [
                        strategy, Numbers.F1(last.Average(round => round.Test!.Value.F1)),
                        .. names.Select(name => last.Any(round => round.Reuse.ContainsKey(name)) ? Numbers.F1(last.Where(round => round.Reuse.ContainsKey(name)).Average(round => round.Reuse[name].F1)) : Numbers.None),
                    ];
                }),
            ]);
    }

    private static double? Deviation(SimulatedRound[] rounds) => MeanAndDeviation.Of([.. rounds.Select(round => round.Test!.Value.F1)]).StandardDeviation;
}
