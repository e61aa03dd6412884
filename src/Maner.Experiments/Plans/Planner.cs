using System.Globalization;
using Maner.Experiments.Corpora;
using Maner.Ner;

namespace Maner.Experiments.Plans;

/// <summary>Makes the plan of an experiment: finds its data and encoders, hashes them, and lays out the cells.</summary>
internal sealed class Planner
{
    private readonly IPlanSource _source;
    private readonly DataResolver _data;

    /// <summary>Plans by the files that are there.</summary>
    /// <param name="root">Where data sets are looked up by name.</param>
    /// <param name="models">Where encoders are looked up by name or folder.</param>
    public Planner(DataRoot root, ModelCatalog models)
        : this(new FileSource(root, models))
    {
    }

    /// <summary>Plans by what a source knows.</summary>
    internal Planner(IPlanSource source) => (_source, _data) = (source, new DataResolver(source));

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
                $"{experiment.Path}: expected at least one cell, found none: {string.Join(' ', blocks.SelectMany(block => block.AllNotes))} Name data sets that are there (maner data list).");
    }

    private PlannedBlock Make(Block block, string path, Dictionary<string, PlannedCell> cells)
    {
        var notes = new List<string>();
        var absent = new List<AbsentData>();
        var entries = new List<PlannedEntry>();
        foreach (DataFolder folder in _data.Find(block, path, notes, absent))
        {
            DataFacts data = _source.Read(folder);
            RequireScored(block, folder, data);
            if (data.TrainSentences is null && block.Sizes.Contains(null))
            {
                notes.Add($"How many training sentences {folder.Name} has is not {_source.Place}, so it is not in the rows of all sentences.");
            }

            // Where only subsets are known, every size that is named is one.
            int available = data.TrainSentences ?? int.MaxValue;
            if (block.Sizes.Where(size => size > available).ToArray() is { Length: > 0 } tooLarge)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{folder.Name} has {available} training sentences, so it is not in the rows of {string.Join(", ", tooLarge)}."));
            }

            if (block.Simulation is { } simulation)
            {
                SimulationPlanner.Add(_source, block, simulation, folder, data, entries, cells);
                continue;
            }

            // Seeds outermost: an experiment that is stopped has seen all methods alike.
            foreach (ulong seed in block.Seeds)
            {
                // On a learning curve a size is a number; in tables "all" is next to "all", though it may be as many as another size.
                IEnumerable<int?> sizes = block.Sizes.Where(size => size is null ? data.TrainSentences is not null : size <= available);
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
            Absent = absent,
            Entries = entries,
        };
    }

    private void Add(Block block, DataFolder folder, DataFacts data, int? named, ulong seed, List<PlannedEntry> entries, Dictionary<string, PlannedCell> cells)
    {
        int size = named ?? data.TrainSentences!.Value;
        foreach (string encoderName in block.Encoders)
        {
            EncoderFacts encoder = _source.Encoder(encoderName);
            foreach (Variant variant in block.Variants)
            {
                foreach (string method in block.Methods)
                {
                    var key = new CellKey
                    {
                        Engine = _source.Engine,
                        Crf = variant.Options.CrfWeight == 0 ? null : _source.Crf,
                        EncoderSha256 = encoder.Sha256,
                        TrainSha256 = data.Train.Sha256,
                        DevSha256 = data.Dev?.Sha256,
                        TestSha256 = data.Test?.Sha256,
                        Sentences = size,
                        SubsetSeed = size == data.TrainSentences ? null : block.SubsetPerSeed ? seed : 1,
                        DevSentences = block.DevSentences < data.DevSentences ? block.DevSentences : null,
                        Options = CellKey.Normalized(encoder.Resolve(variant.Options with { Method = method, Seed = seed })),
                    };
                    string id = key.Id;
                    cells.TryAdd(id, new PlannedCell(
                        id, folder.Name, data.Train.Path, data.Dev?.Path, data.Test?.Path, encoder.Reference, key));
                    entries.Add(new PlannedEntry(folder.Name, method, size, seed, encoderName, variant.Label, id, named is null ? Block.WholeSize : null));
                }
            }
        }
    }

    private static void RequireScored(Block block, DataFolder folder, DataFacts data)
    {
        if (block.ScoresDev ? data.Dev is null : data.Test is null)
        {
            string missing = block.ScoresDev ? "dev.conll" : "test.conll";
            throw new InvalidDataException($"{folder.Path}: expected {missing} to score block '{block.Name}' on, found none. Add the file, or leave {folder.Name} out.");
        }
    }
}
