using Maner.Experiments.Corpora;
using Maner.Ner.Methods;

namespace Maner.Experiments.Plans;

/// <summary>Reads an experiment file. Most keys of the file are the defaults of its blocks; <c>retry</c> is the file's alone, what a block reports the block's.</summary>
internal static class ExperimentReader
{
    private const int MostSeeds = 1000;

    /// <summary>Reads a file, strictly.</summary>
    /// <exception cref="InvalidDataException">Something is unknown, missing, of another kind, or there twice; the message names the line.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Experiment Read(string path)
    {
        YamlMap file = YamlFile.Read(path);
        YamlMap blocks = file.Map("blocks") ?? throw file.Error("blocks", "'blocks' with at least one named block", "none", "See experiments/quick.yaml for an example.");
        var notes = new SortedSet<string>(StringComparer.Ordinal);
        var experiment = new Experiment(
            path, file.Text("title") ?? Path.GetFileNameWithoutExtension(path), file.Flag("retry") ?? false,
            [.. blocks.Keys.Select(name => ReadBlock(file, name, blocks.Map(name)!, notes))], [.. notes]);
        if (experiment.Blocks.Count == 0)
        {
            throw file.Error("blocks", "at least one block", "none", "See experiments/quick.yaml for an example.");
        }

        file.RefuseRest();
        return experiment;
    }

    private static Block ReadBlock(YamlMap file, string name, YamlMap block, ISet<string> notes)
    {
        string kind = block.OneOf("report", "methods", "languages", "curve", "sweep", SimulationReader.Kind) ?? throw Missing(block, "report", "report: methods");
        bool isSimulation = kind == SimulationReader.Kind;
        IReadOnlyList<int?> sizes = isSimulation && !block.Has("sizes") && !file.Has("sizes") ? SimulationReader.DefaultSizes : ReadSizes(file, block, "sizes", "100");
        var read = new Block
        {
            Name = name,
            Title = block.Text("title") ?? name,
            Kind = Enum.Parse<BlockKind>(kind.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            ScoresDev = (block.OneOf("score", "test", "dev") ?? (kind == "sweep" ? "dev" : "test")) == "dev",
            Data = Texts(file, block, "data") ?? throw Missing(block, "data", "data: [wikiann/sw]"),
            FallbackData = Texts(file, block, "fallback-data"),
            PretrainingText = ReadThreshold(block.Map("pretraining-text")),
            Methods = ReadMethods(file, block),
            Sizes = sizes,
            Simulation = isSimulation ? SimulationReader.Read(block, sizes, "sizes") : null,
            DevSentences = ReadSizes(file, block, "dev-sentences", "all") is [var most]
                ? most
                : throw (block.Has("dev-sentences") ? block : file).Error("dev-sentences", "one number of sentences, or 'all',", "several", "Make a block for each."),
            SubsetPerSeed = (block.OneOf("subsets", "one", "per-seed") ?? file.OneOf("subsets", "one", "per-seed")) == "per-seed",
            Seeds = ReadSeeds(file, block),
            Encoders = Texts(file, block, "encoders") ?? ["mini"],
            Variants = VariantReader.Read(file.Map("options"), block.Map("options"), notes),
            Published = ReadPublished(block, kind),
        };
        block.RefuseRest();
        return isSimulation && (read.ScoresDev || read.DevSentences is not null)
            ? throw block.Error(read.ScoresDev ? "score" : "dev-sentences", "no dev in a simulation of active learning, which chooses nothing by it", "it", "Remove the key.")
            : read;
    }

    private static IReadOnlyList<string>? Texts(YamlMap file, YamlMap block, string key)
    {
        IReadOnlyList<string>? defaults = file.Texts(key);
        IReadOnlyList<string>? texts = block.Texts(key) ?? defaults;
        return texts is null || texts.Distinct().Count() == texts.Count ? texts : throw block.Error(key, $"every value of '{key}' once", "one twice", "Remove it.");
    }

    private static IReadOnlyList<string> ReadMethods(YamlMap file, YamlMap block)
    {
        IReadOnlyList<string> methods = Texts(file, block, "methods") ?? throw Missing(block, "methods", "methods: [token, maner]");
        string[] known = [.. AllMethods.List.Select(method => method.Name)];
        return methods.FirstOrDefault(method => !known.Contains(method)) is { } unknown
            ? throw (block.Has("methods") ? block : file).Error("methods", $"methods among {string.Join(", ", known)}", $"'{unknown}'", "Correct the name.")
            : methods;
    }

    private static IReadOnlyList<int?> ReadSizes(YamlMap file, YamlMap block, string key, string standard)
    {
        YamlMap source = block.Has(key) ? block : file;
        IReadOnlyList<string> texts = Texts(file, block, key) ?? [standard];
        return [.. texts.Select(text => text == Block.WholeSize ? (int?)null : int.TryParse(text, out int size) && size > 0
            ? size
            : throw source.Error(key, $"numbers of sentences, or 'all', for '{key}'", $"'{text}'", $"For example: {key}: 100"))];
    }

    private static IReadOnlyList<ulong> ReadSeeds(YamlMap file, YamlMap block)
    {
        const string Expected = "a number of seeds, or a list of seeds,";
        YamlMap source = block.Has("seeds") ? block : file;
        IReadOnlyList<ulong>? defaults = file.Numbers<ulong>("seeds", Expected);
        IReadOnlyList<ulong> seeds = block.Numbers<ulong>("seeds", Expected) ?? defaults ?? [3];
        if (source.IsList("seeds"))
        {
            return seeds.Distinct().Count() == seeds.Count ? seeds : throw source.Error("seeds", "different seeds", "one twice", "Remove it.");
        }

        return seeds[0] is >= 1 and <= MostSeeds
            ? [.. Enumerable.Range(1, (int)seeds[0]).Select(seed => (ulong)seed)]
            : throw source.Error("seeds", $"a number of seeds from 1 to {MostSeeds}", $"{seeds[0]}", "Seeds themselves are a list: seeds: [7, 8]");
    }

    private static TextThreshold? ReadThreshold(YamlMap? map)
    {
        if (map is null)
        {
            return null;
        }

        var threshold = new TextThreshold(
            map.OneOf("corpus", PretrainingText.Corpora) ?? throw Missing(map, "corpus", "corpus: cc100"),
            map.Number("at-least-gib") ?? throw Missing(map, "at-least-gib", "at-least-gib: 0.5"));
        map.RefuseRest();
        return threshold;
    }

    private static IReadOnlyList<string> ReadPublished(YamlMap block, string kind)
    {
        IReadOnlyList<string> sets = block.Texts("published") ?? [];
        if (sets.Count > 0 && kind != "methods")
        {
            throw block.Error("published", "'published' next to means over languages alone", $"it in a block with report: {kind}", "Remove it, or make the report one of methods.");
        }

        return sets.FirstOrDefault(set => !PublishedResults.Sets.Contains(set)) is { } unknown
            ? throw block.Error("published", $"names among {string.Join(", ", PublishedResults.Sets)}", $"'{unknown}'", "Correct the name.")
            : sets;
    }

    private static InvalidDataException Missing(YamlMap map, string key, string example) =>
        map.Error(key, $"'{key}' in {map.Name}", "none", $"For example: {example}");
}
