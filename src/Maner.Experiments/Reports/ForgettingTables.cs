using System.Globalization;
using Maner.Experiments.Statistics;
using Maner.Ner.Methods;
using Maner.Training;

namespace Maner.Experiments.Reports;

/// <summary>
/// Is forgetting why a gain fades as training sentences grow more (MANER §6)? The gain of maner over token, what both forget of the language, and whether the
/// two go together; with the masked-LM loss and without, where a block's variants differ in it.
/// </summary>
/// <param name="runs">Finished runs of one encoder.</param>
internal sealed class ForgettingTables(IReadOnlyList<ForgettingRun> runs)
{
    private const string First = MethodComparison.PreferredReference;
    private static readonly string s_second = new TokenMethod().Name;

    private readonly Dictionary<(string Data, int Size, ulong Seed, string Variant, string Method), ForgettingRun> _runs =
        runs.ToDictionary(run => (run.Entry.Data, run.Entry.Size, run.Entry.Seed, run.Entry.Variant, run.Entry.Method));

    private IReadOnlyList<int> Sizes => [.. runs.Select(run => run.Entry.Size).Distinct().Order()];

    private IReadOnlyList<string> Variants => [.. runs.Select(run => run.Entry.Variant).Distinct()];

    /// <summary>The parts of a block.</summary>
    public IEnumerable<Part> Of()
    {
        Pair[] pairs = [.. Pairs()];
        if (pairs.Length == 0)
        {
            yield return new Paragraph($"No data set has runs of {First} and {s_second} with the same seed and a masked-LM loss yet.");
            yield break;
        }

        yield return Gains(pairs);
        if (Variants.Count > 1)
        {
            yield return Changes();
            yield return Scores();
        }

        yield return Losses();
        yield return Correlations(pairs);
        yield return new Paragraph(
            "Runs are paired by data set, training sentences and seed; p is Wilcoxon's, over those pairs, and the interval is over data sets. Forgotten: how much the masked-LM loss on held-out text, in nats per masked token, rose from before to after. " +
            "ρ is Spearman's within data sets, its p that of a permutation test. Runs of one data set are not independent of each other, so the smallest p say less than they seem to.");
    }

    private Table Gains(Pair[] pairs) => new(
        $"F1 of {First} minus F1 of {s_second}, by training sentences",
        ["sentences#", "options", "gain#", "95 % interval#", "better / worse#", "pairs#", "p#"],
        [
            .. Sizes.SelectMany(size => Variants, (size, variant) => (Size: size, Variant: variant, Pairs: pairs.Where(pair => pair.Size == size && pair.Variant == variant).ToArray()))
                .Where(row => row.Pairs.Length > 0).Select(row => Row(Numbers.Whole(row.Size), row.Variant, [.. row.Pairs.Select(pair => (pair.Data, pair.Gain))])),
        ]);

    /// <summary>Every other variant against the first: does the gain last longer?</summary>
    private Table Changes() => new(
        $"That gain against the gain with {Shown(Variants[0])}",
        ["sentences#", "options", "difference of gains#", "95 % interval#", "better / worse#", "pairs#", "p#"],
        [
            .. Sizes.SelectMany(size => Variants.Skip(1), (size, variant) => (Size: size, Variant: variant, Differences: Differences(size, variant))).Where(row => row.Differences.Length > 0)
                .Select(row => Row(Numbers.Whole(row.Size), row.Variant, row.Differences)),
        ]);

    private (string Data, double Value)[] Differences(int size, string variant) =>
    [
        .. Pairs().Where(pair => pair.Size == size && pair.Variant == variant)
            .Select(pair => (pair.Data, With: pair.Gain, Without: PairOf(pair.Data, size, pair.Seed, Variants[0])?.Gain)).Where(pair => pair.Without is not null)
            .Select(pair => (pair.Data, pair.With - pair.Without!.Value)),
    ];

    /// <summary>What the variants change of each method's own F1.</summary>
    private Table Scores() => new(
        $"F1 of each method against its F1 with {Shown(Variants[0])}",
        ["sentences#", "options", "method", "difference of F1#", "95 % interval#", "better / worse#", "pairs#", "p#"],
        [
            .. Sizes.SelectMany(size => Variants.Skip(1), (size, variant) => (size, variant)).SelectMany(place => new[] { s_second, First }, (place, method) =>
            {
                (string Data, double Value)[] values =
                [
                    .. runs.Where(run => run.Entry.Size == place.size && run.Entry.Variant == place.variant && run.Entry.Method == method)
                        .Select(run => (run.Entry.Data, run.F1, Other: _runs.GetValueOrDefault((run.Entry.Data, place.size, run.Entry.Seed, Variants[0], method)))).Where(run => run.Other is not null)
                        .Select(run => (run.Data, run.F1 - run.Other!.F1)),
                ];
                IReadOnlyList<string> row = Row(Numbers.Whole(place.size), place.variant, values);
                return (Values: values, Row: (IReadOnlyList<string>)[.. row.Take(2), method, .. row.Skip(2)]);
            }).Where(row => row.Values.Length > 0).Select(row => row.Row),
        ]);

