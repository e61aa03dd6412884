using Maner.Testing;
using Maner.Text.Words;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>What <c>train</c> saw as words is what <c>predict</c> cuts: files of tests/Golden/wild-words.</summary>
public sealed class WordCutCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SmallEncoder _encoder = new();

    [Theory]
    [InlineData("he", "צה\"ל הודיע היום כי הגיע אל חיפה .", "")]
    [InlineData("ha", "‘Yan Sanda sun isa Zariya .", "")]
    [InlineData("th", "สมชาย เดินทาง ไป เชียงใหม่ เมื่อวาน", "Note: Thai is written without spaces: it is cut by the 9 words seen in training. Where that is wrong, give the text cut: words with spaces between them and --input words")]
    public void Running_text_is_cut_as_the_training_words_were(string language, string expected, string note)
    {
        string model = Train(Wild($"{language}-train.conll"));
        (int code, string output, string error) = Cli.Run(["predict", "--model", model, "--threads", "1", Wild($"{language}.txt")]);
        Assert.Equal((0, expected), (code, Words(output)));
        Assert.StartsWith(note, error, StringComparison.Ordinal);
        Assert.Equal(note.Length > 0, error.Length > 0);
        (_, string fromJson, _) = Cli.Run(["predict", "--model", model, "--threads", "1", "--input", "jsonl", "--output", "conll"], $$"""{"text": {{System.Text.Json.JsonSerializer.Serialize(File.ReadAllText(Wild($"{language}.txt")).Trim())}}}""");
        Assert.Equal(expected, Words(fromJson));
    }

    [Fact]
    public void Words_cut_otherwise_than_in_training_are_told_once()
    {
        string model = Train(Wild("ha-train.conll"));
        const string Line = "‘ Yan Sanda sun isa Zariya .\n";
        (int code, string output, string error) = Cli.Run(["predict", "--model", model, "--threads", "1", "--input", "words"], Line + Line);
        Assert.Equal((0, "‘ Yan Sanda sun isa Zariya . ‘ Yan Sanda sun isa Zariya ."), (code, Words(output)));
        Assert.Equal(
            "Note: The words are cut otherwise than the model's training words were: 2 of 10 words (20 %) were never seen as words in training, 2 of them because of the cut ('‘ Yan' here, '‘Yan' in training). " +
            "Cut the text as the training data is cut.\n",
            error);
        Assert.Equal("", Cli.Run(["predict", "--model", model, "--threads", "1", "--input", "words"], "‘Yan Sanda sun isa Zariya .\n").Error);
    }

    [Fact]
    public void A_model_without_the_file_cuts_by_default()
    {
        string model = Train(Wild("ha-train.conll"));
        File.Delete(Path.Combine(model, WordCutFile.FileName));
        (int code, string output, string error) = Cli.Run(["predict", "--model", model, "--threads", "1", Wild("ha.txt")]);
        Assert.Equal((0, "‘ Yan Sanda sun isa Zariya .", ""), (code, Words(output), error));
        File.WriteAllText(Path.Combine(model, WordCutFile.FileName), "{");
        Assert.Equal(2, Cli.Run(["predict", "--model", model, "--threads", "1", Wild("ha.txt")]).Code);
    }

    [Theory]
    [InlineData("tweet.txt", "RT @amadi_k : Tuko Tanga ! #TangaLeo https://t.co/aB3xY info@example.org")]
    [InlineData("rtl.txt", "ߡߎߛߊ ߓߊ߯ߟߊ߫ ߕߊ߯ߣߍ߲߫ ߦߋ߫ ߓߡߊ߬ߞߐ߫ ߸ ߡߊ߬ߟߌ߫ ߞߊ߲߬ ߹ 𞤃𞤵𞥅𞤧𞤢𞥄 𞤄𞤢𞤤𞥆𞤮 𞤴𞤢𞤸𞤭𞥅 𞤑𞤮𞤲𞤢𞥄𞤳𞤪𞤭 ⹁ 𞤘𞤭𞤲𞤫 𞥞")]
    public void A_bundled_model_cuts_by_default(string file, string expected) =>
        Assert.Equal(expected, Words(Cli.Run(["predict", "--model", "mini-ner", "--threads", "1", Wild(file)]).Output));

    [Fact]
    public void A_script_without_spaces_that_the_model_does_not_know_is_told()
    {
        (int code, string output, string error) = Cli.Run(["predict", "--model", "mini-ner", "--threads", "1", Wild("th.txt")]);
        Assert.Equal((0, 2), (code, output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0].Split('\t').Length));
        Assert.Contains("Thai is written without spaces: the model has seen no words of it", error, StringComparison.Ordinal);
        Assert.Contains("each character is taken as a word", Cli.Run(["predict", "--model", "mini-ner", "--threads", "1"], "北京是首都\n北京是首都\n").Error, StringComparison.Ordinal);
        Assert.Equal("", Cli.Run(["predict", "--model", "mini-ner", "--threads", "1", "--input", "words"], "สมชาย เดินทาง\n").Error);
    }

    [Fact]
    public void Odd_words_keep_their_lines()
    {
        (int code, string output, _) = Cli.Run(["predict", "--model", "mini-ner", "--threads", "1", Wild("odd.conll")]);
        Assert.Equal(0, code);
        Assert.Equal(File.ReadLines(Wild("odd.conll")).Select(line => line.Split('\t')[0]), output.TrimEnd('\n').Split('\n').Select(line => line.Split('\t')[0]).Append(""));
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _folder.Dispose();
    }

    private static string Wild(string name) => Path.Combine(SharedFiles.Repository, "tests", "Golden", "wild-words", name);

    private static string Words(string conll) => string.Join(' ', conll.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));

    private string Train(string file)
    {
        string model = _folder.File("model");
        (int code, _, string error) = Cli.Run(["train", "--train", file, "--encoder", _encoder.Folder, "--out", model, .. CliModel.Quick]);
        Assert.True(code == 0, error);
        return model;
    }
}
