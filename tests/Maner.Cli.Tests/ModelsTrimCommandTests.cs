using System.Text.Json;
using Maner.Model.Storage;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary><c>maner models check</c> and <c>maner models trim</c>.</summary>
public sealed class ModelsTrimCommandTests
{
    public static TheoryData<string> Names => [.. FamilyEncoder.Names];

    [Fact]
    public void Check_says_how_the_text_is_cut_and_what_masks_become()
    {
        string[] check = ["models", "check", "mini", "--text", Samples.File("unlabelled.txt"), "--threads", "1"];
        (int code, string output, string error) = Cli.Run(check);
        Assert.True(code == 0, error);
        Assert.Contains("Script: known", output, StringComparison.Ordinal);
        Assert.Contains("Language: ", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split('\n').Count(line => line.Contains(" is number ", StringComparison.Ordinal)));

        (code, string json, error) = Cli.Run([.. check, "--json", "--show", "2"]);
        Assert.True(code == 0, error);
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal("known", root.GetProperty("script").GetString());
        Assert.Equal(0, root.GetProperty("unknown_pieces").GetInt64());
        JsonElement[] examples = [.. root.GetProperty("masks").GetProperty("examples").EnumerateArray()];
        Assert.Equal(2, examples.Length);
        double[] probabilities = [.. examples[0].GetProperty("best").EnumerateArray().Select(piece => piece.GetProperty("probability").GetDouble())];
        Assert.Equal(5, probabilities.Length);
        Assert.Equal(probabilities.OrderDescending(), probabilities);
    }

    [Fact]
    public void Check_ends_with_1_when_the_script_is_not_known_and_names_letters()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("chr.txt"), "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ᎠᏂᏴᏫ ᎤᏂᏁᎬ\n");
        (int code, string output, string error) = Cli.Run(["models", "check", "mini", "--text", folder.File("chr.txt"), "--threads", "1"]);
        Assert.True(code == 1, error);
        Assert.Contains("Script: NOT known", output, StringComparison.Ordinal);
        Assert.Contains("unknown letters: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_trimmed_encoder_trains_to_the_same_bits_and_continues_pretraining(string name)
    {
        using TemporaryFolder encoder = new(), work = new();
        FamilyEncoder.Write(name, encoder.Path);
        string data = work.File("train.conll"), trimmed = work.File("trimmed"), text = Samples.File("unlabelled.txt");
        File.WriteAllText(data, Samples.Blocks("train.conll", 18));
        (int code, string output, string error) = Cli.Run(["models", "trim", encoder.Path, "--text", text, "--labelled", data, "--out", trimmed]);
        Assert.True(code == 0, error);
        Assert.Contains("The same pieces before and after", output, StringComparison.Ordinal);

        foreach ((string from, string to) in new[] { (encoder.Path, work.File("whole-model")), (trimmed, work.File("trimmed-model")) })
        {
            (code, _, error) = Cli.Run(["train", "--train", data, "--encoder", from, "--out", to, "--epochs", "3", "--min-updates", "0", "--batch-size", "5", "--threads", "1"]);
            Assert.True(code == 0, error);
        }

        using (SafeTensorsFile before = SafeTensorsFile.Open(Path.Combine(work.File("whole-model"), "model.safetensors")), after = SafeTensorsFile.Open(Path.Combine(work.File("trimmed-model"), "model.safetensors")))
        {
            foreach (TensorEntry tensor in before.Tensors.Values.Where(tensor => !tensor.Name.Contains("word_embeddings", StringComparison.Ordinal) && !tensor.Name.Contains("tok_embeddings", StringComparison.Ordinal)))
            {
                Assert.True(before.Bytes(tensor.Name).SequenceEqual(after.Bytes(tensor.Name)), tensor.Name);
            }
        }

        string[] pretrain = ["pretrain", "--encoder", trimmed, "--text", text, "--out", work.File("longer"), "--cache", work.File("cache"), "--tokens", "1k", "--max-tokens", "64", "--threads", "1"];
        (code, _, error) = Cli.Run(pretrain);
        Assert.True(code == 0, error);

        (code, output, error) = Cli.Run(["models", "check", work.File("longer"), "--text", text, "--threads", "1"]);
        Assert.True(code is 0 or 1, error); // some of these small vocabularies know the text badly
        Assert.Contains(" is number ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("trim")]
    public void Mistakes_are_named(string command)
    {
        string[] start = command == "trim" ? ["models", command, "mini", "--out", "/nowhere"] : ["models", command, "mini"];
        (int code, _, string error) = Cli.Run(start);
        Assert.Equal(2, code);
        Assert.Contains("--text, --labelled, or both", error, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("empty.txt"), "\n");
        (code, _, error) = Cli.Run(["models", command, "mini", "--text", folder.File("empty.txt"), .. command == "trim" ? ["--out", folder.File("out")] : Array.Empty<string>()]);
        Assert.Equal(2, code);
        Assert.Contains("found no word", error, StringComparison.Ordinal);
    }
}
