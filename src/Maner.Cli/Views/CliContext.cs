using Maner.Hub;
using Maner.Hub.Models;
using Maner.Hub.Protocol;
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
/// <param name="isErrorTerminal">Whether a person watches <paramref name="error"/>: a bar that moves, otherwise lines.</param>
internal sealed class CliContext(
    TextWriter output, TextWriter error, TextReader input, bool isTerminal, bool isInputTerminal, CancellationToken cancellation, bool isErrorTerminal = false)
{
    public TextWriter Out => output;

    public TextWriter Error => error;

    public TextReader Input => input;

    public bool IsTerminal => isTerminal;

    public bool IsInputTerminal => isInputTerminal;

    public bool IsErrorTerminal => isErrorTerminal;

    /// <summary>The environment.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Where models are looked up by name: folders, what comes with the program, and the hub.</summary>
    public ModelCatalog Models => field ??= new ModelCatalog(
        new FolderSource(), BundledSource.OfProgram, new HubSource(OpenHub, TaggerFolder.CheckConfig, download => Interruptible(token => download(token).GetAwaiter().GetResult())));

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

    /// <summary>The hub and its cache, as the environment describes them.</summary>
    public HubModels OpenHub() => new(HubSettings.FromEnvironment(Variable), new DownloadView(this));

    /// <summary>Runs a part of a command that ends in order when interrupted; after it an interrupt ends the process at once again.</summary>
    public T Interruptible<T>(Func<CancellationToken, T> run)
    {
        bool before = HandlesInterrupts;
        HandlesInterrupts = true;
        try
        {
            return run(cancellation);
        }
        finally
        {
            HandlesInterrupts = before;
        }
    }

    /// <summary>The token that an interrupt sets, for a command that watches it from here on and ends in order.</summary>
    public CancellationToken TakeOverInterrupts()
    {
        HandlesInterrupts = true;
        return cancellation;
    }
}
