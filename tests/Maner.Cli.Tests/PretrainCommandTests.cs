using Maner.Testing;
using Maner.Training.Tests.Pretraining;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class PretrainCommandTests(ToyText text) : IClassFixture<ToyText>
{
    private static readonly string[] s_small =
    [
        "--layers", "1", "--hidden", "16", "--heads", "2", "--intermediate", "24", "--learning-rate", "0.01", "--batch-tokens", "120", "--max-tokens", "16",
        "--held-out", "5", "--evaluations", "3",
    ];

    [Fact]
    public void From_text_to_an_encoder_to_a_tagger()
    {
        using var folder = new TemporaryFolder();
        string encoder = folder.File("encoder");

        (int code, string output, string error) = Cli.Run(Line(encoder, "4k"));

        Assert.True(code == 0, error);
        Assert.StartsWith("Trained ", output, StringComparison.Ordinal);
        Assert.Contains($"Encoder saved in {encoder}", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^update \d+  0\.0M tokens  loss \d\.\d{3}  held-out \d\.\d{3}  \d+ tokens/s  0:\d\d left$", error);
        Assert.Contains("Note: Nothing held out of tiny", error, StringComparison.Ordinal);
        (code, _, error) = Cli.Run(["train", "--data", Samples.Folder, "--encoder", encoder, "--train-limit", "6", .. CliModel.Quick, "--out", folder.File("tagger")]);
        Assert.True(code == 0, error);

        // The tagger is an encoder again, without a masked-LM head; labelled sentences are text as well.
        (code, output, error) = Cli.Run(
            ["pretrain", "--labelled", Samples.File("train.conll"), "--encoder", folder.File("tagger"), "--tokens", "1k", .. s_small[8..], "--out", folder.File("adapted"), "--json"]);
        Assert.True(code == 0, error);
        Assert.Contains("has no masked-LM head", error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(folder.File("adapted/metrics.json")), output);
        Assert.True(Directory.Exists(folder.File("tokens")), "the token cache stands beside the output");
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void A_run_that_is_killed_or_interrupted_goes_on_with_the_same_bits(string signal)
    {
        using var folder = new TemporaryFolder();
        string straight = folder.File("straight"), killed = folder.File("killed");
        Assert.Equal(0, Cli.Run(Line(straight, "60k")).Code);

        (int ended, _) = Cli.Signalled(signal, Path.Combine(killed, "checkpoint-1.safetensors"), [.. Line(killed, "60k"), "--checkpoint-minutes", "0.0005"]);

        Assert.Equal(signal == "KILL" ? 128 + 9 : 1, ended);
        Assert.False(File.Exists(Path.Combine(killed, "metrics.json")));
        (int code, _, string error) = Cli.Run([.. Line(killed, "60k"), "--resume"]);
        Assert.True(code == 0, error);
        Assert.Matches("(?m)^Note: Continuing from update [1-9]", error); // a run that began anew would have the same bits
        Assert.Equal(File.ReadAllBytes(Path.Combine(straight, "model.safetensors")), File.ReadAllBytes(Path.Combine(killed, "model.safetensors")));
    }

    [Theory]
    [InlineData("--text {0} --tokens 1k --out {1}", "Say what to start from")]
    [InlineData("--text {0} --tokenizer {2} --encoder mini --tokens 1k --out {1}", "Say what to start from")]
    [InlineData("--tokenizer {2} --tokens 1k --out {1}", "Say what to learn from")]
    [InlineData("--text {0} --encoder mini --layers 3 --tokens 1k --out {1}", "--layers is for a new encoder")]
    [InlineData("--text {0} --tokenizer {2} --out {1}", "found neither")]
    [InlineData("--text {0} --tokenizer {2} --tokens many --out {1}", "--tokens: expected a number such as 500k, 100M or 2G, found 'many'")]
    [InlineData("--text {0} --tokenizer {2} --tokens 1k --rate 1.5 --out {1}", "--rate: expected above 0 and below 1, found 1.5")]
    [InlineData("--text {0} --tokenizer {2} --tokens 1k --checkpoint-minutes 0 --out {1}", "--checkpoint-minutes: expected above 0, found 0")]
    [InlineData("--text {0}/no --tokenizer {2} --tokens 1k --out {1}", "expected a file of text or a folder of such files, found neither")]
    [InlineData("--text {0} --tokenizer {0}/no --tokens 1k --out {1}", "expected a SentencePiece model, found no such file")]
    [InlineData("--text {0} --encoder {0} --tokens 1k --out {1}", "expected model.safetensors")]
    [InlineData("--text {3} --tokenizer {2} --tokens 1k --out {1}", "blank.txt:2: expected UTF-8, found byte 0xFF")]
    [InlineData("--text {0} --tokenizer {2} --tokens 1k --resume --out {1}", "found no options.json")]
    [InlineData("--text {0} --tokenizer {2} --tokens 1k --out {0}", "expected a new or an empty folder, found")]
    public void Bad_input_gets_an_answer_and_leaves_nothing_behind(string line, string says)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("blank.txt"), [.. "x\n"u8, 0xFF]);
        string[] args = [.. line.Split(' ').Select(part => part
            .Replace("{0}", text.TextFolder, StringComparison.Ordinal)
            .Replace("{1}", folder.File("out"), StringComparison.Ordinal)
            .Replace("{2}", text.Tokenizer, StringComparison.Ordinal)
            .Replace("{3}", folder.File("blank.txt"), StringComparison.Ordinal))];

        (int code, string output, string error) = Cli.Run(["pretrain", .. args, "--cache", text.Cache]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal(["blank.txt"], folder.Names);
    }

    private string[] Line(string output, string tokens) =>
        ["pretrain", "--text", text.TextFolder, "--tokenizer", text.Tokenizer, .. s_small, "--tokens", tokens, "--threads", "1", "--out", output];
}
