using Maner.Experiments.Corpora;

namespace Maner.Experiments.Plans;

/// <summary>Lays out the simulations of active learning of one data set: a cell for every seed, encoder, variant, method and strategy.</summary>
internal static class SimulationPlanner
{
    /// <summary>Adds the cells. Dev is no part of them: no model is chosen by it, since who begins to label has none.</summary>
    public static void Add(
        IPlanSource source, Block block, SimulationBlock simulation, DataFolder folder, DataFacts data, List<PlannedEntry> entries, Dictionary<string, PlannedCell> cells)
    {
        int available = Math.Min(data.TrainSentences ?? int.MaxValue, simulation.PoolSentences ?? int.MaxValue);
        int[] rounds = [.. simulation.Rounds.Where(round => round <= available)], scored = [.. block.Sizes.OfType<int>().Where(size => size <= available).Order()];
        if (scored.Length == 0 || data.TrainSentences is not { } sentences)
        {
            return; // the planner's note says so
        }

        rounds = [.. rounds.Where(round => round <= scored[^1])];
        foreach (ulong seed in block.Seeds)
        {
            foreach (string encoderName in block.Encoders)
            {
                EncoderFacts encoder = source.Encoder(encoderName);
                foreach (Variant variant in block.Variants)
                {
                    foreach ((string method, string strategy) in block.Methods.SelectMany(_ => simulation.Strategies, (method, strategy) => (method, strategy)))
                    {
                        var key = new CellKey
                        {
                            Engine = source.Engine,
                            Crf = source.Crf,
                            EncoderSha256 = encoder.Sha256,
                            TrainSha256 = data.Train.Sha256,
                            TestSha256 = data.Test?.Sha256,
                            Sentences = sentences,
                            Simulation = new SimulationKey
                            {
                                Strategy = strategy,
                                Rounds = rounds,
                                Scored = scored,
                                PoolSentences = simulation.PoolSentences < sentences ? simulation.PoolSentences : null,
                                RandomShare = strategy == Ner.Selection.AllStrategies.Random ? 0 : simulation.RandomShare,
                                Reuse = simulation.Reuse,
                            },
                            Options = CellKey.Normalized(encoder.Resolve(variant.Options with { Method = method, Seed = seed })),
                        };
                        string id = key.Id;
                        cells.TryAdd(id, new PlannedCell(id, folder.Name, data.Train.Path, null, data.Test?.Path, encoder.Reference, key));
                        entries.Add(new PlannedEntry(folder.Name, method, scored[^1], seed, encoderName, variant.Label, id, null, strategy));
                    }
                }
            }
        }
    }
}
