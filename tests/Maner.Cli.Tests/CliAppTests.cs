using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

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
    [InlineData("label", "No such command: label.\nThe commands are: train, evaluate, predict, serve, compare, experiment, annotate, data, models, tokenize, pretrain.", "maner")]
    [InlineData("label --help", "No such command: label.\nThe commands are: train, evaluate, predict, serve, compare, experiment, annotate, data, models, tokenize, pretrain.", "maner")]
    [InlineData("label file.txt --out x", "No such command: label.\nThe commands are: train, evaluate, predict, serve, compare, experiment, annotate, data, models, tokenize, pretrain.", "maner")]
    [InlineData("trian --data x", "No such command: trian. Did you mean 'train'?", "maner")]
    [InlineData("Train", "No such command: Train. Did you mean 'train'?", "maner")]
    [InlineData("eval file", "No such command: eval. Did you mean 'evaluate'?", "maner")]
    [InlineData("data chek", "No such command: data chek. Did you mean 'data check'?", "maner data")]
    [InlineData("data chek a.conll", "No such command: data chek. Did you mean 'data check'?", "maner data")]
    [InlineData("experiment cel", "No such command: experiment cel.\nThe commands are: experiment run, experiment report, experiment submit, experiment status, experiment collect, experiment work.", "maner experiment")] // the one for workers is hidden
    [InlineData("--hlp", "There is no option '--hlp'. Did you mean '--help'?", "maner")]
    [InlineData("train --data x --out y --epoch 3", "There is no option '--epoch'. Did you mean '--epochs'?", "maner train")]
    [InlineData("train --learning-rat 3", "There is no option '--learning-rat'. Did you mean '--learning-rate'?", "maner train")]
    [InlineData("train --xyzzy 3", "There is no option '--xyzzy'.", "maner train")]
    [InlineData("data stats a --hepl", "There is no option '--hepl'. Did you mean '--help'?", "maner data stats")]
    [InlineData("train --data --out y", "--data: expected a value, found the option '--out'. Is the value a variable that is not set?", "maner train")]
    [InlineData("train --out --data y", "--out: expected a value, found the option '--data'. Is the value a variable that is not set?", "maner train")]
    [InlineData("train x --data y --out z", "'maner train' takes no arguments besides its options, found 'x'.", "maner train")]
    [InlineData("train -epochs 3", "'maner train' takes no arguments besides its options, found '-epochs'. Did you mean '--epochs'?", "maner train")]
    [InlineData("tokenize a b", "'maner tokenize' takes one FILE, found 'b' too. Run it once for each, or join the files before.", "maner tokenize")]
    public void What_is_mistyped_is_named_with_what_is_nearest(string line, string message, string help) =>
        Assert.Equal((2, "", $"{message}\nRun '{help} --help' to see what it takes.\n"), Cli.Run(line.Split(' ')));

    [Theory]
    [InlineData("", "maner", "pretrain")]
    [InlineData("data", "maner data", "convert")]
    public void Without_a_command_the_help_is_an_error(string line, string path, string command)
    {
        (int code, string output, string error) = Cli.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"  {command} ", error, StringComparison.Ordinal);
        Assert.EndsWith($"Name one of these commands. Run '{path} --help' for this page, '{path} COMMAND --help' for what a command takes.\n", error, StringComparison.Ordinal);
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
        int code = CliApp.Run(["data", "stats", Samples.File("train.conll")], broken, error, TextReader.Null);
        Assert.Equal(70, code);
        Assert.Contains(nameof(BrokenWriter), error.ToString(), StringComparison.Ordinal);
    }

    private sealed class BrokenWriter : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => throw new NotSupportedException("broken");
    }
}
