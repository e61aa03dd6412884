using Maner.Cli;
using Xunit;

namespace Maner.Tests.Cli;

public sealed class CliAppTests
{
    [Theory]
    [InlineData("", "maner --help")]
    [InlineData("data", "maner data --help")]
    [InlineData("data check", "maner data check --help")]
    [InlineData("data convert a b --to nonsense", "maner data convert --help")]
    [InlineData("data stats a --no-such-option", "maner data stats --help")]
    [InlineData("nonsense", "maner --help")]
    public void A_wrong_command_line_says_where_help_is(string line, string expected)
    {
        (int code, string output, string error) = Cli.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.True(error.Split('\n').Length >= 3, "a message and the hint are two lines");
    }

    [Theory]
    [InlineData("--help", "data")]
    [InlineData("data --help", "convert")]
    [InlineData("data check --help", "--strict")]
    public void Help_is_a_success(string line, string expected)
    {
        (int code, string output, string error) = Cli.Run(line.Split(' '));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_one_message_without_a_stack_trace()
    {
        (int code, string output, string error) = Cli.Run(["data", "stats", "no/such/file.conll"]);
        Assert.Equal((2, ""), (code, output));
        Assert.Equal("no/such/file.conll: expected a file of sentences, found no such file. Check the name.\n", error);
    }

    [Fact]
    public void An_at_sign_is_no_file_of_arguments() =>
        Assert.StartsWith("@file.conll: expected a file", Cli.Run(["data", "stats", "@file.conll"]).Error, StringComparison.Ordinal);

    [Fact]
    public void A_defect_shows_its_stack_and_has_a_code_of_its_own()
    {
        using var error = new StringWriter();
        using var broken = new BrokenWriter();
        int code = CliApp.Run(["data", "stats", Path.Combine(SharedFiles.Repository, "samples", "swa", "train.conll")], broken, error, TextReader.Null);
        Assert.Equal(70, code);
        Assert.Contains(nameof(BrokenWriter), error.ToString(), StringComparison.Ordinal);
    }

    private sealed class BrokenWriter : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => throw new NotSupportedException("broken");
    }
}
