using Maner.Cli.Views;
using Maner.Testing;
using Maner.Text.Sentences;
using Spectre.Console;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class EntityMarkupTests
{
    [Fact]
    public void Without_colours_entities_stand_in_brackets() =>
        Assert.Equal("[Ana Lima PER] saw [Dili LOC].\n", Render("Ana Lima saw Dili.", ColorSystemSupport.NoColors));

    [Fact]
    public void With_colours_an_entity_has_its_type_after_it()
    {
        string shown = Render("Ana Lima saw Dili.", ColorSystemSupport.Standard);

        Assert.Contains("\u001b[", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("[Ana", shown, StringComparison.Ordinal);
        Assert.Equal("Ana Lima PER saw Dili LOC.\n", System.Text.RegularExpressions.Regex.Replace(shown, "\u001b\\[[0-9;]*m", ""));
    }

    [Fact]
    public void An_escape_sequence_in_the_text_does_not_reach_the_terminal() =>
        Assert.Equal(
            "[Ana Lima PER] saw [Dili\uFFFD LOC] \uFFFD\n",
            Render("Ana", "Lima", "saw", "Dili\u0090", "\u001b"));

    [Fact]
    public void Markup_in_the_text_is_text() =>
        Assert.Equal("[[red] Lima PER] saw [Dili LOC] [/]\n", Render("[red]", "Lima", "saw", "Dili", "[/]"));

    private static string Render(params string[] words) =>
        Render(Sentence.FromWords(words), ColorSystemSupport.NoColors);

    private static string Render(string text, ColorSystemSupport colours) => Render(Sentence.FromText(text), colours);

    private static string Render(Sentence input, ColorSystemSupport colours)
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours == ColorSystemSupport.NoColors ? AnsiSupport.No : AnsiSupport.Yes,
            ColorSystem = colours,
            Out = new AnsiConsoleOutput(output),
        });

        EntityMarkup.Write(console, Tagged.Of(input, "B-PER", "I-PER", "O", "B-LOC", "O"));

        return output.ToString();
    }
}
