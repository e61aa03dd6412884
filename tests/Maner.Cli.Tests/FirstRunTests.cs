using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>README's commands. They run again with fewer vectors, and need no model made before.</summary>
[Trait(Vectors.Trait, Vectors.Yes)]
public sealed class FirstRunTests
{
    [Fact]
    public void From_labelled_files_to_tags_with_the_embedded_encoder()
    {
        using var folder = new TemporaryFolder();
        string data = folder.File("data"), target = folder.File("model");
        Directory.CreateDirectory(data);
        foreach (string file in new[] { "train.conll", "dev.conll", "test.conll" })
        {
            string[] sentences = File.ReadAllText(Samples.File(file)).Split("\n\n");
            File.WriteAllText(Path.Combine(data, file), string.Join("\n\n", sentences[..3]) + "\n"); // few: without vector instructions too this takes seconds
        }

        (int code, string output, _) = Cli.Run(["train", "--data", data, "--epochs", "1", "--min-updates", "0", "--out", target, "--try", "Amina yuko Mombasa."]);

        Assert.Equal(0, code);
        Assert.Contains("test: 3 sentences", output, StringComparison.Ordinal);
        Assert.Contains($"Model saved in {target}", output, StringComparison.Ordinal);
        (code, output, _) = Cli.Run(["predict", "--model", target], "Amina yuko Mombasa.\n");
        Assert.Equal(0, code);
        Assert.Equal(["Amina", "yuko", "Mombasa", "."], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));
    }
}