    private Table Losses() => new(
        "Masked-LM loss on held-out text, in nats per masked token",
        ["sentences#", "options", "method", "F1#", "before#", "after#", "forgotten#", "runs#"],
        [
            .. runs.GroupBy(run => (run.Entry.Size, run.Entry.Variant, run.Entry.Method)).OrderBy(group => group.Key.Size).ThenBy(group => Variants.ToList().IndexOf(group.Key.Variant))
                .Select(group => (IReadOnlyList<string>)
                [
                    Numbers.Whole(group.Key.Size), Shown(group.Key.Variant), group.Key.Method, Numbers.F1(OverData(group, run => run.F1)), Numbers.F1(OverData(group, run => run.Before)),
                    Numbers.F1(OverData(group, run => run.After)), Numbers.Signed(OverData(group, run => run.Forgotten)), Numbers.Whole(group.Count()),
                ]),
        ]);

    private Table Correlations(Pair[] pairs) => new(
        "Does forgetting go with the loss of gain?",
        ["options", "of", "with", "pairs#", "ρ#", "p#"],
        [.. Variants.SelectMany(variant => Correlated(variant, [.. pairs.Where(pair => pair.Variant == variant)]))]);

    private IEnumerable<IReadOnlyList<string>> Correlated(string variant, Pair[] pairs)
    {
        yield return Of("gain", $"what {First} forgot", pairs.Select(pair => (pair.Data, pair.Gain, pair.One.Forgotten)));
        yield return Of("gain", $"what {First} forgot more than {s_second}", pairs.Select(pair => (pair.Data, pair.Gain, pair.One.Forgotten - pair.Other.Forgotten)));
        (Pair Pair, Pair Start)[] since =
        [
            .. pairs.Where(pair => pair.Size > Sizes[0]).Select(pair => (Pair: pair, Start: PairOf(pair.Data, Sizes[0], pair.Seed, variant)))
                .Where(pair => pair.Start is not null).Select(pair => (pair.Pair, pair.Start!)),
        ];
        yield return Of(
            string.Create(CultureInfo.InvariantCulture, $"gain lost since {Sizes[0]} sentences"), $"what {First} forgot more since",
            since.Select(pair => (pair.Pair.Data, pair.Start.Gain - pair.Pair.Gain, pair.Pair.One.Forgotten - pair.Start.One.Forgotten)));

        IReadOnlyList<string> Of(string first, string second, IEnumerable<(string, double, double)> values)
        {
            RankCorrelation correlation = RankCorrelation.Of([.. values]);
            return [Shown(variant), first, second, Numbers.Whole(correlation.Count), Numbers.Signed(correlation.Rho), Numbers.P(correlation.PValue)];
        }
    }

    private static IReadOnlyList<string> Row(string size, string variant, (string Data, double Value)[] values)
    {
        const double Equal = 1e-12;
        double[] means = [.. values.GroupBy(value => value.Data).Select(group => group.Average(value => value.Value))];
        return
        [
            size, Shown(variant), means.Length == 0 ? Numbers.None : Numbers.Signed(means.Average()), Numbers.SignedRange(MeanBootstrap.Of(means)),
            string.Create(CultureInfo.InvariantCulture, $"{values.Count(value => value.Value > Equal)} / {values.Count(value => value.Value < -Equal)}"),
            Numbers.Whole(values.Length), Numbers.P(SignedRankTest.Of(values.Select(value => value.Value)).PValue),
        ];
    }

    private static string Shown(string variant) => variant.Length == 0 ? "–" : variant;

    private static double OverData(IEnumerable<ForgettingRun> runs, Func<ForgettingRun, double> measure) => runs.GroupBy(run => run.Entry.Data).Average(group => group.Average(measure));

    private IEnumerable<Pair> Pairs() => runs.Where(run => run.Entry.Method == First)
        .Select(run => PairOf(run.Entry.Data, run.Entry.Size, run.Entry.Seed, run.Entry.Variant)).OfType<Pair>();

    private Pair? PairOf(string data, int size, ulong seed, string variant) =>
        _runs.TryGetValue((data, size, seed, variant, First), out ForgettingRun? one) && _runs.TryGetValue((data, size, seed, variant, s_second), out ForgettingRun? other) ? new Pair(one, other) : null;

    /// <summary>maner and token with the same sentences and seed.</summary>
    private sealed record Pair(ForgettingRun One, ForgettingRun Other)
    {
        public string Data => One.Entry.Data;

        public int Size => One.Entry.Size;

        public ulong Seed => One.Entry.Seed;

        public string Variant => One.Entry.Variant;

        public double Gain => One.F1 - Other.F1;
    }
}
