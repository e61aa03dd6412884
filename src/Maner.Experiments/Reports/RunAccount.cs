using System.Globalization;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;

namespace Maner.Experiments.Reports;

/// <summary>How the runs ended, what they took, and what they were made with: what precedes the results in a sentence, and what follows them in an appendix.</summary>
/// <param name="plan">The plan.</param>
/// <param name="results">The results that there are, by ID.</param>
/// <param name="provenance">What was taken from where; the first sentence says it in short.</param>
internal sealed class RunAccount(Plan plan, IReadOnlyDictionary<string, CellResult> results, IReadOnlyList<string> provenance)
{
    private int Left => plan.Cells.Count(cell => results.GetValueOrDefault(cell.Id)?.IsFinished(plan.MostAttempts) != true);

    /// <summary>What precedes the headline of an experiment that is not finished; empty otherwise.</summary>
    public string Progress => Left == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"So far, with {results.Count} of {plan.Cells.Count} results: ");

    /// <summary>How many runs there are and how they ended.</summary>
    public Paragraph Status
    {
        get
        {
            CellAttempt[] last = [.. results.Values.Select(result => result.Last)];
            string counts = string.Create(
                CultureInfo.InvariantCulture,
                $"{results.Count} of {plan.Cells.Count} cells have results{(Left > 0 ? $" ({Left} still to run)" : "")}; {last.Count(cell => cell.Status == CellStatus.Collapsed)} collapsed, {last.Count(cell => cell.Status == CellStatus.Failed)} failed, {results.Values.Count(result => result.Attempts.Count > 1)} took a second attempt with another seed.");
            return new Paragraph(provenance.Count > 0 ? $"{counts} {provenance[0]}" : counts);
        }
    }

    /// <summary>The appendix; nothing without anything to say.</summary>
    public IEnumerable<Part> Appendix()
    {
        Part[] parts = [.. Absent(), .. Troubles(), .. Time(), .. Made()];
        return parts.Length == 0 ? [] : [new Section("Appendix: data, runs and machines"), .. parts];
    }

    /// <summary>The languages that are not there, once for all blocks.</summary>
    private IEnumerable<Part> Absent()
    {
        (string Statement, string Languages)[] absent =
            [.. plan.Blocks.SelectMany(block => block.Absent).Select(absent => (absent.Statement, Languages: string.Join(' ', absent.Languages))).Distinct()];
        if (absent.Length > 0)
        {
            yield return new Subsection("Languages that are not there");
            foreach ((string statement, string languages) in absent)
            {
                yield return new Paragraph($"{statement}. Without: {languages}.");
            }
        }
    }

    private IEnumerable<Part> Troubles()
    {
        if (results.Values.Any(result => result.Attempts.Any(attempt => attempt.Status != CellStatus.Ok)))
        {
            yield return new Subsection("Runs that collapsed or failed");
            yield return new Table(
                "Where another seed was tried, its run counts",
                ["data", "method", "sentences#", "seed#", "status", "message"],
                [
                    .. plan.Cells.Select(cell => results.GetValueOrDefault(cell.Id)).OfType<CellResult>()
                        .SelectMany(result => result.Attempts.Where(attempt => attempt.Status != CellStatus.Ok).Select(attempt => (IReadOnlyList<string>)
                        [
                            result.Data, result.Key.Options.Method, Numbers.Whole(result.Key.Sentences), attempt.Seed.ToString(CultureInfo.InvariantCulture),
                            attempt.Status == CellStatus.Failed ? "failed" : "collapsed", attempt.Message ?? "",
                        ])),
                ]).WithoutEmptyColumns();
        }
    }

    private IEnumerable<Part> Time()
    {
        if (results.Count == 0)
        {
            yield break;
        }

        CellAttempt[] all = [.. results.Values.SelectMany(result => result.Attempts)], measured = [.. all.Where(attempt => attempt.CpuSeconds is not null)];
        DateTime begin = results.Values.Min(result => result.Finished.AddSeconds(-result.Attempts.Sum(attempt => attempt.Seconds)));
        string processor = measured.Length == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", and {measured.Length} of them that measured it {Numbers.Duration(measured.Sum(attempt => attempt.CpuSeconds!.Value))} of processor time");
        yield return new Subsection("Time");
        yield return new Paragraph(
            $"All training runs together took {Numbers.Duration(all.Sum(attempt => attempt.Seconds))}{processor}. From the start of the first to the end of the last " +
            $"{Numbers.Duration((results.Values.Max(result => result.Finished) - begin).TotalSeconds)} passed, pauses included.");
    }

    /// <summary>Sources, programs and machines.</summary>
    private IEnumerable<Part> Made()
    {
        if (provenance.Count > 0)
        {
            yield return new Subsection("Source of the results");
            yield return new Listing(provenance);
        }

        if (results.Count > 0)
        {
            yield return new Subsection("Programs and machines");
            yield return new Listing(
            [
                .. results.Values.GroupBy(result => result.Version).OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => string.Create(CultureInfo.InvariantCulture, $"Program {group.Key}: {group.Count()} cells.")),
                .. results.Values.GroupBy(result => string.Create(CultureInfo.InvariantCulture, $"{result.Machine.Processor ?? result.Machine.System}, {result.Machine.VectorBits}-bit vectors"))
                    .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => string.Create(CultureInfo.InvariantCulture, $"Machine {group.Key}: {group.Count()} cells.")),
            ]);
        }
    }
}
