using System.Globalization;
using Maner.Experiments.Statistics;
using Maner.Ner.Evaluation;
using Maner.Ner.Selection;

namespace Maner.Experiments.Reports;

/// <summary>What a strategy gains over random selection, paired by data set and seed set.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Measure">What is compared.</param>
/// <param name="Difference">Mean over data sets of the mean over seeds.</param>
/// <param name="Interval">Its 95 % interval over data sets; null for too few.</param>
/// <param name="Pairs">Pairs of runs.</param>
/// <param name="Wins">Pairs in which the strategy is better.</param>
/// <param name="Losses">Pairs in which random is.</param>
/// <param name="PValue">Wilcoxon's, over pairs.</param>
internal sealed record StrategyGain(string Strategy, string Measure, double Difference, Interval? Interval, int Pairs, int Wins, int Losses, double PValue)
{
    /// <summary>The p-value after Holm's correction for all strategies that are compared by this measure.</summary>
    public double Adjusted { get; init; } = 1;
}

/// <summary>Compares strategies with random selection.</summary>
/// <param name="runs">Finished simulations.</param>
internal sealed class StrategyGains(IReadOnlyList<SimulatedRun> runs)
{
    /// <summary>The measure that the headline is of.</summary>
    public const string Main = "mean F1 over log seconds";

    /// <summary>The strategies in the order of reports, without random.</summary>
    public IReadOnlyList<string> Others => [.. Strategies.Where(strategy => strategy != AllStrategies.Random)];

    /// <summary>The strategies in the order of reports.</summary>
    public IReadOnlyList<string> Strategies => [.. AllStrategies.List.Select(strategy => strategy.Name).Where(name => runs.Any(run => run.Strategy == name))];

    /// <summary>Every strategy by the area under its curve over each budget. The first measure is the one that decides; the others say what it comes from.</summary>
    public IReadOnlyList<StrategyGain> Areas() => Corrected(
    [
        .. Others.SelectMany(strategy => new[] { (Main, BudgetUnit.Seconds), ("mean F1 over log words", BudgetUnit.Words), ("mean F1 over log sentences", BudgetUnit.Sentences) },
            (strategy, measure) => Compare(strategy, measure.Item1, (run, random) => AreaPair(run, random, measure.Item2))).OfType<StrategyGain>(),
    ]);

    /// <summary>Every strategy by what others learn from its picks, at the last round that has it.</summary>
    public IReadOnlyList<StrategyGain> Reused()
    {
        string[] names = [.. runs.SelectMany(run => run.Rounds[^1].Reuse.Keys).Distinct()];
        return Corrected([.. Others.SelectMany(strategy => names, (strategy, name) => Compare(strategy, name, (run, random) => ReusePair(run, random, name))).OfType<StrategyGain>()]);
    }

    /// <summary>Pairs of a strategy's run and random's with the same seed set.</summary>
    public IEnumerable<(SimulatedRun Run, SimulatedRun Random)> Pairs(string strategy)
    {
        var random = runs.Where(run => run.Strategy == AllStrategies.Random).ToDictionary(run => run.Pair);
        return runs.Where(run => run.Strategy == strategy && random.ContainsKey(run.Pair)).Select(run => (run, random[run.Pair]));
    }

    /// <summary>The table of gains.</summary>
    public static Table TableOf(string caption, string measure, IReadOnlyList<StrategyGain> gains) => new(
        caption,
        ["strategy", measure, "difference#", "95 % interval over data sets#", "better / worse#", "p#", "p, Holm#"],
        [
            .. gains.Select(gain => (IReadOnlyList<string>)
            [
                gain.Strategy, gain.Measure, Numbers.Signed(gain.Difference), Numbers.SignedRange(gain.Interval),
                string.Create(CultureInfo.InvariantCulture, $"{gain.Wins} / {gain.Losses}"), Numbers.P(gain.PValue), Numbers.P(gain.Adjusted),
            ]),
        ]);

    private StrategyGain? Compare(string strategy, string measure, Func<SimulatedRun, SimulatedRun, (double First, double Second)?> of)
    {
        (string Data, double Difference)[] pairs =
        [
            .. Pairs(strategy).Select(pair => (pair.Run.Entry.Data, Value: of(pair.Run, pair.Random))).Where(pair => pair.Value is not null)
                .Select(pair => (pair.Data, pair.Value!.Value.First - pair.Value!.Value.Second)),
        ];
        if (pairs.Length == 0)
        {
            return null;
        }

        double[] means = [.. pairs.GroupBy(pair => pair.Data).Select(group => group.Average(pair => pair.Difference))];
        const double Equal = 1e-12;
        return new StrategyGain(
            strategy, measure, means.Average(), MeanBootstrap.Of(means), pairs.Length, pairs.Count(pair => pair.Difference > Equal), pairs.Count(pair => pair.Difference < -Equal),
            SignedRankTest.Of(pairs.Select(pair => pair.Difference)).PValue);
    }

    /// <summary>Both curves' means over the budgets that both have.</summary>
    private static (double First, double Second)? AreaPair(SimulatedRun run, SimulatedRun random, BudgetUnit unit)
    {
        IReadOnlyList<(double Budget, double Score)> one = run.Curve(unit), other = random.Curve(unit);
        double from = Math.Max(one[0].Budget, other[0].Budget), to = Math.Min(one[^1].Budget, other[^1].Budget);
        return BudgetCurve.Mean(one, from, to) is { } first && BudgetCurve.Mean(other, from, to) is { } second ? (first, second) : null;
    }

    private static (double First, double Second)? ReusePair(SimulatedRun run, SimulatedRun random, string name) =>
        run.Rounds[^1].Reuse.TryGetValue(name, out EntityScore first) && random.Rounds[^1].Reuse.TryGetValue(name, out EntityScore second)
        && run.Rounds[^1].Sentences == random.Rounds[^1].Sentences ? (first.F1, second.F1) : null;

    private static StrategyGain[] Corrected(StrategyGain[] gains) =>
    [
        .. gains.GroupBy(gain => gain.Measure).SelectMany(family => family.Zip(Holm.Adjust([.. family.Select(gain => gain.PValue)]), (gain, adjusted) => gain with { Adjusted = adjusted })),
    ];
}
