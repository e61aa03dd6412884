using System.Diagnostics;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Sentences;
using Maner.Text.Tokenization;
using Maner.Text.Tokenization.Json;
using Maner.Text.Words;
using Maner.Training;
using Xunit;
using Encoding = System.Text.Encoding;

namespace Maner.Cli.Tests.Fuzz;

/// <summary>Good files with random changes: every reader gives a value or a refusal that names the file, soon, and never a defect.</summary>
/// <remarks>
/// MANER_FUZZ=10000 in the environment makes that many changes for each reader (<c>tests/fuzz/run</c>); some are made otherwise. A file that fails is kept under the folder
/// that the message names.
/// </remarks>
public sealed class ReaderFuzzTests(CliModel model) : IClassFixture<CliModel>, IDisposable
{
    private static readonly int s_many = int.TryParse(Environment.GetEnvironmentVariable("MANER_FUZZ"), CultureInfo.InvariantCulture, out int count) ? count : 0;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private readonly TemporaryFolder _folder = new();
    private readonly Rng _rng = new(2026);

    public static TheoryData<string> ModelFiles => ["config.json", "maner.json", "words.json", "model.safetensors", "crf.safetensors"];

    public static TheoryData<string> Tokenizer => ["bpe_bytelevel", "bpe_gemma", "bpe_modernbert", "unigram_xlmr_new", "wordpiece_cased", "wordpiece_lower_keep"];

    public static TheoryData<string> Labelled =>
    [
        .. Directory.EnumerateFiles(Path.Combine(SharedFiles.Repository, "tests", "Golden", "quirks"), "*.conll").Select(file => Path.GetRelativePath(SharedFiles.Repository, file)).Order(StringComparer.Ordinal),
        Path.Combine("samples", "swa", "dev.conll"),
    ];

    [Fact]
    public void Safetensors() => Fuzz("x.safetensors", File.ReadAllBytes(Path.Combine(SharedFiles.Repository, "tests", "Golden", "encoder-tiny", "model.safetensors")), 400, path =>
    {
        using var file = SafeTensorsFile.Open(path);
        foreach (TensorEntry entry in file.Tensors.Values.Where(entry => entry.Count < 1 << 20))
        {
            file.RequireFinite(entry.Name);
            file.Read(entry.Name, new float[entry.Count]);
        }
    });

    [Fact]
    public void Configurations() => Fuzz("config.json", File.ReadAllBytes(Path.Combine(model.Folder, "config.json")), 1500, path => _ = EncoderConfig.Load(path).ToJson());

    [Fact]
    public void Manifests() => Fuzz("maner.json", File.ReadAllBytes(Path.Combine(model.Folder, "maner.json")), 1500, path =>
    {
        ModelManifest? manifest = ModelManifest.Load(Path.GetDirectoryName(path)!);
        _ = manifest?.ToJson();
        _ = manifest?.WithoutRecord().ToJson();
        _ = ModelIntegrity.Check(Path.GetDirectoryName(path)!).Count();
    });

    [Fact]
    public void Cuts_of_words() => Fuzz("words.json", WordCutFile.Write(WordCutLearner.Learn([["'yan", "sanda"], ["Dr.", "Ali"], ["C++"], ["东京", "很", "大"]])), 1000,
        path => Assert.NotEmpty(WordCutFile.Load(Path.GetDirectoryName(path)!)!.Split("Dr. Ali 'yan C++ 东京很大 3.5 a-b")));

    [Fact]
    public void SentencePiece_models() => Fuzz("sentencepiece.bpe.model", Small(), 1500, path =>
    {
        var tokenizer = UnigramTokenizer.Load(path);
        Use(tokenizer);
    });

