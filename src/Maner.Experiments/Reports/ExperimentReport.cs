using System.Globalization;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Model.Storage;

namespace Maner.Experiments.Reports;

/// <summary>The report of an experiment: from results to tables and figures, the same bytes for the same results.</summary>
public sealed class ExperimentReport
{
    private readonly PairedTests _tests = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Plan _plan;
    private readonly Dictionary<string, CellResult> _results;
    private readonly Document _document;

    private ExperimentReport(Plan plan, Dictionary<string, CellResult> results)
    {
        (_plan, _results) = (plan, results);
        _document = new Document(plan.Title, [.. Overview(), .. plan.Blocks.SelectMany(Parts)]);
    }

    /// <summary>Makes the report of what there is, finished or not.</summary>
    /// <exception cref="InvalidDataException">A result cannot be read.</exception>
    public static ExperimentReport Of(Plan plan, ResultStore store)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        return new ExperimentReport(plan, store.ReadAll(plan));
    }

    /// <summary>The report as Markdown; <see cref="WriteTo"/> puts its figures beside it.</summary>
    public string Markdown => MarkdownWriter.Write(_document);

    /// <summary>The report as one HTML page that needs nothing else.</summary>
    public string Html => HtmlWriter.Write(_document);

    /// <summary>Writes <c>report.md</c>, <c>report.html</c> and a file a figure.</summary>
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

    private IEnumerable<Part> Overview()
    {
        CellAttempt[] last = [.. _results.Values.Select(result => result.Last)];
        CellAttempt[] all = [.. _results.Values.SelectMany(result => result.Attempts)], measured = [.. all.Where(attempt => attempt.CpuSeconds is not null)];
        int left = _plan.Cells.Count(cell => _results.GetValueOrDefault(cell.Id)?.IsFinished(_plan.MostAttempts) != true);
        yield return new Paragraph(string.Create(
            CultureInfo.InvariantCulture,
            $"{_results.Count} of {_plan.Cells.Count} cells have results{(left > 0 ? $" ({left} still to run)" : "")}; {last.Count(cell => cell.Status == CellStatus.Collapsed)} collapsed, {last.Count(cell => cell.Status == CellStatus.Failed)} failed, {_results.Values.Count(result => result.Attempts.Count > 1)} took a second attempt with another seed. All trainings together took {all.Sum(attempt => attempt.Seconds) / 3600:0.0} hours{(measured.Length == 0 ? "" : $", and {measured.Length} of them that measured it {measured.Sum(attempt => attempt.CpuSeconds) / 3600:0.0} hours of processor time")}{Span()}."));
        if (_results.Count > 0)
        {
            yield return new Paragraph("F1 is strict IOB2, micro-averaged over entities. " + Provenance());
        }

        foreach (string note in CommonNotes)
        {
            yield return new Paragraph(note);
        }

        if (_results.Values.Any(result => result.Attempts.Any(attempt => attempt.Status != CellStatus.Ok)))
        {
            yield return Troubles();
        }
    }

    /// <summary>The time by the clock, from when the first training began.</summary>
    private string Span()
    {
        if (_results.Count == 0)
        {
            return "";
        }

        DateTime begin = _results.Values.Min(result => result.Finished.AddSeconds(-result.Attempts.Sum(attempt => attempt.Seconds)));
        return string.Create(CultureInfo.InvariantCulture, $"; from the first one's begin to the last one's end {(_results.Values.Max(result => result.Finished) - begin).TotalHours:0.0} hours passed, pauses included");
    }

    /// <summary>What holds for all blocks is said once.</summary>
    private IEnumerable<string> CommonNotes => _plan.Blocks[0].Notes.Where(note => _plan.Blocks.All(block => block.Notes.Contains(note)));

    private string Provenance()
    {
        IEnumerable<string> machines = _results.Values.Select(result => string.Create(
            CultureInfo.InvariantCulture, $"{result.Machine.Processor ?? result.Machine.System}, {result.Machine.VectorBits}-bit vectors")).Distinct().Order(StringComparer.Ordinal);
        IEnumerable<string> versions = _results.Values.Select(result => result.Version).Distinct().Order(StringComparer.Ordinal);
        return $"Program: {string.Join("; ", versions)}. Machines: {string.Join("; ", machines)}.";
    }

    private Table Troubles() => new(
        "Runs that collapsed or failed; where another seed was tried, its run counts",
        ["data", "method", "sentences#", "seed#", "status", "message"],
        [
            .. _plan.Cells.Select(cell => _results.GetValueOrDefault(cell.Id)).OfType<CellResult>()
                .SelectMany(result => result.Attempts.Where(attempt => attempt.Status != CellStatus.Ok).Select(attempt => (IReadOnlyList<string>)
                [
                    result.Data, result.Key.Options.Method, Numbers.Whole(result.Key.Sentences), attempt.Seed.ToString(CultureInfo.InvariantCulture),
                    attempt.Status == CellStatus.Failed ? "failed" : "collapsed", attempt.Message ?? "",
                ])),
        ]);

    private IEnumerable<Part> Parts(PlannedBlock block)
    {
        yield return new Section(block.Title);
        foreach (string note in block.Notes.Except(CommonNotes))
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
            // Folders that are named alike are told apart by their whole paths.
            string last = LastName(encoder.Key);
            string shown = encoders.Count(other => LastName(other.Key) == last) == 1 ? last : encoder.Key;
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
                .. new CurveTables(_tests).Of(
                    [.. variant.GroupBy(entry => entry.Size).Select(size => (size.Key, GridOf(size, block)))], FileName(name, variant.Key),
                    Title("F1 by number of training sentences", variant.Key)),
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
