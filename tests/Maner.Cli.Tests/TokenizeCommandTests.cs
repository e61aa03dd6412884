using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class TokenizeCommandTests
{
    private static readonly string s_golden = Path.Combine(SharedFiles.Repository, "tests/Golden/tokenizer-mini.jsonl");

    [Fact]
    public void A_file_is_tokenized_by_the_encoder_s_tokenizer() =>
        Assert.Equal((0, File.ReadAllText(s_golden), ""), Run("", "tokenize", "--encoder", SharedFiles.Mini, s_golden));

    [Theory]
    [InlineData(null)]
    [InlineData("-")]
    public void Standard_input_is_read_where_no_file_is_named(string? file)
    {
        string[] args = ["tokenize", "--tokenizer", Path.Combine(SharedFiles.Mini, "sentencepiece.bpe.model")];

        Assert.Equal((0, File.ReadAllText(s_golden), ""), Run(File.ReadAllText(s_golden), file is null ? args : [.. args, file]));
    }

    [Fact]
    public void Plain_text_becomes_lines_of_pieces()
    {
        (int code, string output, string error) = Run("Asha Mwinyi\n\nTanga\n", "tokenize", "--pieces", "--encoder", SharedFiles.Mini);

        Assert.Equal((0, ""), (code, error));
        string[] lines = output.Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Equal("\u2581Asha\u2581Mwinyi", lines[0].Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("", lines[1]);
        Assert.StartsWith("\u2581T", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_line_is_named_after_the_good_ones_are_written()
    {
        (int code, string output, string error) = Run("{\"text\": \"\"}\n{\"txt\": \"\"}\n", "tokenize", "--encoder", SharedFiles.Mini);

        Assert.Equal(2, code);
        Assert.Equal("{\"text\": \"\", \"ids\": [], \"pieces\": [], \"begin\": [], \"end\": []}\n", output);
        Assert.Equal("standard input:2: expected a JSON object with a string \"text\", found an object without \"text\". Give one object per line.\n", error);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, [.. "{\"text\": \""u8, 0xE9, .. "\"}"u8]);

            (int code, _, string error) = Run("", "tokenize", "--encoder", SharedFiles.Mini, file);

            Assert.Equal(2, code);
            Assert.Equal($"{file}:1: expected UTF-8, found bytes that are none. Save the file as UTF-8.\n", error);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("Model 'no/such/folder': expected a folder with config.json, weights and a tokenizer, or the name of a bundled model (mini, mini-ner), or OWNER/NAME of a model of the Hugging Face hub, or the short name of one (maner models list), found none. Check the name.", "--encoder", "no/such/folder")]
    [InlineData("no/such.model: expected a SentencePiece model, found no such file.", "--tokenizer", "no/such.model")]
    [InlineData("Give --encoder or --tokenizer, not both.", "--encoder", "a", "--tokenizer", "b")]
    public void A_tokenizer_that_cannot_be_read_is_named(string message, params string[] options)
    {
        (int code, string output, string error) = Run("{\"text\": \"a\"}", ["tokenize", .. options]);

        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.StartsWith(message, error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(string input, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = CliApp.Run(args, output, error, new StringReader(input));
        return (code, output.ToString(), error.ToString());
    }
}
