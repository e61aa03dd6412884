using Maner.Tensors;
using Maner.Testing;
using Maner.Text.Corpus;
using Maner.Text.Tokenization;
using Maner.Training.Pretraining;
using Xunit;

namespace Maner.Training.Tests.Pretraining;

/// <summary>Three small languages of made-up sentences, two of them large enough to hold some out, and runs on them that take a second.</summary>
public sealed class ToyText : IDisposable
{
    /// <summary>Pieces of <see cref="Tokenizer"/>; an encoder has two rows more.</summary>
    public const int Pieces = 1_000;

    private static readonly string[] s_people = ["Asha", "Juma", "Neema", "Baraka", "Zawadi"];
    private static readonly string[] s_verbs = ["ananunua", "anauza", "anabeba", "anapenda"];
    private static readonly string[] s_things = ["samaki sokoni", "maembe mazuri", "vitabu vingi", "nguo mpya", "chai moto"];
    private static readonly string[] s_places = ["Amsterdam", "Rotterdam", "Utrecht", "Leiden"];
    private readonly TemporaryFolder _folder = new();

    public ToyText()
    {
        var rng = new Rng(11);
        string Pick(string[] words) => words[rng.Next(words.Length)];
        Directory.CreateDirectory(TextFolder);
        File.WriteAllLines(Path.Combine(TextFolder, "swa.txt"), Enumerable.Range(0, 300).Select(index => $"{Pick(s_people)} {Pick(s_verbs)} {Pick(s_things)} siku ya {index}."));
        string dutch = string.Join('\n', Enumerable.Range(0, 60).Select(index => $"De trein van {Pick(s_places)} naar {Pick(s_places)} heeft {index} minuten vertraging."));
        File.WriteAllBytes(Path.Combine(TextFolder, "nld.txt.gz"), Gzipped.Of(System.Text.Encoding.UTF8.GetBytes(dutch)));
        File.WriteAllText(Path.Combine(TextFolder, "tiny.txt"), "Een korte regel.\nNog een regel.\n");
        File.WriteAllBytes(Tokenizer, FirstPieces());
    }

    /// <summary>The bundled encoder's tokenizer, with all its 32,000 pieces.</summary>
    public static string WholeTokenizer { get; } = Path.Combine(SharedFiles.Mini, "sentencepiece.bpe.model");

    internal static PretrainingOptions Options { get; } = new()
    {
        Tokens = 3_000,
        LearningRate = 0.01f,
        BatchTokens = 120,
        Accumulate = 2,
        MaxTokens = 16,
        Dropout = 0.1f,
        HeldOut = 5,
        Evaluations = 3,
        Shape = new EncoderShape { Layers = 1, Hidden = 16, Heads = 2, Intermediate = 24 },
    };

    /// <summary>Its first <see cref="Pieces"/> pieces: runs on them are short without vector instructions too.</summary>
    public string Tokenizer => _folder.File("first.model");

    public string TextFolder => _folder.File("text");

    internal string Cache => _folder.File("tokens");

    internal IReadOnlyList<CorpusFile> Files => CorpusFile.Find([TextFolder], []);

    internal PretrainingMetrics Train(
        PretrainingOptions options, string path, bool resume = false, int threads = 1, int? interruptAfter = null, string? encoder = null,
        double checkpointSeconds = 1e9, bool overwrite = false, List<string>? notices = null, List<PretrainingProgress>? updates = null)
    {
        using var workers = new Workers(threads);
        using var interrupt = new CancellationTokenSource();
        return PretrainingJob.Run(
            new PretrainingJob.Source(Files, encoder is null ? Tokenizer : null, encoder, Cache), options,
            new Destination(path, overwrite, resume), workers, notice => notices?.Add(notice), Watch, checkpointSeconds, interrupt.Token);

        void Watch(PretrainingProgress progress)
        {
            if (progress.Stage != PretrainingStage.Training)
            {
                return;
            }

            updates?.Add(progress);
            if (progress.Step == interruptAfter)
            {
                interrupt.Cancel();
            }
        }
    }

    /// <summary>The same, interrupted after some updates: it must end as what was interrupted.</summary>
    internal void Interrupted(
        PretrainingOptions options, string path, int after, bool resume = false, int threads = 1, double checkpointSeconds = 1e9, List<PretrainingProgress>? updates = null) =>
        Assert.ThrowsAny<OperationCanceledException>(
            () => Train(options, path, resume, threads, after, checkpointSeconds: checkpointSeconds, updates: updates));

    public void Dispose() => _folder.Dispose();

    private static byte[] FirstPieces()
    {
        var whole = new SentencePieceFile(File.ReadAllBytes(WholeTokenizer));
        TestModel model = new TestModel().CharacterMap(whole.Slice(whole.CharacterMap).ToArray());
        for (int id = 0; id < Pieces; id++)
        {
            model.Piece(whole.NameOf(id).ToArray(), whole.Pieces[id].Score, (int)whole.Pieces[id].Type);
        }

        return model.ToArray();
    }
}
