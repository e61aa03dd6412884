using Maner.Experiments.Cells;
using Maner.Experiments.Corpora;
using Maner.Experiments.Plans;
using Maner.Experiments.Running;
using Maner.Ner;
using Maner.Testing;

namespace Maner.Experiments.Tests;

/// <summary>A data root with small data sets from the repository's sample, and an encoder small enough to train in a second.</summary>
public sealed class ExperimentFixture : IDisposable
{
    private const int TrainSentences = 18, DevSentences = 10;
    private readonly TemporaryFolder _folder = new();
    private int _files;

    public ExperimentFixture()
    {
        AddData("wikiann/yo", 0);
        AddData("wikiann/jv", 3);
        AddData("masakhaner2/swa", 5);
    }

    public SmallEncoder Encoder { get; } = new();

    public string Root => _folder.File("data");

    /// <summary>Options that train a cell in a second.</summary>
    public static string Quick => "options: {epochs: 2, min-updates: 0, batch-size: 4, learning-rate: 0.02, evaluations: 1}";

    /// <summary>This program as a worker.</summary>
    internal static WorkerProgram Program { get; } = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "maner.dll")]);

    /// <summary>A new path that nothing stands at.</summary>
    public string NewPath(string name = "out") => _folder.File($"{name}{_files++}");

    /// <summary>Writes an experiment file; '…' stands for the encoder's folder.</summary>
    public string Write(string yaml)
    {
        string path = NewPath("experiment") + ".yaml";
        File.WriteAllText(path, yaml.Replace("…", Encoder.Folder, StringComparison.Ordinal));
        return path;
    }

    internal Plan Plan(string yaml) => new Planner(new DataRoot(Root), ModelCatalog.Default)
        .Make(ExperimentReader.Read(Write(yaml)));

    /// <summary>A plan and its folder.</summary>
    internal (Plan Plan, ResultStore Store) Start(string yaml)
    {
        Plan plan = Plan(yaml);
        ResultStore store = ResultStore.Create(NewPath());
        plan.Save(store.PlanPath);
        return (plan, store);
    }

    public void AddData(string name, int skip, string? dev = "dev.conll", string? test = "test.conll", int trainSentences = TrainSentences)
    {
        string folder = Path.Combine(Root, name);
        Directory.CreateDirectory(folder);
        Part("train.conll", trainSentences, "train.conll");
        Part("dev.conll", DevSentences, dev);
        Part("test.conll", DevSentences, test);

        void Part(string from, int count, string? to)
        {
            if (to is not null)
            {
                File.WriteAllText(Path.Combine(folder, to), Samples.Blocks(from, count, skip));
            }
        }
    }

    public void Dispose()
    {
        Encoder.Dispose();
        _folder.Dispose();
    }
}