    [Fact]
    public void The_character_map_of_SentencePiece()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(SharedFiles.Mini, "sentencepiece.bpe.model"));
        var file = new SentencePieceFile(whole);
        byte[] map = file.Slice(file.CharacterMap).ToArray();
        Fuzz("sentencepiece.bpe.model", map, 40, path => Use(UnigramTokenizer.Load(path)), changed => TestModel.With(("▁a", -1), ("b", -2), ("▁", -3)).CharacterMap(changed).ToArray());
    }

    [Theory]
    [MemberData(nameof(Tokenizer))]
    public void Tokenizers_of_Hugging_Face(string name) => Fuzz("tokenizer.json", File.ReadAllBytes(Path.Combine(SharedFiles.Repository, "tests", "Golden", "tokenizer-json", name + ".json")), 60,
        path => Use(TokenizerFolder.Open(Path.GetDirectoryName(path)!, hasSpaceBeforeWords: true)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Checkpoints_of_runs(bool isSigned)
    {
        using var workers = new Workers(1);
        ParameterArena Arena() => new(workers, [Parameter.Matrix("w", 3, 4), Parameter.Vector("b", 3)]);
        using ParameterArena arena = Arena();
        arena.ClearGradients();
        string good = _folder.File("good");
        RunCheckpoint<TrainingState>.Write(good, new TrainingState { Step = 3, LogLength = 7, Seconds = 1.5 }, [arena], [arena.SnapshotValues()]);
        string path = _folder.File("checkpoint.safetensors");
        Fuzz("checkpoint.safetensors", File.ReadAllBytes(good), 600, changed =>
        {
            using var opened = RunCheckpoint<TrainingState>.Open(changed);
            using ParameterArena other = Arena();
            other.ClearGradients();
            _ = opened.Restore([other]);
        }, isSigned ? null : Unsigned);
    }

    [Fact]
    public void Indexes_of_shards()
    {
        string shard = _folder.File("model-00001-of-00001.safetensors");
        File.WriteAllBytes(shard, SafeTensorsBytes.OfFloats(("a", [2]), ("b", [3])));
        Fuzz("model.safetensors.index.json", Encoding.UTF8.GetBytes("{\"metadata\":{\"total_size\":20},\"weight_map\":{\"a\":\"model-00001-of-00001.safetensors\",\"b\":\"model-00001-of-00001.safetensors\"}}"), 1000, path =>
        {
            using var checkpoint = Checkpoint.Open(Path.GetDirectoryName(path)!);
            checkpoint.Read("a", [2], new float[2]);
        });
    }

    [Theory]
    [MemberData(nameof(ModelFiles))]
    public void Models_whole(string changed)
    {
        foreach (string file in Directory.EnumerateFiles(model.Folder))
        {
            File.Copy(file, _folder.File(Path.GetFileName(file)));
        }

        // Without hashes, so that what is read is read.
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(_folder.File("maner.json")))!.AsObject();
        manifest.Remove("file_hashes");
        File.WriteAllText(_folder.File("maner.json"), manifest.ToJsonString());
        using var workers = new Workers(1);
        Fuzz(changed, File.ReadAllBytes(_folder.File(changed)), 15, path =>
        {
            using Tagger tagger = TaggerFolder.Load(Path.GetDirectoryName(path)!, workers);
            using var output = new StringWriter();
            var writer = new JsonLinesWriter(output, probabilities: true);
            tagger.Tag([Sentence.FromText("Asha Mwinyi aliwasili Tanga jana jioni.", tagger.Words)]).ToList().ForEach(writer.Write);
        });
    }

    [Theory]
    [MemberData(nameof(Labelled))]
    public void Labelled_files(string file) => Fuzz(Path.GetFileName(file), File.ReadAllBytes(Path.Combine(SharedFiles.Repository, file)), 40,
        path => LabelledData.Read(path, new LabelledDataOptions { RequireTags = _rng.Next(3) > 0, Strict = _rng.Next(7) == 0 }));

    [Theory]
    [InlineData("x.txt")]
    [InlineData("x.words")]
    [InlineData("x.jsonl")]
    [InlineData("x.txt.gz")]
    public void Text_to_tag(string name)
    {
        string text = name.EndsWith("jsonl", StringComparison.Ordinal)
            ? "{\"text\": \"Asha Mwinyi aliwasili Tanga.\", \"id\": 7}\n{\"tokens\": [\"a\", \"b c\"], \"text\": \"a b c\", \"x\": {\"y\": [1, null]}}\n\n{\"text\": \"\"}\n"
            : "Asha Mwinyi aliwasili Tanga jana.\n\nDr. O'Neil-Smith \u00e9\u0301 \uFFFF 3.5%  x\r\n東京は大きい。\n";
        byte[] seed = name.EndsWith(".gz", StringComparison.Ordinal) ? Gzipped.Of(Encoding.UTF8.GetBytes(text)) : Encoding.UTF8.GetBytes(text);
        Fuzz(name, seed, 800, path =>
        {
            using StreamReader reader = TextInput.Open(path);
            IEnumerable<Sentence> sentences = name.Contains("jsonl", StringComparison.Ordinal) ? InputReader.ReadJsonLines(reader, path)
                : name.Contains("words", StringComparison.Ordinal) ? InputReader.ReadWords(reader, path) : InputReader.ReadText(reader, path, keepBlank: true);
            foreach (Sentence sentence in sentences)
            {
                _ = sentence.Locate();
            }

            _ = TextInput.CountLines(path);
        });
    }

    [Fact]
    public void Records_of_interrupted_runs()
    {
        string target = _folder.File("out"), part = target + ".part";
        using (PartialFile begun = PartialFile.Open(target, "inputs", resume: false, overwrite: false))
        {
            begun.Stream.Write("abc"u8);
            begun.Commit(1);
        }

        Fuzz("out.part.json", File.ReadAllBytes(part + ".json"), 500, _ =>
        {
            using PartialFile opened = PartialFile.Open(target, "inputs", resume: true, overwrite: false);
            Assert.InRange(opened.Stream.Length, 0, 3);
        });
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Small() => TestModel.With(("▁a", -1), ("b", -2), ("▁", -3), ("▁ab", -1.5f), ("ba", -4), ("é", -5), ("▁▁", -6)).TrainerSpec(3, 1).NormalizerSpec(3, 1).NormalizerSpec(4, 1).ToArray();

    private static void Use(Tokenizer tokenizer)
    {
        _ = tokenizer.Encode("ab ba  \u00e9\u0301 \ud83d\ude00 東京 <mask> </s>");
        List<int> ids = [];
        tokenizer.EncodeWord("abbaé", ids);
        _ = tokenizer.Decode([.. ids]);
        _ = (tokenizer.SpecialTokens, tokenizer.Sha256);
    }

    /// <summary>As an earlier version signed it, the data alone: changes of the header come through to whoever reads it.</summary>
    private static byte[] Unsigned(byte[] changed)
    {
        ReadOnlySpan<byte> key = "content_sha256"u8, old = "data_sha256\":   \""u8; // as long, with spaces
        int at = changed.AsSpan().IndexOf(key), length = at < 0 ? 0 : key.Length + "\":\"".Length;
        if (at < 0 || at + length + 64 > changed.Length || changed.Length < 16)
        {
            return changed;
        }

        long header = BitConverter.ToInt64(changed);
        if (header is <= 0 or > int.MaxValue || 8 + header > changed.Length)
        {
            return changed;
        }

        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(changed.AsSpan((int)(8 + header))));
        byte[] signed = [.. changed];
        old.CopyTo(signed.AsSpan(at));
        Encoding.ASCII.GetBytes(hash).CopyTo(signed, at + length);
        return signed;
    }

    /// <param name="name">The file's name.</param>
    /// <param name="seed">A good content.</param>
    /// <param name="usual">Changes where the environment says nothing.</param>
    /// <param name="read">Reads the file.</param>
    /// <param name="wrap">What becomes of a changed content before it is written; null for nothing.</param>
    private void Fuzz(string name, byte[] seed, int usual, Action<string> read, Func<byte[], byte[]>? wrap = null)
    {
        string path = _folder.File(name);
        Write(path, wrap?.Invoke(seed) ?? seed);
        read(path); // as it is it is good
        int refused = 0, rounds = Math.Max(usual, s_many);
        for (int round = 0; round < rounds; round++)
        {
            byte[] changed = Mutation.Of(seed, _rng);
            changed = wrap?.Invoke(changed) ?? changed;
            Write(path, changed);
            var clock = Stopwatch.StartNew();
            try
            {
                read(path);
            }
            catch (Exception error) when (error is InvalidDataException or OptionException or FileNotFoundException or DirectoryNotFoundException)
            {
                refused++;
                Assert.True(error.Message.Length < 20_000, $"{name}, change {round}: a message of {error.Message.Length} characters");
            }
#pragma warning disable CA1031 // Whatever else comes is what is looked for.
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
#pragma warning restore CA1031
            {
                string kept = Path.Combine(Path.GetTempPath(), $"maner-fuzz-{name}-{round}");
                File.WriteAllBytes(kept, changed);
                Assert.Fail($"{name}, change {round}, kept as {kept}: {error}");
            }

            Assert.True(clock.Elapsed < s_limit, $"{name}, change {round}: {clock.Elapsed}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {rounds} changes, {refused} refused");
        Assert.True(refused > 0, "no change was seen");
    }

    private static void Write(string path, byte[] content)
    {
        File.Delete(path); // somebody may have it mapped
        File.WriteAllBytes(path, content);
    }
}
