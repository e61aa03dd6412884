using System.Globalization;
using System.Security.Cryptography;
using Maner.Experiments.Corpora;
using Maner.Experiments.Plans;
using Maner.Ner;

namespace Maner.Experiments.Cells;

/// <summary>An experiment whose results are in archives: what a report needs, without a folder of results.</summary>
/// <param name="Plan">The experiment's cells.</param>
/// <param name="Results">The results of its cells, by ID.</param>
/// <param name="Provenance">What was taken from where, in sentences for the report; the first says it in short.</param>
internal sealed record ArchivedExperiment(Plan Plan, IReadOnlyDictionary<string, CellResult> Results, IReadOnlyList<string> Provenance)
{
    /// <summary>Reads archives and lays out the experiment's cells.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="archives">Archives as <see cref="ResultArchive"/> writes them; of a cell that is in several, the first one's result counts.</param>
    /// <param name="root">Where the data sets are, to lay out the cells by their files; null to do it by what the records say alone.</param>
    /// <param name="models">Where encoders are looked up by name or folder.</param>
    /// <exception cref="InvalidDataException">A line of an archive is no result, or the records do not tell the experiment's data sets or encoders apart.</exception>
    /// <exception cref="IOException">An archive, or a data set that a block names by itself, is missing.</exception>
    public static ArchivedExperiment Read(Experiment experiment, IReadOnlyList<string> archives, DataRoot? root, ModelCatalog models)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(archives);
        var records = new Dictionary<string, CellResult>(StringComparer.Ordinal);
        var counts = new List<int>();
        foreach (string archive in archives)
        {
            int before = records.Count;
            foreach (CellResult result in ResultArchive.Read(archive))
            {
                records.TryAdd(result.Id, result);
            }

            counts.Add(records.Count - before);
        }

        string names = string.Join(" and ", archives.Select(Path.GetFileName));
        Plan plan;
        var provenance = new List<string>();
        if (root is null)
        {
            string[] encoders = [.. experiment.Blocks.SelectMany(block => block.Encoders).Distinct()];
            var source = new ArchiveSource(names, [.. records.Values], encoders, models);
            plan = new Planner(source).Make(experiment);
            provenance.Add($"Made from {names} alone, without the data files: which data sets there are is what its records say.");
            provenance.AddRange(source.EncoderNotes);
        }
        else
        {
            plan = new Planner(root, models).Make(experiment);
            provenance.Add($"Made from {names} and the data files: a result counts where the files have the content that it was made from.");
        }

        Dictionary<string, CellResult> results = plan.Cells.Where(cell => records.ContainsKey(cell.Id))
            .ToDictionary(cell => cell.Id, cell => records[cell.Id].WithAttempts(plan.MostAttempts), StringComparer.Ordinal);
        provenance.AddRange(archives.Zip(counts, (archive, count) => string.Create(
            CultureInfo.InvariantCulture, $"{Path.GetFileName(archive)}: {count} results, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(archive)))}.")));
        if (records.Count > results.Count)
        {
            provenance.Add(string.Create(CultureInfo.InvariantCulture, $"{records.Count - results.Count} results are of cells that this experiment does not have; they are left out."));
        }

        return new ArchivedExperiment(plan, results, provenance);
    }
}
