using Maner.Ner;
using Spectre.Console;

namespace Maner.Cli.Views;

/// <summary>What a command talks to instead of the console, so that tests can run it in process.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Messages, warnings and progress that are no result.</param>
/// <param name="input">Standard input.</param>
/// <param name="isTerminal">Whether a person watches <paramref name="output"/>: tables and colours, otherwise plain text.</param>
/// <param name="isInputTerminal">Whether a person types <paramref name="input"/>.</param>
/// <param name="cancellation">Set when the user or the system interrupts.</param>
internal sealed class CliContext(
    TextWriter output, TextWriter error, TextReader input, bool isTerminal, bool isInputTerminal, CancellationToken cancellation)
{
    public TextWriter Out => output;

    public TextWriter Error => error;

    public TextReader Input => input;

    public bool IsTerminal => isTerminal;

    public bool IsInputTerminal => isInputTerminal;

    /// <summary>Where models are looked up by name.</summary>
    public ModelCatalog Models { get; } = ModelCatalog.Default;

    /// <summary>Whether the command ends in order when interrupted; otherwise an interrupt ends the process at once.</summary>
    public bool HandlesInterrupts { get; private set; }

    /// <summary>Writes to <see cref="Out"/>; without escape codes when that is no terminal.</summary>
    public IAnsiConsole Console => field ??= isTerminal
        ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) })
        : PlainConsole(output);

    /// <summary>A console without escape codes.</summary>
    public static IAnsiConsole PlainConsole(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = AnsiSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
    });

    /// <summary>The token that an interrupt sets, for a command that watches it from here on and ends in order.</summary>
    public CancellationToken TakeOverInterrupts()
    {
        HandlesInterrupts = true;
        return cancellation;
    }
}
