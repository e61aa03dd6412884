using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>The commands with an encoder of each family, from its folder to tagged text.</summary>
public sealed class FamilyCommandTests
{
    public static TheoryData<string> Names => [.. FamilyEncoder.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_evaluate_predict_and_tokenize_take_the_folder(string name)
    {
        using TemporaryFolder encoder = new(), work = new();
        FamilyEncoder.Write(name, encoder.Path);
        File.WriteAllText(work.File("train.conll"), Samples.Blocks("train.conll", 18));
        string model = work.File("model"), text = work.File("text.txt");
        File.WriteAllText(text, "Amina anaishi Mombasa.\n");

        (int code, _, string error) = Cli.Run(["train", "--train", work.File("train.conll"), "--encoder", encoder.Path, "--out", model, .. CliModel.Quick]);
        Assert.True(code == 0, error);

        (code, string scores, error) = Cli.Run(["evaluate", "--model", model, "--threads", "1", Samples.File("dev.conll")]);
        Assert.True(code == 0, error);
        Assert.Contains("F1", scores, StringComparison.OrdinalIgnoreCase);
        (code, string tagged, error) = Cli.Run(["predict", "--model", model, "--threads", "1", "--output", "conll", text]);
        Assert.True(code == 0, error);
        Assert.Equal(["Amina", "anaishi", "Mombasa", "."], tagged.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));
        (code, string pieces, error) = Cli.Run(["tokenize", "--encoder", model], """{"text": "Amina anaishi"}""" + "\n");
        Assert.True(code == 0, error);
        Assert.Contains("\"ids\": [", pieces, StringComparison.Ordinal);
    }
}
