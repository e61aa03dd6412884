using Maner.Cli.Views;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class OutputTableTests
{
    [Fact]
    public void Plain_columns_are_aligned_numbers_at_the_right() =>
        Assert.Equal("type    number\nPER          7\nPLACES     120\n", Write(isTerminal: false, width: 80));

    [Fact]
    public void A_terminal_gets_a_frame_where_it_fits()
    {
        Assert.StartsWith("╭────────┬────────╮\n│ type   │ number │\n", Write(isTerminal: true, width: 19), StringComparison.Ordinal);
        Assert.StartsWith("type    number\n", Write(isTerminal: true, width: 18), StringComparison.Ordinal);
    }

    private static string Write(bool isTerminal, int width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var context = new CliContext(output, TextWriter.Null, TextReader.Null, isTerminal, isInputTerminal: false, CancellationToken.None);
        context.Console.Profile.Width = width;
        var table = new OutputTable("type", "number#");
        table.Add("PER", "7");
        table.Add("PLACES", "120");
        table.Write(context);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
