using System.Globalization;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>A model that 'maner train' made from the small encoder and that knows its few training sentences by heart.</summary>
public sealed class CliModel : IDisposable
{
    private const int TrainSentences = 18;
    private readonly TemporaryFolder _folder = new();
    private readonly SmallEncoder _encoder = new();

    public CliModel()
    {
        File.WriteAllText(TrainFile, Samples.Blocks("train.conll", TrainSentences));
        (int code, string output, string error) = Cli.Run(
            ["train", "--train", TrainFile, "--test", TestFile, "--encoder", Encoder, "--out", Folder, .. Learn, "--threads", "1"]);
        Assert.True(code == 0, error);
        TrainOutput = output;
    }

    /// <summary>Options that let a model this small learn its sentences in a second.</summary>
    public static IReadOnlyList<string> Learn { get; } =
        ["--epochs", "150", "--min-updates", "0", "--batch-size", "4", "--learning-rate", "0.01", "--dropout", "0", "--attention-dropout", "0"];

    /// <summary>One update and no more.</summary>
    public static IReadOnlyList<string> Quick { get; } = ["--epochs", "1", "--min-updates", "0", "--batch-size", "64", "--threads", "1"];

    public string Encoder => _encoder.Folder;

    public string Folder => _folder.File("model");

    public string TrainFile => _folder.File("train.conll");

    public static string TestFile => Samples.File("dev.conll");

    public string TrainOutput { get; }

    /// <summary>The training sentences, a word and its tag a pair.</summary>
    public IReadOnlyList<(string Word, string Tag)[]> Sentences =>
    [
        .. File.ReadAllText(TrainFile).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.Split('\n').Select(line => line.Split('\t')).Select(cells => (cells[0], cells[1])).ToArray()),
    ];

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _encoder.Dispose();
        _folder.Dispose();
    }
}
