using System.IO.Compression;
using System.Text;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Words;
using Xunit;

namespace Maner.Training.Tests;

public sealed class UnlabelledTextTests(SmallTask task) : IClassFixture<SmallTask>
{
    private const string Line = "Amina lives in Mombasa.";

    [Theory]
    [InlineData("text.txt", Line + "\n\n  \nShe works.\n")]
    [InlineData("packed.txt.gz", Line + "\r\nShe works.")]
    [InlineData("columns.conll", "Amina B-PER\nlives O\nin O\nMombasa B-LOC\n. O\n\nShe O\nworks O\n. O\n")]
    [InlineData("tokens.jsonl", "{\"tokens\": [\"Amina\", \"lives\", \"in\", \"Mombasa\", \".\"]}\n{\"tokens\": [\"She\", \"works\", \".\"]}\n")]
    public void Text_and_sentences_of_any_format_are_read_and_labels_left_behind(string name, string content)
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var packed = new GZipStream(File.Create(folder.File(name)), CompressionLevel.Fastest);
            packed.Write(bytes);
        }
        else
        {
            File.WriteAllBytes(folder.File(name), bytes);
        }

        DataSet read = UnlabelledText.Read(folder.File(name), WordCut.Default);

        Assert.Equal(["Amina lives in Mombasa .", "She works ."], read.Sentences.Select(sentence => sentence.JoinedWords));
        Assert.All(read.Sentences, sentence => Assert.Null(sentence.Entities));
        TaskData data = task.Data with { Unlabelled = read };
        Assert.Equal(read.Sha256, data.Hashes["unlabelled"]);
        Assert.NotEqual(task.Data.EntitiesSha256, data.EntitiesSha256);
        Assert.Equal(["train", "dev"], data.Parts.Select(part => part.Role));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    public void A_file_without_a_word_is_the_wrong_file(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("text.txt"), content);
        Assert.Contains("expected sentences, found none", Assert.Throws<InvalidDataException>(() => task.Data.WithUnlabelled(folder.File("text.txt"))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => task.Data.WithHeldOutText(folder.File("none.txt")));
    }
}
