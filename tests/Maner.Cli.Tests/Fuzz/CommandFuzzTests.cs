using Maner.Experiments.Cells;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Corpus;
using Maner.Text.Tokenization;
using Maner.Training.Pretraining;
using Xunit;
using Encoding = System.Text.Encoding;

namespace Maner.Cli.Tests.Fuzz;

/// <summary>The same for what experiments, pre-training and annotation read: where a command reads it, the command ends with 0, 1 or 2.</summary>
public sealed class CommandFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Rng _rng = new(2027);

    private static string Yaml => $"title: t\ndata: [{Samples.Folder}]\nsizes: [5]\nseeds: 1\nencoders: [mini]\nblocks:\n  a:\n    report: methods\n    methods: [token, maner]\n";

    [Fact]
    public void Experiment_files() => Fuzz("x.yaml", Encoding.UTF8.GetBytes(Yaml), 30, path =>
        Command("experiment", "run", path, "--dry-run"));

    [Fact]
    public void Plans()
    {
        string results = Planned();
        string plan = Path.Combine(results, "plan.json");
        Fuzz("plan.json", File.ReadAllBytes(plan), 60, path =>
        {
            File.Copy(path, plan, overwrite: true);
            Command("experiment", "status", results);
            Command("experiment", "report", results, "--out", _folder.File("report"));
        });
    }

    [Fact]
    public void Results_of_cells()
    {
        CellResult good = Archived().First();
        var store = ResultStore.Create(_folder.File("store"));
        store.Write(good);
        string place = Directory.EnumerateFiles(_folder.File("store"), good.Id + "*", SearchOption.AllDirectories).Single();
        Fuzz("cell.json", Encoding.UTF8.GetBytes(good.ToJson()), 200, path =>
        {
            File.Copy(path, place, overwrite: true);
            _ = store.Read(good.Id)!.ToJson();
        });
    }

    [Fact]
    public void Archives_of_results() => Fuzz("results.jsonl", Encoding.UTF8.GetBytes(string.Concat(Archived().Take(3).Select(result => result.ToJson()))), 200, path =>
    {
        File.WriteAllBytes(path + ".gz", Gzipped.Of(File.ReadAllBytes(path)));
        Assert.All(ResultArchive.Read(path + ".gz"), result => Assert.NotNull(result.ToJson()));
    });

    [Theory]
    [InlineData("json")]
    [InlineData("index")]
    public void The_cache_of_tokens(string extension)
    {
        string text = _folder.File("text.txt"), cache = _folder.File("cache");
        File.WriteAllText(text, "Asha yuko Moshi.\nJuma alifika Tanga jana.\n");
        var tokenizer = UnigramTokenizer.Load(Path.Combine(SharedFiles.Mini, "sentencepiece.bpe.model"));
        using var workers = new Workers(1);
        TokenCache.Entry Open() => new TokenCache(cache, tokenizer).Open(new CorpusFile("swa", text, IsLabelled: false), workers, _ => { });
        Open().File!.Dispose();
        string place = Directory.EnumerateFiles(cache, "*." + extension).Single();
        Fuzz("x." + extension, File.ReadAllBytes(place), 100, path =>
        {
            File.Copy(path, place, overwrite: true);
            using TokenFile? file = Open().File;
            long start = 0;
            foreach (TokenSentence sentence in file?.Sentences ?? [])
            {
                int length = (int)(sentence.End - start);
                file!.Read(start, new int[length], new ushort[length]);
                start = sentence.End;
            }
        }, mustRefuse: false); // what is damaged is made again
    }

    [Fact]
    public void Projects()
    {
        string project = _folder.File("a.db");
        File.WriteAllText(_folder.File("a.conll"), "Asha B-PER\nyuko O\nMoshi B-LOC\n\n");
        Command("annotate", "import", project, _folder.File("a.conll"));
        Fuzz("b.db", File.ReadAllBytes(project), 25, path =>
        {
            Command("annotate", "export", path, "-");
            Command("annotate", "history", path);
        });
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<CellResult> Archived() => ResultArchive.Read(Path.Combine(SharedFiles.Repository, "experiments", "results", "paper-v2.jsonl.gz"));

    private string Planned()
    {
        File.WriteAllText(_folder.File("x.yaml"), Yaml);
        Command("experiment", "submit", _folder.File("x.yaml"), "--engine", "slurm", "--dry-run", "--out", _folder.File("results"));
        return _folder.File("results");
    }

    private void Fuzz(string name, byte[] seed, int usual, Action<string> read, bool mustRefuse = true) => new Fuzzer(_folder, _rng).Run(name, seed, usual, read, wrap: null, mustRefuse);

    private static void Command(params string[] line)
    {
        (int code, _, string error) = Cli.Run(line);
        if (code == 2)
        {
            throw new InvalidDataException(error);
        }

        Assert.True(code is 0 or 1, $"{string.Join(' ', line)}: {code} {error}");
    }
}
