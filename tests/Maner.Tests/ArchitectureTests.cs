using System.Reflection;
using Maner.Model;
using Maner.Tests.Support;
using Xunit;

namespace Maner.Tests;

/// <summary>The house's order, as rules that fail the build of whoever breaks them.</summary>
public sealed class ArchitectureTests
{
    /// <summary>Floors: which of our assemblies an assembly may reference.</summary>
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        ["Maner.Tensors"] = [], // ground floor: arithmetic
        ["Maner.Text"] = [], // ground floor: data and tokens; never meets arithmetic below Ner
        ["Maner.Model"] = ["Maner.Tensors"],
        ["Maner.Ner"] = ["Maner.Text", "Maner.Model", "Maner.Tensors"],
        ["Maner.Training"] = ["Maner.Ner", "Maner.Text", "Maner.Model", "Maner.Tensors"],
        ["Maner.Experiments"] = ["Maner.Training", "Maner.Ner", "Maner.Text", "Maner.Model", "Maner.Tensors"],
        ["maner"] = ["Maner.Experiments", "Maner.Training", "Maner.Ner", "Maner.Text", "Maner.Model", "Maner.Tensors"],
    };

    /// <summary>Rooms: which namespaces (folders) the code of a namespace may use, besides its own. What is not listed is forbidden.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Maner.Tensors"] = [], // memory, threads, random numbers: a kernel may use them, they know of no kernel
        ["Maner.Tensors.Kernels"] = ["Maner.Tensors"],
        ["Maner.Text.Unicode"] = [], // facts about letters
        ["Maner.Text.Data"] = ["Maner.Text.Unicode"], // labelled sentences are read without knowing how a model cuts words
        ["Maner.Text.Tokenization"] = ["Maner.Text.Data"],
        ["Maner.Text.Corpus"] = ["Maner.Text.Data"], // raw text by the line; Data for labelled files, whose words are text too
        ["Maner.Model.Storage"] = ["Maner.Tensors"], // files of named tensors: they would serve any model; a mapped one is a buffer
        ["Maner.Model"] = ["Maner.Model.Storage", "Maner.Tensors", "Maner.Tensors.Kernels"],
        ["Maner.Ner.Methods"] = ["Maner.Tensors"], // a method turns words into positions and needs no model; Tensors for Rng alone
        ["Maner.Ner.Input"] = ["Maner.Ner.Methods", "Maner.Model", "Maner.Text.Data", "Maner.Text.Tokenization"],
        ["Maner.Ner.Surface"] = ["Maner.Text.Unicode", "Maner.Tensors"], // words alone; Tensors for Rng's hash alone
        ["Maner.Ner.Prediction"] = ["Maner.Ner.Surface", "Maner.Text.Data"], // text in, tags out; the tagger in between is above
        ["Maner.Ner.Evaluation"] = ["Maner.Text.Data", "Maner.Tensors"], // pure over spans, so that the trainer and any tool can score; Tensors for Rng alone
        ["Maner.Ner"] =
        [
            "Maner.Ner.Methods", "Maner.Ner.Input", "Maner.Ner.Prediction", "Maner.Ner.Surface", "Maner.Model", "Maner.Model.Storage", "Maner.Text.Data",
            "Maner.Text.Tokenization", "Maner.Tensors", "Maner.Tensors.Kernels",
        ],
        ["Maner.Training"] =
        [
            "Maner.Ner", "Maner.Ner.Methods", "Maner.Ner.Input", "Maner.Ner.Prediction", "Maner.Ner.Surface", "Maner.Ner.Evaluation", "Maner.Model",
            "Maner.Model.Storage", "Maner.Text.Data", "Maner.Tensors", "Maner.Tensors.Kernels",
        ],
        ["Maner.Training.Pretraining"] = // the other training: raw text instead of labels, a masked-LM head instead of a classifier
        [
            "Maner.Training", "Maner.Ner", "Maner.Ner.Evaluation", "Maner.Model", "Maner.Model.Storage", "Maner.Text.Corpus", "Maner.Text.Tokenization",
            "Maner.Tensors", "Maner.Tensors.Kernels",
        ],
        ["Maner.Experiments.Statistics"] = ["Maner.Ner.Evaluation", "Maner.Tensors"], // pure over numbers; Tensors for Rng alone
        ["Maner.Experiments.Corpora"] = [], // facts about data sets, and where they stand
        ["Maner.Experiments.Plans"] =
        [
            "Maner.Experiments.Corpora", "Maner.Training", "Maner.Ner", "Maner.Ner.Methods", "Maner.Model", "Maner.Model.Storage", "Maner.Text.Data",
        ],
        ["Maner.Experiments.Cells"] = // one training and its result
        [
            "Maner.Experiments.Plans", "Maner.Training", "Maner.Ner", "Maner.Ner.Evaluation", "Maner.Model.Storage", "Maner.Text.Data", "Maner.Tensors",
        ],
        ["Maner.Experiments.Running"] = ["Maner.Experiments.Cells", "Maner.Experiments.Plans", "Maner.Ner.Evaluation", "Maner.Training", "Maner.Tensors"],
        ["Maner.Experiments.Clusters"] = ["Maner.Experiments.Cells", "Maner.Experiments.Plans", "Maner.Training", "Maner.Model.Storage"],
        ["Maner.Experiments.Reports"] = // results in, text out: knows of no process
        [
            "Maner.Experiments.Cells", "Maner.Experiments.Plans", "Maner.Experiments.Corpora", "Maner.Experiments.Statistics", "Maner.Training",
            "Maner.Ner.Evaluation", "Maner.Ner.Methods", "Maner.Model.Storage",
        ],
        ["Maner.Cli"] = // thin: no arithmetic and no model internals
        [
            "Maner.Experiments.Clusters", "Maner.Experiments.Reports", "Maner.Experiments.Running", "Maner.Experiments.Cells", "Maner.Experiments.Plans",
            "Maner.Experiments.Corpora", "Maner.Training", "Maner.Training.Pretraining", "Maner.Ner", "Maner.Ner.Methods", "Maner.Ner.Prediction",
            "Maner.Ner.Evaluation", "Maner.Model.Storage", "Maner.Text.Corpus", "Maner.Text.Data", "Maner.Text.Tokenization", "Maner.Tensors",
        ],
    };

    /// <summary>The seam: what code above Maner.Model may name of it, so that a second encoder (a GPU) can stand behind it.</summary>
    private static readonly string[] Seam =
    [
        nameof(IEncoder), nameof(EncoderPass), nameof(PackedBatch), nameof(IParameterArena), nameof(NamedTensor), nameof(ITensorSource),
        nameof(ArenaSnapshot), nameof(XlmrConfig), nameof(ClassificationHead), nameof(IMaskedLanguageModel), nameof(WordCandidates), nameof(MaskedLanguageModel),
    ];

    /// <summary>The one file that chooses an implementation, and so names it.</summary>
    private const string Composer = "src/Maner.Ner/TaggerFolder.cs";

    /// <summary>Where pointers are allowed: kernels and their memory, and the reader of a mapped file.</summary>
    private static readonly string[] Unsafe = ["src/Maner.Tensors/", "src/Maner.Model/Storage/SafeTensorsFile.cs"];

    private const int MostLines = 400;
    private const int MedianLines = 100;

    private static IEnumerable<Assembly> Assemblies => Floors.Keys.Select(Assembly.Load);

    [Fact]
    public void Assemblies_reference_only_the_floors_below()
    {
        foreach ((string name, string[] allowed) in Floors)
        {
            IEnumerable<string> references = Assembly.Load(name).GetReferencedAssemblies()
                .Select(reference => reference.Name!).Where(Floors.ContainsKey);
            Assert.All(references, reference => Assert.Contains(reference, allowed));
        }

        Assert.Equal(Floors.Count, Directory.GetFiles(Path.Combine(SharedFiles.Repository, "src"), "*.csproj", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Libraries_need_no_package()
    {
        // The program has its command line and tables from packages, and experiments the reader of their files (YamlDotNet).
        foreach (Assembly assembly in Assemblies.Where(assembly => assembly.GetName().Name is not ("maner" or "Maner.Experiments")))
        {
            // "System." also begins the names of packages: those that are part of .NET stand beside System.Runtime.
            string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            Assert.All(
                assembly.GetReferencedAssemblies().Select(reference => reference.Name!),
                name => Assert.True(Floors.ContainsKey(name) || File.Exists(Path.Combine(framework, name + ".dll")), name));
        }
    }

    [Fact]
    public void Namespaces_use_only_those_they_may()
    {
        (string From, string To, string Example)[] edges = [.. Assemblies.SelectMany(TypeDependencies.Of)];

        Assert.DoesNotContain(edges, edge => !Rooms.GetValueOrDefault(edge.From, []).Contains(edge.To));

        // The reading of assemblies works: it sees uses by signature, by field and in code.
        Assert.Contains(edges, edge => edge is { From: "Maner.Tensors.Kernels", To: "Maner.Tensors" });
        Assert.Contains(edges, edge => edge is { From: "Maner.Model", To: "Maner.Tensors.Kernels" });
        Assert.Contains(edges, edge => edge is { From: "Maner.Cli", To: "Maner.Text.Data" });
    }

    [Fact]
    public void Rooms_stand_in_an_order_without_circles()
    {
        var done = new HashSet<string>();
        while (done.Count < Rooms.Count)
        {
            string[] next = [.. Rooms.Where(room => !done.Contains(room.Key) && room.Value.All(done.Contains)).Select(room => room.Key)];
            Assert.NotEmpty(next);
            done.UnionWith(next);
        }
    }

    [Fact]
    public void The_encoder_is_used_through_its_seam()
    {
        string[] hidden = [.. typeof(IEncoder).Assembly.GetExportedTypes().Where(type => type.Namespace == "Maner.Model").Select(type => type.Name).Except(Seam)];
        Assert.Contains(nameof(XlmrEncoder), hidden);
        Assert.Contains(nameof(EmbeddingTable), hidden);

        IEnumerable<SourceFile> above = SourceFile.All.Where(file => file.Project is "Maner.Ner" or "Maner.Training" or "Maner.Experiments" or "Maner.Cli" && file.Path != Composer);
        Assert.Empty(above.SelectMany(file => hidden.Where(file.Names).Select(name => $"{file.Path} names {name}")));
        Assert.Contains(SourceFile.All, file => file.Path == Composer && file.Names(nameof(XlmrEncoder)));
    }

    [Fact]
    public void Namespaces_are_folders() =>
        Assert.Empty(SourceFile.All.Where(file => file.Namespace != file.FolderAsNamespace).Select(file => $"{file.Path}: {file.Namespace}"));

    [Fact]
    public void Public_types_are_closed()
    {
        // Sealed or static; who wants to derive says so with "abstract".
        IEnumerable<string?> open = Assemblies.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.FullName);
        Assert.Empty(open);
    }

    [Fact]
    public void Files_are_short()
    {
        Assert.Empty(SourceFile.All.Where(file => file.LineCount > MostLines).Select(file => $"{file.Path}: {file.LineCount} lines"));

        int[] lengths = [.. SourceFile.All.Select(file => file.LineCount).Order()];
        Assert.InRange(lengths[lengths.Length / 2], 1, MedianLines);
    }

    [Fact]
    public void Pointers_stay_in_kernels_and_the_mapped_file()
    {
        bool MayPoint(SourceFile file) => Unsafe.Any(place => file.Path.StartsWith(place, StringComparison.Ordinal));
        Assert.Empty(SourceFile.All.Where(file => !MayPoint(file) && (file.Names("unsafe") || file.Names("Unsafe"))).Select(file => file.Path));
        Assert.Contains(SourceFile.All, file => MayPoint(file) && file.Names("unsafe"));
    }

    [Fact]
    public void Threads_are_started_in_one_place()
    {
        string[] parallel = ["Thread", "Parallel", "Task.Run", "ThreadPool", "AsParallel"];
        Assert.Empty(SourceFile.All
            .Where(file => file.Path != "src/Maner.Tensors/Workers.cs")
            .SelectMany(file => parallel.Where(file.Names).Select(name => $"{file.Path} names {name}")));
    }
}
