using Spectre.Console;

namespace Maner.Cli;

/// <summary>What a command talks to instead of the console, so that tests can run it in process.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Messages, warnings and progress that are no result.</param>
/// <param name="input">Standard input.</param>
/// <param name="isTerminal">Whether a person watches <paramref name="output"/>: tables and colours, otherwise plain text.</param>
/// <param name="cancellation">Set when the user interrupts.</param>
internal sealed class CliContext(TextWriter output, TextWriter error, TextReader input, bool isTerminal, CancellationToken cancellation)
{
    public TextWriter Out => output;

    public TextWriter Error => error;

    public TextReader Input => input;

    public bool IsTerminal => isTerminal;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Writes to <see cref="Out"/>; without escape codes when that is no terminal.</summary>
    public IAnsiConsole Console => field ??= AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(output),
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
    });
}
