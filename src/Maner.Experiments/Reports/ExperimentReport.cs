using System.Globalization;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Statistics;
using Maner.Model.Storage;
using Maner.Ner.Selection;

namespace Maner.Experiments.Reports;

/// <summary>The report of an experiment: from results to tables and figures, the same bytes for the same results.</summary>
internal sealed class ExperimentReport
{
    private readonly PairedTests _tests = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Plan _plan;
    private readonly IReadOnlyDictionary<string, CellResult> _results;
    private readonly Document _document;

    private ExperimentReport(Plan plan, IReadOnlyDictionary<string, CellResult> results, IReadOnlyList<string> provenance)
    {
        (_plan, _results) = (plan, results);
        _document = new Document(plan.Title, [.. Parts(new RunAccount(plan, results, provenance))]);
    }

    /// <summary>Makes the report of what a folder of results has, finished or not.</summary>
    /// <exception cref="InvalidDataException">A result cannot be read.</exception>
    public static ExperimentReport Of(Plan plan, ResultStore store)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        return new ExperimentReport(plan, store.ReadAll(plan), []);
    }

    /// <summary>Makes the report of what archives have, finished or not.</summary>
    public static ExperimentReport Of(ArchivedExperiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return new ExperimentReport(experiment.Plan, experiment.Results, experiment.Provenance);
    }

    /// <summary>The report as Markdown; <see cref="WriteTo"/> puts its figures next to it.</summary>
    public string Markdown => MarkdownWriter.Write(_document);

    /// <summary>The report as one HTML page that needs nothing else.</summary>
    public string Html => HtmlWriter.Write(_document);

    /// <summary>Writes <c>report.md</c>, <c>report.html</c> and a file per figure.</summary>
    /// <returns>The files.</returns>
    public IReadOnlyList<string> WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        var files = new List<(string Name, string Text)> { ("report.md", Markdown), ("report.html", Html) };
        files.AddRange(_document.Parts.OfType<Figure>().Select(figure => (figure.Name + ".svg", figure.Svg)));
        return [.. files.Select(file =>
        {
            string path = Path.Combine(folder, file.Name);
            AtomicFile.WriteAllText(path, file.Text);
            return path;
        })];
    }

    private IEnumerable<Part> Parts(RunAccount account)
    {
        var findings = new Findings([.. _plan.Blocks.SelectMany(Compared)], _tests);
        return
        [
            .. Simulations.Count > 0 && _plan.Blocks.All(block => block.Kind == BlockKind.ActiveLearning) && new ActiveLearningTables(Simulations).Headline(account.Progress) is { } headline
                ? [headline] : findings.Headline(account.Progress),
            account.Status, .. CommonNotes.Select(note => new Paragraph(note)), new Contents(),
            .. findings.Glance() is { } glance ? [new Section("At a glance"), glance] : (Part[])[],
            .. _plan.Blocks.SelectMany(Parts), .. AllSimulations(), .. _results.Count > 0 ? Reading : [], .. account.Appendix(),
        ];
    }

    private IReadOnlyList<SimulatedRun> Simulations => SimulatedRun.Of(_plan.Blocks.SelectMany(block => block.Entries), _results);

    /// <summary>What several blocks of simulations say together.</summary>
    private IEnumerable<Part> AllSimulations() =>
        _plan.Blocks.Count(block => block.Kind == BlockKind.ActiveLearning) < 2 || Simulations.Count == 0 ? []
            : [new Section("All simulations together"), .. new ActiveLearningTables(Simulations).Comparison()];

    /// <summary>What holds for all blocks is said once.</summary>
    private IEnumerable<string> CommonNotes => _plan.Blocks[0].Notes.Where(note => _plan.Blocks.All(block => block.Notes.Contains(note)));

    /// <summary>What the numbers are, once for all tables.</summary>
    private IReadOnlyList<Part> Reading =>
    [
        new Section("How to read the tables"),
        new Listing(
        [
            "F1 is strict IOB2, micro-averaged over entities; “F1 conlleval” is by the rule of conlleval and of seqeval's default.",
            string.Create(CultureInfo.InvariantCulture, $"A mean over languages gives each data set the same weight. Its 95 % interval is a percentile bootstrap over languages ({MeanBootstrap.Resamples} draws): it says how much the choice of languages moves the mean, not how much seeds or test sentences do."),
            "sd over seeds: the standard deviation within a language, pooled over languages.",
            "Ratio of means: mean of the first over mean of the second, minus 1. Mean of ratios: the same quotient taken in each language, then averaged.",
            "Wilcoxon p: the exact two-sided signed-rank test of the differences over languages.",
            "Significantly better or worse: languages with p ≤ 0.05 by approximate randomisation over test sentences, the runs of all seeds pooled, after Holm's correction for the number of languages.",
            "A difference counts as shown in the headline where p ≤ 0.05 and its interval leaves out 0. The headline is the comparison over the most data sets, and of these the first in the experiment's file.",
            .. _plan.Blocks.Any(block => block.Kind == BlockKind.ActiveLearning)
                ? [string.Create(CultureInfo.InvariantCulture, $"Estimated seconds of the annotator: {AnnotationTime.Default.Sentence} a sentence, {AnnotationTime.Default.Word} a word and {AnnotationTime.Default.Entity} an entity, an assumption. p, Holm: after Holm's correction over the strategies that are compared by a measure.")]
                : (string[])[],
            "Costs are means over runs; seconds are by the clock, pauses of the machine included.",
        ]),
    ];

    private IEnumerable<Part> Parts(PlannedBlock block)
    {
        yield return new Section(block.Title);
        foreach (string note in (IEnumerable<string>)[.. block.Absent.Select(absent => $"{absent.Statement}; the appendix lists the others."), .. block.Notes.Except(CommonNotes)])
        {
            yield return new Paragraph(note);
        }

        if (block.ScoresDev)
        {
            yield return new Paragraph("Scored on dev, which also chose the checkpoints.");
        }

        IGrouping<string, PlannedEntry>[] encoders = [.. block.Entries.GroupBy(entry => entry.Encoder)];
        foreach (IGrouping<string, PlannedEntry> encoder in encoders)
        {
            string shown = Shown(encoder.Key, encoders);
            foreach (Part part in Parts(block, [.. encoder], shown, encoders.Length == 1 ? block.Name : $"{block.Name}-{shown}"))
            {
                yield return part;
            }
        }
    }

    private IEnumerable<Part> Parts(PlannedBlock block, IReadOnlyList<PlannedEntry> entries, string encoder, string name)
    {
        return block.Kind switch
        {
            BlockKind.Curve => entries.GroupBy(entry => entry.Variant).SelectMany(variant => (IEnumerable<Part>)
            [
                new Paragraph(Heading(encoder, variant.Key)),
                .. new CurveTables(_tests).Of(Points(variant, block), FileName(name, variant.Key), Title("F1 by number of training sentences", variant.Key)),
            ]),
            BlockKind.ActiveLearning => entries.GroupBy(entry => (entry.Method, entry.Variant)).SelectMany(group => (IEnumerable<Part>)
            [
                new Paragraph(Heading(encoder, group.Key.Method, group.Key.Variant)),
                .. new ActiveLearningTables(SimulatedRun.Of(group, _results)).Of(
                    FileName(name, entries.DistinctBy(entry => entry.Method).Count() > 1 ? group.Key.Method : "", group.Key.Variant), Title("F1 of each strategy", group.Key.Method, group.Key.Variant)),
            ]),
            BlockKind.Sweep => entries.GroupBy(entry => entry.SizeLabel).SelectMany(size => (IEnumerable<Part>)
            [
                new Paragraph(Heading(encoder, $"{size.Key} sentences")),
                .. SweepTables.Of([.. size.GroupBy(entry => entry.Variant).Select(variant => (variant.Key, GridOf(variant, block)))], block.ScoresDev),
            ]),
            _ => entries.GroupBy(entry => (Size: entry.SizeLabel, entry.Variant)).SelectMany(group => (IEnumerable<Part>)
            [
                new Paragraph(Heading(encoder, $"{group.Key.Size} sentences", group.Key.Variant)),
                .. block.Kind == BlockKind.Methods
                    ? new MethodTables(_tests).Of(GridOf(group, block), block.Published)
                    : new LanguageTables(_tests).Of(
                        GridOf(group, block), FileName(name, group.Key.Size, group.Key.Variant),
                        Title("F1 of each language by method", $"{group.Key.Size} sentences", group.Key.Variant), group.Key.Size),
            ]),
        };

        // Who only hears that there is a figure must hear which.
        string Title(string shown, params string[] parts) => $"{block.Title}: {shown}, encoder {Listed([encoder, .. parts])}";
    }

    /// <summary>The grids of a block that findings are drawn from: of a curve its ends, over the same data sets; of a sweep, which only chooses, and of simulations, whose sentences differ, none.</summary>
    private IEnumerable<PlacedGrid> Compared(PlannedBlock block)
    {
        IGrouping<string, PlannedEntry>[] encoders = [.. block.Entries.GroupBy(entry => entry.Encoder)];
        return encoders.SelectMany(encoder => block.Kind switch
        {
            BlockKind.Sweep or BlockKind.ActiveLearning => [],
            BlockKind.Curve => encoder.GroupBy(entry => entry.Variant).SelectMany(variant => Ends(CurveTables.Everywhere(Points(variant, block)))
                .Select(point => Placed(encoder.Key, Numbers.Whole(point.Size), variant.Key, point.Grid))),
            _ => encoder.GroupBy(entry => (Size: entry.SizeLabel, entry.Variant)).Select(group => Placed(encoder.Key, group.Key.Size, group.Key.Variant, GridOf(group, block))),
        });

        PlacedGrid Placed(string encoder, string size, string variant, Grid grid) => new(block, Shown(encoder, encoders), size, variant, grid);

        static (int Size, Grid Grid)[] Ends((int Size, Grid Grid)[] points) => points.Length < 2 ? points : [points[0], points[^1]];
    }

    private (int Size, Grid Grid)[] Points(IEnumerable<PlannedEntry> entries, PlannedBlock block) =>
        [.. entries.GroupBy(entry => entry.Size).Select(size => (size.Key, GridOf(size, block)))];

    /// <summary>An encoder's name as it is shown: folders that are named alike are told apart by their whole paths.</summary>
    private static string Shown(string encoder, IGrouping<string, PlannedEntry>[] encoders) =>
        encoders.Count(other => LastName(other.Key) == LastName(encoder)) == 1 ? LastName(encoder) : encoder;

    private static string LastName(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));

    private Grid GridOf(IEnumerable<PlannedEntry> entries, PlannedBlock block) =>
        new(entries.Select(entry => (entry, _results.GetValueOrDefault(entry.Cell))), block.ScoresDev);

    private static string Heading(params string[] parts) => $"Encoder {Listed(parts)}.";

    private static string Listed(string[] parts) => string.Join(", ", parts.Where(part => part.Length > 0));

    /// <summary>A figure's name, unlike any before it also where letters beyond ASCII or capitals are all that tell blocks apart.</summary>
    private string FileName(params string[] parts)
    {
        string wanted = string.Concat(string.Join('-', parts.Where(part => part.Length > 0)).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).ToLowerInvariant();
        string name = wanted;
        for (int number = 2; !_names.Add(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{number}");
        }

        return name;
    }
}
