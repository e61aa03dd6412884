using System.Globalization;
using Maner.Experiments.Plans;
using Maner.Experiments.Statistics;

namespace Maner.Experiments.Reports;

/// <summary>A grid and where it is in the report.</summary>
/// <param name="Block">Its block.</param>
/// <param name="Encoder">The encoder as the report names it.</param>
/// <param name="Size">Training sentences, as the experiment's file names their number.</param>
/// <param name="Variant">The options that differ within the block; empty where none does.</param>
/// <param name="Grid">The scores.</param>
internal sealed record PlacedGrid(PlannedBlock Block, string Encoder, string Size, string Variant, Grid Grid);

/// <summary>
/// What the results say, in words and at a glance. The headline follows a rule, so that nobody chooses it: it is the comparison with the most
/// data sets, and of these the first in the file; what speaks against it follows it.
/// </summary>
internal sealed class Findings
{
    private const int MostExceptions = 3;

    private readonly List<Finding> _all = [];
    private readonly IReadOnlyList<PlacedGrid> _grids;
    private readonly PairedTests _tests;

    /// <param name="grids">Grids with scores in the order of the report: of a curve only those that are shown at a glance.</param>
    /// <param name="tests">Remembers paired tests.</param>
    public Findings(IReadOnlyList<PlacedGrid> grids, PairedTests tests)
    {
        (_grids, _tests) = (grids, tests);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (PlacedGrid place in grids)
        {
            // Blocks that show the same runs in other ways, as Table 1 and Figure 2 do, are one finding.
            Grid grid = place.Grid;
            if (Rival(grid) is { } rival && Difference.Of(grid, tests, grid.Reference, rival) is { } difference
                && seen.Add(string.Join('|', grid.Common.SelectMany(data => new[] { grid.Of(data, grid.Reference).Key, grid.Of(data, rival).Key }))))
            {
                _all.Add(new Finding(place, difference));
            }
        }
    }

    private sealed record Finding(PlacedGrid Place, Difference Difference);

    /// <summary>The main finding, what speaks against it, and what it is of.</summary>
    /// <param name="progress">What precedes the headline of an experiment that is not finished; empty otherwise.</param>
    public IEnumerable<Part> Headline(string progress)
    {
        if (_all.MaxBy(finding => finding.Difference.Gain.Count) is not { } main)
        {
            yield return Single(progress);
            yield break;
        }

        yield return new Headline(progress + main.Difference.Sentence, main.Difference.Uncertainty);
        string[] more = [.. Others(main), .. Exceptions(main)];
        if (more.Length > 0)
        {
            yield return new Listing(more);
        }

        yield return new Paragraph(Source(main));
    }

    /// <summary>All findings as a table; null when there is but one, which the headline has.</summary>
    public Table? Glance()
    {
        bool hasEncoders = _all.DistinctBy(finding => finding.Place.Encoder).Count() > 1, hasSizes = _all.DistinctBy(finding => finding.Place.Size).Count() > 1;
        return _all.Count < 2 ? null : new Table(
            "Differences of mean F1, section by section",
            [
                "section", .. hasEncoders ? ["encoder"] : (string[])[], .. hasSizes ? ["sentences#"] : (string[])[], "options", "data sets#", "methods", "difference#",
                "95 % interval#", "better / worse / equal#", "p#",
            ],
            [
                .. _all.Select(finding => (IReadOnlyList<string>)
                [
                    finding.Place.Block.Title, .. hasEncoders ? [finding.Place.Encoder] : (string[])[], .. hasSizes ? [finding.Place.Size] : (string[])[], finding.Place.Variant,
                    Numbers.Whole(finding.Difference.Gain.Count), $"{finding.Difference.First} − {finding.Difference.Second}",
                    Numbers.Signed(finding.Difference.Gain.Difference) + MethodTables.MarkOf(finding.Place.Grid, finding.Difference.First, finding.Difference.Second),
                    Numbers.SignedRange(finding.Difference.Interval),
                    string.Create(CultureInfo.InvariantCulture, $"{finding.Difference.Gain.Wins} / {finding.Difference.Gain.Losses} / {finding.Difference.Gain.Ties}"),
                    Numbers.P(finding.Difference.PValue),
                ]),
            ]).WithoutEmptyColumns();
    }

    /// <summary>The method that a grid's reference is compared with first; null when it is alone.</summary>
    private static string? Rival(Grid grid) => grid.Baseline != grid.Reference ? grid.Baseline : grid.Others.FirstOrDefault();

    /// <summary>The score of a method that is compared with none; where there is no score at all, that.</summary>
    private Headline Single(string progress)
    {
        if (_grids.Where(place => place.Grid.Common.Count > 0).MaxBy(place => place.Grid.Common.Count) is not { } place)
        {
            return new Headline(progress + "There is nothing to compare yet", "");
        }

        Grid grid = place.Grid;
        double[] f1 = [.. grid.Common.Select(data => grid.Of(data, grid.Reference).F1!.Value.Mean)];
        string over = f1.Length == 1 ? $"on {grid.Common[0]}" : string.Create(CultureInfo.InvariantCulture, $"over {f1.Length} {Difference.NounOf([.. grid.Common])}");
        return new Headline(
            $"{progress}{grid.Reference} reaches {Numbers.F1(f1.Average())} F1 {over}",
            MeanBootstrap.Of(f1) is { } interval ? $"encoder {place.Encoder}; 95 % interval {Numbers.Range(interval)}" : $"encoder {place.Encoder}");
    }

    private string Source(Finding main)
    {
        string place = $"section “{main.Place.Block.Title}” (encoder {main.Place.Encoder}, {main.Place.Size} training sentences{(main.Place.Variant.Length > 0 ? ", " + main.Place.Variant : "")}{(main.Place.Block.ScoresDev ? ", scored on dev" : "")})";
        return _all.Count == 1 ? $"From {place}." : $"From {place}, the comparison over the most data sets.";
    }

    /// <summary>The reference against the other methods, where the headline is from.</summary>
    private IEnumerable<string> Others(Finding main)
    {
        Grid grid = main.Place.Grid;
        return grid.Others.Where(other => other != main.Difference.Second).Select(other => Difference.Of(grid, _tests, grid.Reference, other)).OfType<Difference>()
            .Select(other => $"Against {other.Second}: {Numbers.Signed(other.Gain.Difference)} F1 ({other.Uncertainty}).");
    }

    /// <summary>The other comparisons of the same methods whose difference has the other sign.</summary>
    private IEnumerable<string> Exceptions(Finding main)
    {
        Finding[] against =
        [
            .. _all.Where(finding => (finding.Difference.First, finding.Difference.Second) == (main.Difference.First, main.Difference.Second)
                && finding.Difference.Gain.Difference * main.Difference.Gain.Difference < 0),
        ];
        IEnumerable<string> listed = against.Take(MostExceptions).Select(finding =>
            $"The other way round in “{finding.Place.Block.Title}”{(finding.Place.Block.Kind == BlockKind.Curve ? $" with {finding.Place.Size} sentences" : "")}: {Numbers.Signed(finding.Difference.Gain.Difference)} F1 ({finding.Difference.Uncertainty}).");
        return against.Length <= MostExceptions ? listed
            : listed.Append(string.Create(CultureInfo.InvariantCulture, $"The other way round in {against.Length - MostExceptions} more rows of the table below."));
    }
}
