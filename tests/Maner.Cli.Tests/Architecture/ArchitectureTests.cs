using System.Reflection;
using System.Text.RegularExpressions;
using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests.Architecture;

/// <summary>The order of layers and namespaces, as rules that fail the build of whoever breaks them.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>Which of our assemblies an assembly may reference.</summary>
    private static readonly Dictionary<string, string[]> Layers = new()
    {
        ["Maner.Tensors"] = [], // lowest layer: arithmetic
        ["Maner.Text"] = [], // lowest layer: data and tokens; never meets arithmetic below Ner
        ["Maner.Model"] = ["Maner.Tensors"],
        ["Maner.Ner"] = ["Maner.Text", "Maner.Model", "Maner.Tensors"],
        ["Maner.Hub"] = ["Maner.Ner", "Maner.Text", "Maner.Model", "Maner.Tensors"], // one more place of models: nothing below the program knows of it
        ["Maner.Annotation"] = ["Maner.Training", "Maner.Ner", "Maner.Model", "Maner.Text", "Maner.Tensors"], // projects of people who label: the only one with a native library, SQLite
        ["Maner.Training"] = ["Maner.Ner", "Maner.Text", "Maner.Model", "Maner.Tensors"],
        ["Maner.Library"] = ["Maner.Training", "Maner.Hub", "Maner.Ner", "Maner.Text", "Maner.Model", "Maner.Tensors"], // what a program that uses the packages begins with
        ["Maner.Experiments"] = ["Maner.Training", "Maner.Ner", "Maner.Text", "Maner.Model", "Maner.Tensors"],
        ["Maner.Web"] = ["Maner.Annotation", "Maner.Training", "Maner.Ner", "Maner.Text", "Maner.Model", "Maner.Tensors"], // both servers
        ["maner"] = ["Maner.Web", "Maner.Annotation", "Maner.Experiments", "Maner.Hub", "Maner.Training", "Maner.Ner", "Maner.Text", "Maner.Model", "Maner.Tensors"],
    };

    /// <summary>Which namespaces (folders) the code of a namespace may use, besides its own. What is not listed is forbidden.</summary>
    private static readonly Dictionary<string, string[]> Namespaces = new()
    {
        ["Maner.Tensors"] = [], // memory, threads, random numbers: a kernel may use them, they know of no kernel
        ["Maner.Tensors.Kernels"] = ["Maner.Tensors"],
        ["Maner.Text.Unicode"] = [], // facts about letters
        ["Maner.Text.Romanization"] = ["Maner.Text.Unicode"], // letters as they sound
        ["Maner.Text.Repairs"] = ["Maner.Text.Unicode"], // what was found wrong in a file
        ["Maner.Text.Words"] = ["Maner.Text.Unicode"], // running text to words
        ["Maner.Text.Sentences"] = ["Maner.Text.Words"], // words and entities, whatever they come from
        ["Maner.Text.Tags"] = ["Maner.Text.Sentences"], // entities to tags and back
        ["Maner.Text.Formats"] = ["Maner.Text.Tags", "Maner.Text.Sentences", "Maner.Text.Words", "Maner.Text.Repairs", "Maner.Text.Unicode"], // labelled sentences are read without knowing how a model cuts words
        ["Maner.Text.Formats.Json"] = ["Maner.Text.Formats", "Maner.Text.Repairs"], // records, however they are laid out
        ["Maner.Text.Formats.Documents"] = [.. Below], // marked texts to sentences and back
        ["Maner.Text.Formats.Recognition"] = ["Maner.Text.Formats", "Maner.Text.Tags", "Maner.Text.Repairs"], // which column holds what
        ["Maner.Text.Formats.Conll"] = ["Maner.Text.Formats.Recognition", "Maner.Text.Formats.Documents", .. Below],
        ["Maner.Text.Formats.Columns"] = ["Maner.Text.Formats.Conll", "Maner.Text.Formats.Documents", .. Below],
        ["Maner.Text.Formats.Spacy"] = ["Maner.Text.Formats.Conll", .. Marked],
        ["Maner.Text.Formats.JsonLines"] = Marked, // no format knows of another but for columns, which have one reader
        ["Maner.Text.Formats.Doccano"] = Marked,
        ["Maner.Text.Formats.LabelStudio"] = Marked,
        ["Maner.Text.Formats.Prodigy"] = Marked,
        ["Maner.Text.Formats.Brat"] = Marked,
        ["Maner.Text.Formats.Cas"] = Marked,
        ["Maner.Text.Formats.WebAnno"] = Marked,
        ["Maner.Text.Formats.Argilla"] = Marked,
        ["Maner.Text.Formats.Brackets"] = Marked,
        ["Maner.Text.Formats.Registry"] = // the list of them all
        [
            "Maner.Text.Formats.Argilla", "Maner.Text.Formats.Brackets", "Maner.Text.Formats.Brat", "Maner.Text.Formats.Cas", "Maner.Text.Formats.Columns", "Maner.Text.Formats.Conll",
            "Maner.Text.Formats.Doccano", "Maner.Text.Formats.JsonLines", "Maner.Text.Formats.LabelStudio", "Maner.Text.Formats.Prodigy", "Maner.Text.Formats.Recognition", "Maner.Text.Formats.Spacy", "Maner.Text.Formats.WebAnno", .. Marked,
        ],
        ["Maner.Text.Data"] = ["Maner.Text.Formats.Registry", "Maner.Text.Formats.Brat", "Maner.Text.Formats", "Maner.Text.Tags", "Maner.Text.Sentences", "Maner.Text.Repairs", "Maner.Text.Unicode"],
        ["Maner.Text.Tokenization"] = ["Maner.Text.Formats", "Maner.Text.Words", "Maner.Text.Sentences", "Maner.Text.Repairs", "Maner.Text.Unicode"],
        ["Maner.Text.Tokenization.Aligned"] = ["Maner.Text.Unicode"], // text that was rewritten and knows where it comes from
        ["Maner.Text.Tokenization.Normalizers"] = ["Maner.Text.Tokenization.Aligned", "Maner.Text.Tokenization", "Maner.Text.Unicode"],
        ["Maner.Text.Tokenization.PreTokenizers"] = ["Maner.Text.Tokenization.Aligned"],
        ["Maner.Text.Tokenization.Models"] = ["Maner.Text.Tokenization.Aligned", "Maner.Text.Tokenization.Normalizers", "Maner.Text.Tokenization"],
        ["Maner.Text.Tokenization.Json"] = // the files that put these together
        [
            "Maner.Text.Tokenization.Aligned", "Maner.Text.Tokenization.Normalizers", "Maner.Text.Tokenization.PreTokenizers", "Maner.Text.Tokenization.Models",
            "Maner.Text.Tokenization", "Maner.Text.Unicode",
        ],
        ["Maner.Text.Tokenization.Trimming"] = ["Maner.Text.Tokenization.Json", "Maner.Text.Tokenization"], // a vocabulary with fewer pieces, in the files that it came in
        ["Maner.Text.Corpus"] = ["Maner.Text.Data", "Maner.Text.Formats", "Maner.Text.Sentences", "Maner.Text.Repairs"], // raw text by the line; labelled files, whose words are text too
        ["Maner.Model.Json"] = [], // how JSON is written for people
        ["Maner.Model.Storage.Torch"] = [], // the formats of torch.save, as plain data
        ["Maner.Model.Storage"] = ["Maner.Model.Storage.Torch", "Maner.Model.Json", "Maner.Tensors"], // files of named tensors: they would serve any model; a mapped one is a buffer
        ["Maner.Model.Parameters"] = ["Maner.Model.Storage", "Maner.Tensors", "Maner.Tensors.Kernels"],
        ["Maner.Model.Configuration"] = ["Maner.Model.Storage", "Maner.Model.Json", "Maner.Tensors"], // Tensors for the names of activations alone
        ["Maner.Model.Layers"] = ["Maner.Model.Parameters", "Maner.Model.Configuration", "Maner.Tensors", "Maner.Tensors.Kernels"],
        ["Maner.Model.Encoders"] = ["Maner.Model.Layers", "Maner.Model.Parameters", "Maner.Model.Configuration", "Maner.Model.Storage", "Maner.Tensors", "Maner.Tensors.Kernels"],
        ["Maner.Model.Heads"] =
        [
            "Maner.Model.Encoders", "Maner.Model.Layers", "Maner.Model.Parameters", "Maner.Model.Configuration", "Maner.Model.Storage", "Maner.Tensors",
            "Maner.Tensors.Kernels",
        ],
        ["Maner.Ner.Methods"] = ["Maner.Tensors"], // a method turns words into positions and needs no model; Tensors for Rng alone
        ["Maner.Ner.Input"] = ["Maner.Ner.Methods", "Maner.Model.Layers", "Maner.Text.Tags", "Maner.Text.Tokenization"],
        ["Maner.Ner.Sequences"] = [], // chains of tags: arithmetic over scores
        ["Maner.Ner.Lexical"] = ["Maner.Ner.Sequences", "Maner.Text.Romanization", "Maner.Text.Unicode", "Maner.Tensors"], // words alone; Tensors for Rng's hash alone
        ["Maner.Ner.Prediction"] = ["Maner.Ner.Lexical", "Maner.Ner.Sequences", "Maner.Model.Json", .. Text], // text in, tags out; the tagger in between is above
        ["Maner.Ner.Evaluation"] = ["Maner.Tensors", "Maner.Model.Json", .. Text], // pure over spans, so that the trainer and any tool can score; Tensors for Rng alone
        ["Maner.Ner"] =
        [
            "Maner.Ner.Methods", "Maner.Ner.Input", "Maner.Ner.Prediction", "Maner.Ner.Lexical", "Maner.Ner.Sequences", "Maner.Ner.Evaluation",
            "Maner.Text.Tokenization", "Maner.Text.Tokenization.Json", "Maner.Tensors", "Maner.Tensors.Kernels", "Maner.Text.Romanization", .. Model, .. Text,
        ],
        ["Maner.Ner.Selection"] = // which sentence to label next, by what a tagger says of it
        [
            "Maner.Ner", "Maner.Ner.Input", "Maner.Ner.Methods", "Maner.Ner.Prediction", "Maner.Ner.Lexical", "Maner.Ner.Sequences", "Maner.Model.Layers", "Maner.Model.Encoders", "Maner.Model.Heads", "Maner.Model.Configuration", "Maner.Tensors", "Maner.Tensors.Kernels", "Maner.Text.Sentences",
            "Maner.Text.Tags", "Maner.Text.Romanization",
        ],
        ["Maner.Ner.Encoders"] = // an encoder tried on a text, or made smaller
        [
            "Maner.Ner", "Maner.Text.Corpus", "Maner.Text.Romanization", "Maner.Text.Tokenization", "Maner.Text.Tokenization.Json", "Maner.Text.Tokenization.Trimming", "Maner.Tensors", .. Model, .. Text,
        ],
        ["Maner.Hub.Protocol"] = [], // requests and answers
        ["Maner.Hub.Cache"] = ["Maner.Hub.Protocol", "Maner.Model.Storage"], // folders, links and locks: knows of no request
        ["Maner.Hub.Downloads"] = ["Maner.Hub.Cache", "Maner.Hub.Protocol", "Maner.Model.Storage"], // one content
        ["Maner.Hub.Models"] = ["Maner.Hub.Downloads", "Maner.Hub.Cache", "Maner.Hub.Protocol", "Maner.Model.Storage"], // all files of a model
        ["Maner.Hub"] = ["Maner.Hub.Models", "Maner.Hub.Cache", "Maner.Hub.Protocol", "Maner.Ner"],
        ["Maner.Annotation.Records"] = ["Maner.Text.Sentences", "Maner.Text.Words"], // what a project holds, as plain data
        ["Maner.Annotation.Storage"] = ["Maner.Annotation.Records", "Maner.Text.Words"], // the file: knows of no action
        ["Maner.Annotation.People"] = ["Maner.Annotation.Records"], // passwords, locks, agreement: know of no file
        ["Maner.Annotation.Actions"] = ["Maner.Annotation.Storage", "Maner.Annotation.Records", "Maner.Text.Words", "Maner.Tensors"], // Tensors for Rng alone
        ["Maner.Annotation.Reading"] = ["Maner.Annotation.People", "Maner.Annotation.Storage", "Maner.Annotation.Records", "Maner.Text.Sentences", "Maner.Text.Words"],
        ["Maner.Annotation.Exchange"] = // files in and out
        [
            "Maner.Annotation.Actions", "Maner.Annotation.Reading", "Maner.Annotation.Storage", "Maner.Annotation.Records", "Maner.Text.Formats.Registry", "Maner.Text.Formats.Brat", "Maner.Tensors", .. Text,
        ],
        ["Maner.Annotation"] =
        [
            "Maner.Annotation.Exchange", "Maner.Annotation.Actions", "Maner.Annotation.Reading", "Maner.Annotation.People", "Maner.Annotation.Storage", "Maner.Annotation.Records", .. Text,
        ],
        ["Maner.Training"] =
        [
            "Maner.Ner", "Maner.Ner.Methods", "Maner.Ner.Input", "Maner.Ner.Prediction", "Maner.Ner.Lexical", "Maner.Ner.Sequences", "Maner.Ner.Evaluation",
            "Maner.Text.Romanization", "Maner.Text.Tokenization.Json", "Maner.Tensors", "Maner.Tensors.Kernels", .. Model, .. Text,
        ],
        ["Maner.Training.Pretraining"] = // the other training: raw text instead of labels, a masked-LM head instead of a classifier
        [
            "Maner.Training", "Maner.Ner", "Maner.Ner.Evaluation", "Maner.Text.Corpus", "Maner.Text.Tokenization", "Maner.Text.Tokenization.Json", "Maner.Tensors", "Maner.Tensors.Kernels",
            .. Model,
        ],
        ["Maner"] = ["Maner.Training", "Maner.Hub", "Maner.Hub.Models", "Maner.Hub.Cache", "Maner.Hub.Protocol", "Maner.Ner", "Maner.Ner.Evaluation", "Maner.Ner.Prediction", "Maner.Model.Storage", "Maner.Tensors", .. Text],
        ["Maner.Annotation.Selection"] = ["Maner.Annotation", "Maner.Annotation.Records", "Maner.Ner.Selection", "Maner.Text.Sentences"], // which sentence is shown next
        ["Maner.Annotation.Learning"] = // training in the background
        [
            "Maner.Annotation.Selection", "Maner.Annotation", "Maner.Annotation.Records", "Maner.Training", "Maner.Ner", "Maner.Ner.Evaluation", "Maner.Ner.Prediction", "Maner.Ner.Selection", "Maner.Model.Storage", "Maner.Tensors", .. Text,
        ],
        ["Maner.Experiments.Statistics"] = ["Maner.Ner.Evaluation", "Maner.Tensors"], // pure over numbers; Tensors for Rng alone
        ["Maner.Experiments.Corpora"] = [], // facts about data sets, and where they are
        ["Maner.Experiments.Plans"] = ["Maner.Experiments.Corpora", "Maner.Training", "Maner.Ner", "Maner.Ner.Methods", "Maner.Ner.Selection", .. Model, .. Text],
        ["Maner.Experiments.Cells"] = // one training run and its result
        [
            "Maner.Experiments.Plans", "Maner.Experiments.Corpora", "Maner.Training", "Maner.Ner", "Maner.Ner.Evaluation", "Maner.Ner.Prediction", "Maner.Ner.Selection", "Maner.Ner.Lexical", "Maner.Model.Storage",
            "Maner.Tensors", .. Text,
        ],
        ["Maner.Experiments.Running"] = ["Maner.Experiments.Cells", "Maner.Experiments.Plans", "Maner.Ner", "Maner.Ner.Evaluation", "Maner.Training", "Maner.Tensors"],
        ["Maner.Experiments.Clusters"] = ["Maner.Experiments.Cells", "Maner.Experiments.Plans", "Maner.Training", "Maner.Model.Storage", "Maner.Model.Json"],
        ["Maner.Experiments.Reports"] = // results in, text out: knows of no process
        [
            "Maner.Experiments.Cells", "Maner.Experiments.Plans", "Maner.Experiments.Corpora", "Maner.Experiments.Statistics", "Maner.Training",
            "Maner.Ner.Evaluation", "Maner.Ner.Methods", "Maner.Ner.Selection", "Maner.Model.Storage",
        ],
        ["Maner.Web.Hosting"] = [], // what every server has: knows of no model
        ["Maner.Web.Serving"] = ["Maner.Web.Hosting", "Maner.Ner", "Maner.Ner.Prediction", "Maner.Model.Json", "Maner.Tensors", "Maner.Text.Formats.Documents", "Maner.Text.Sentences", "Maner.Text.Words", "Maner.Text.Tags"],
        ["Maner.Web.Projects"] = // a tagger for each project of an annotation tool
        [
            "Maner.Web.Serving", "Maner.Web.Hosting", "Maner.Training", "Maner.Ner", "Maner.Ner.Prediction", "Maner.Model.Storage", "Maner.Tensors", "Maner.Text.Formats.Documents", .. Text,
        ],
        ["Maner.Web.LabelStudio"] = ["Maner.Text.Formats.LabelStudio", "Maner.Text.Formats.Json", .. Tool],
        ["Maner.Web.Inception"] = ["Maner.Text.Formats.Cas", "Maner.Text.Formats.Json", .. Tool],
        ["Maner.Web"] = ["Maner.Web.LabelStudio", "Maner.Web.Inception", "Maner.Web.Projects", "Maner.Web.Serving", "Maner.Web.Hosting"],
        ["Maner.Web.Workbench"] = // the annotation page over the store
        [
            "Maner.Web.Hosting", "Maner.Annotation.Learning", "Maner.Annotation.Exchange", "Maner.Annotation.Actions", "Maner.Annotation", "Maner.Annotation.Records", "Maner.Text.Formats.Registry", .. Text,
        ],
        ["Maner.Cli.Views"] = Program, // results to people and programs
        ["Maner.Cli.Options"] = ["Maner.Cli.Views", .. Program],
        ["Maner.Cli.Commands"] = ["Maner.Cli.Options", "Maner.Cli.Views", .. Program],
        ["Maner.Cli"] = ["Maner.Cli.Commands", "Maner.Cli.Options", "Maner.Cli.Views", "Maner.Training", "Maner.Hub.Protocol"], // the last two for exceptions
    };

    /// <summary>What every format may use.</summary>
    private static string[] Below => ["Maner.Text.Formats", "Maner.Text.Tags", "Maner.Text.Sentences", "Maner.Text.Words", "Maner.Text.Repairs", "Maner.Text.Unicode"];

    /// <summary>What formats of marked text and of records may use.</summary>
    private static string[] Marked => ["Maner.Text.Formats.Documents", "Maner.Text.Formats.Json", .. Below];

    private static string[] Text => ["Maner.Text.Data", "Maner.Text.Formats", "Maner.Text.Tags", "Maner.Text.Sentences", "Maner.Text.Words", "Maner.Text.Repairs", "Maner.Text.Unicode"];

    /// <summary>What a protocol of an annotation tool may use: a format's reader, and the projects.</summary>
    private static string[] Tool => ["Maner.Web.Projects", "Maner.Web.Serving", "Maner.Web.Hosting", "Maner.Text.Formats.Documents", .. Text];

    private static string[] Model => ["Maner.Model.Heads", "Maner.Model.Encoders", "Maner.Model.Layers", "Maner.Model.Configuration", "Maner.Model.Parameters", "Maner.Model.Storage", "Maner.Model.Json"];

    /// <summary>What the program may use: no arithmetic and no model internals.</summary>
    private static string[] Program =>
    [
        "Maner.Annotation", "Maner.Annotation.Exchange", "Maner.Annotation.Learning", "Maner.Annotation.Records",
        "Maner.Web", "Maner.Web.Hosting", "Maner.Web.LabelStudio", "Maner.Web.Projects", "Maner.Web.Serving", "Maner.Web.Workbench",
        "Maner.Experiments.Clusters", "Maner.Experiments.Reports", "Maner.Experiments.Running", "Maner.Experiments.Cells", "Maner.Experiments.Plans",
        "Maner.Hub", "Maner.Hub.Models", "Maner.Hub.Downloads", "Maner.Hub.Cache", "Maner.Hub.Protocol",
        "Maner.Experiments.Corpora", "Maner.Training", "Maner.Training.Pretraining", "Maner.Ner", "Maner.Ner.Encoders", "Maner.Ner.Methods", "Maner.Ner.Prediction",
        "Maner.Ner.Evaluation", "Maner.Model.Storage", "Maner.Model.Json", "Maner.Text.Corpus", "Maner.Text.Tokenization", "Maner.Text.Tokenization.Json", "Maner.Text.Formats.Registry", "Maner.Tensors", .. Text,
    ];

    /// <summary>The seam: what code above Maner.Model may name of it, so that a second encoder (a GPU) can stand behind it.</summary>
    private static readonly string[] Seam =
    [
        nameof(IEncoder), nameof(EncoderPass), nameof(PackedBatch), nameof(IParameterArena), nameof(NamedTensor), nameof(ITensorSource),
        nameof(ArenaSnapshot), nameof(EncoderConfig), nameof(EncoderFamily), nameof(ClassificationHead), nameof(IMaskedLanguageModel), nameof(CandidateTokens), nameof(MaskedLanguageModel),
    ];

    /// <summary>The one file that chooses an implementation, and so names it.</summary>
    private const string Composer = "src/Maner.Ner/TaggerFolder.cs";

    /// <summary>Where pointers are allowed: kernels and their memory, and the reader of a mapped file.</summary>
    private static readonly string[] Unsafe = ["src/Maner.Tensors/", "src/Maner.Model/Storage/SafeTensorsFile.cs", "src/Maner.Model/Storage/MappedFile.cs"];

    private const int MostLines = 400;
    private const int MedianLines = 100;

    private static IEnumerable<Assembly> Assemblies => Layers.Keys.Select(Assembly.Load);

    [Fact]
    public void Assemblies_reference_only_the_layers_below()
    {
        foreach ((string name, string[] allowed) in Layers)
        {
            IEnumerable<string> references = Assembly.Load(name).GetReferencedAssemblies()
                .Select(reference => reference.Name!).Where(Layers.ContainsKey);
            Assert.All(references, reference => Assert.Contains(reference, allowed));
        }

        Assert.Equal(Layers.Count, Directory.GetFiles(Path.Combine(SharedFiles.Repository, "src"), "*.csproj", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Libraries_need_no_package()
    {
        // The program has its command line and tables from packages, experiments the reader of their files (YamlDotNet), annotation projects SQLite, and servers ASP.NET.
        foreach (Assembly assembly in Assemblies.Where(assembly => assembly.GetName().Name is not ("maner" or "Maner.Experiments" or "Maner.Annotation" or "Maner.Web")))
        {
            // "System." also begins the names of packages: those that are part of .NET stand beside System.Runtime.
            string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            Assert.All(
                assembly.GetReferencedAssemblies().Select(reference => reference.Name!),
                name => Assert.True(Layers.ContainsKey(name) || File.Exists(Path.Combine(framework, name + ".dll")), name));
        }
    }

    [Fact]
    public void Namespaces_use_only_those_they_may()
    {
        (string From, string To, string Example)[] edges = [.. Assemblies.SelectMany(TypeDependencies.Of)];

        Assert.Equal("", string.Join('\n', edges.Where(edge => !Namespaces.GetValueOrDefault(edge.From, []).Contains(edge.To)).Select(edge => $"{edge.From} -> {edge.To}: {edge.Example}")));

        // The reading of assemblies works: it sees uses by signature, by field and in code.
        Assert.Contains(edges, edge => edge is { From: "Maner.Tensors.Kernels", To: "Maner.Tensors" });
        Assert.Contains(edges, edge => edge is { From: "Maner.Model.Layers", To: "Maner.Tensors.Kernels" });
        Assert.Contains(edges, edge => edge is { From: "Maner.Cli.Commands", To: "Maner.Text.Data" });
    }

    [Fact]
    public void Namespaces_have_an_order_without_circles()
    {
        var done = new HashSet<string>();
        while (done.Count < Namespaces.Count)
        {
            string[] next = [.. Namespaces.Where(entry => !done.Contains(entry.Key) && entry.Value.All(done.Contains)).Select(entry => entry.Key)];
            Assert.NotEmpty(next);
            done.UnionWith(next);
        }
    }

    [Fact]
    public void The_encoder_is_used_through_its_seam()
    {
        string[] hidden = [.. typeof(IEncoder).Assembly.GetTypes().Where(type => !type.IsNested && type.Namespace is { } name && name.StartsWith("Maner.Model", StringComparison.Ordinal) && name is not ("Maner.Model.Storage" or "Maner.Model.Json")).Select(type => type.Name).Except(Seam)];
        Assert.Contains(nameof(TransformerEncoder), hidden);
        Assert.Contains(nameof(EmbeddingTable), hidden);

        IEnumerable<SourceFile> above = SourceFile.All.Where(file => file.Project is "Maner.Ner" or "Maner.Training" or "Maner.Experiments" or "Maner.Cli" && file.Path != Composer);
        Assert.Empty(above.SelectMany(file => hidden.Where(file.Names).Select(name => $"{file.Path} names {name}")));
        Assert.Contains(SourceFile.All, file => file.Path == Composer && file.Names(nameof(TransformerEncoder)));
    }

    [Fact]
    public void Libraries_name_properties_and_the_command_line_names_flags()
    {
        // What calls programs has their options; what prints a whole command may.
        string[] callers = ["src/Maner.Experiments/Clusters/", "src/Maner.Experiments/Running/LocalRun.cs", "src/Maner.Experiments/Reports/HtmlStyle.cs"]; // the last: variables of CSS
        string[] flags =
        [
            .. SourceFile.All.Where(file => file.Project != "Maner.Cli" && !callers.Any(caller => file.Path.StartsWith(caller, StringComparison.Ordinal)))
                .SelectMany(file => file.Strings.Where(text => Flag().IsMatch(text) && !text.Contains("maner ", StringComparison.Ordinal)).Select(text => $"{file.Path}: {text}")),
        ];
        Assert.Empty(flags);
        Assert.Contains(SourceFile.All, file => file.Project == "Maner.Cli" && file.Strings.Any(Flag().IsMatch));
    }

    [Fact]
    public void Tags_are_scored_in_one_place()
    {
        const string Place = "src/Maner.Ner/Evaluator.cs";
        string[] makers = [.. SourceFile.All.Where(file => Scoring().IsMatch(file.Text)).Select(file => file.Path)];
        Assert.Equal([Place], makers);
    }

    [GeneratedRegex(@"new (EvaluatedSentence|EvaluationRun)\(")]
    private static partial Regex Scoring();

    [GeneratedRegex("--[a-z]")]
    private static partial Regex Flag();

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
            .Where(file => file.Path is not ("src/Maner.Tensors/Workers.cs" or "src/Maner.Tensors/Background.cs"))
            .SelectMany(file => parallel.Where(file.Names).Select(name => $"{file.Path} names {name}")));
    }
}
