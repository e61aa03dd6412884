using System.Globalization;
using Maner.Experiments.Corpora;
using Maner.Ner;
using Maner.Training;

namespace Maner.Experiments.Plans;

/// <summary>Makes the plan of an experiment: finds its data and encoders, hashes them, and lays out the cells.</summary>
/// <param name="root">Where data sets stand by name.</param>
/// <param name="models">Where encoders are looked up by name or folder.</param>
public sealed class Planner(DataRoot root, ModelCatalog models)
{
    private readonly DataResolver _data = new(root);
    private readonly Dictionary<string, EncoderIdentity> _encoders = new(StringComparer.Ordinal);

    /// <summary>Plans an experiment.</summary>
    /// <exception cref="InvalidDataException">There is no cell, or a data set cannot be scored.</exception>
    /// <exception cref="IOException">Data or an encoder is missing.</exception>
    public Plan Make(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var cells = new Dictionary<string, PlannedCell>(StringComparer.Ordinal);
        PlannedBlock[] blocks = [.. experiment.Blocks.Select(block => Make(block, experiment.Path, cells))];
        return cells.Count > 0
            ? new Plan { Title = experiment.Title, Retry = experiment.Retry, Blocks = blocks, Cells = [.. cells.Values] }
            : throw new InvalidDataException(
                $"{experiment.Path}: expected at least one cell, found none: {string.Join(' ', blocks.SelectMany(block => block.Notes))} Name data sets that are there (maner data list).");
    }

    private PlannedBlock Make(Block block, string path, Dictionary<string, PlannedCell> cells)
    {
        var notes = new List<string>();
        var entries = new List<PlannedEntry>();
        foreach (DataFolder folder in _data.Find(block, path, notes))
        {
            TaskData data = _data.Read(folder);
            RequireScored(block, folder, data);
            int available = data.Train.Sentences.Count;
            if (block.Sizes.Where(size => size > available).ToArray() is { Length: > 0 } tooLarge)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{folder.Name} has {available} training sentences, so it is not in the rows of {string.Join(", ", tooLarge)}."));
            }

            // Seeds outermost: an experiment that is stopped has seen all methods alike.
            foreach (ulong seed in block.Seeds)
            {
                // On a learning curve a size is a number; in tables "all" stands beside "all", though it may be as many as another size.
                IEnumerable<int?> sizes = block.Sizes.Where(size => size is null || size <= available);
                foreach (int? size in block.Kind == BlockKind.Curve ? sizes.Select(size => size ?? available).Distinct().Select(size => (int?)size) : sizes)
                {
                    Add(block, folder, data, size, seed, entries, cells);
                }
            }
        }

        return new PlannedBlock
        {
            Name = block.Name,
            Title = block.Title,
            Kind = block.Kind,
            ScoresDev = block.ScoresDev,
            Published = block.Published,
            Notes = notes,
            Entries = entries,
        };
    }

    private void Add(Block block, DataFolder folder, TaskData data, int? named, ulong seed, List<PlannedEntry> entries, Dictionary<string, PlannedCell> cells)
    {
        int size = named ?? data.Train.Sentences.Count;
        foreach (string encoderName in block.Encoders)
        {
            EncoderIdentity encoder = Encoder(encoderName);
            foreach (Variant variant in block.Variants)
            {
                foreach (string method in block.Methods)
                {
                    var key = new CellKey
                    {
                        Crf = variant.Options.CrfWeight == 0 ? null : CellKey.CurrentCrf,
                        EncoderSha256 = encoder.Sha256,
                        TrainSha256 = data.Train.Sha256,
                        DevSha256 = data.Dev?.Sha256,
                        TestSha256 = data.Test?.Sha256,
                        Sentences = size,
                        SubsetSeed = size == data.Train.Sentences.Count ? null : block.SubsetPerSeed ? seed : 1,
                        DevSentences = block.DevSentences < data.Dev?.Sentences.Count ? block.DevSentences : null,
                        Options = CellKey.Normalized((variant.Options with { Method = method, Seed = seed }).Resolved(encoder.Config)),
                    };
                    string id = key.Id;
                    cells.TryAdd(id, new PlannedCell(
                        id, folder.Name, Path.GetFullPath(folder.Train), Full(folder.Dev), Full(folder.Test), encoder.Reference, key));
                    entries.Add(new PlannedEntry(folder.Name, method, size, seed, encoderName, variant.Label, id, named is null ? Block.WholeSize : null));
                }
            }
        }
    }

    private EncoderIdentity Encoder(string name)
    {
        if (!_encoders.TryGetValue(name, out EncoderIdentity? identity))
        {
            string folder = models.Find(name);
            identity = EncoderIdentity.Of(Directory.Exists(name) ? Path.GetFullPath(name) : name, folder);
            _encoders.Add(name, identity);
        }

        return identity;
    }

    private static void RequireScored(Block block, DataFolder folder, TaskData data)
    {
        if (block.ScoresDev ? data.Dev is null : data.Test is null)
        {
            string missing = block.ScoresDev ? "dev.conll" : "test.conll";
            throw new InvalidDataException($"{folder.Path}: expected {missing} to score block '{block.Name}' on, found none. Add the file, or leave {folder.Name} out.");
        }
    }

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
}
