using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Maner.Cli.Commands;
using Maner.Cli.Options;
using Maner.Cli.Views;

namespace Maner.Cli;

/// <summary>The program without the process: arguments in, text and an exit code out.</summary>
public static class CliApp
{
    private const int BrokenPipe = 32; // EPIPE of Linux and macOS

    /// <summary>Runs one command line as from a script: plain text, no colours.</summary>
    /// <returns>0 for success (or yes), 1 for no, 2 for unusable arguments or files, 70 for a defect.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, TextReader input) =>
        Run(args, new CliContext(output, error, input, isTerminal: false, isInputTerminal: false, CancellationToken.None));

    internal static int Run(IReadOnlyList<string> args, CliContext context)
    {
        try
        {
            int code = Invoke(CreateRoot(context), args, context);
            context.Out.Flush();
            return code;
        }
        catch (IOException exception) when (exception.HResult == BrokenPipe)
        {
            return ExitCode.Success; // whoever read the output has seen enough
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            context.Error.WriteLine(exception.Message);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine("Cancelled.");
            return ExitCode.BadInput;
        }
#pragma warning disable CA1031 // The last resort: whatever else comes is a defect, to be shown whole and told from bad input.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Error.WriteLine($"This is a defect in maner, not in your input: {exception.Message}");
            context.Error.WriteLine(exception);
            return ExitCode.Defect;
        }
    }

    private static RootCommand CreateRoot(CliContext context)
    {
        RootCommand root = Commands(context);
        root.Options.OfType<VersionOption>().Single().Action = new ProgramVersion.PrintAction(context);
        return root;
    }

    private static RootCommand Commands(CliContext context) => new("Trains and runs MANER taggers: named-entity recognition from a hundred labelled sentences.")
    {
        TrainCommand.Create(context),
        EvaluateCommand.Create(context),
        PredictCommand.Create(context),
        CompareCommand.Create(context),
        ExperimentCommand.Create(context),
        DataCommand.Create(context),
        TokenizeCommand.Create(context),
        PretrainCommand.Create(context),
    };

    private static int Invoke(RootCommand root, IReadOnlyList<string> args, CliContext context)
    {
        // '@' begins no file of arguments here: it begins many a word.
        ParseResult result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        string? unknown = UnknownOption(result);
        if (unknown is not null || result.Action is ParseErrorAction or null)
        {
            IEnumerable<string> errors = result.Errors.Select(error => error.Message).Distinct();
            return Refuse(unknown is null ? errors : [$"There is no option '{unknown}'."], result.CommandResult.Command, context);
        }

        return result.Invoke(new InvocationConfiguration
        {
            Output = context.Out,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    // A command that takes any number of files, or an option that takes a text, would take a mistyped option for one.
    private static string? UnknownOption(ParseResult result)
    {
        string[] passedOn = [.. result.CommandResult.Children.OfType<OptionResult>().Where(option => option.Option is PassOnOption).SelectMany(option => option.Tokens, (_, token) => token.Value)];
        return result.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal) && !passedOn.Contains(token.Value))?.Value;
    }

    private static int Refuse(IEnumerable<string> errors, Command command, CliContext context)
    {
        foreach (string message in errors)
        {
            context.Error.WriteLine(message);
        }

        context.Error.WriteLine($"Run '{PathOf(command)} --help' to see what it takes.");
        return ExitCode.BadInput;
    }

    private static string PathOf(Command command)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = command; symbol is not null and not RootCommand; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Push(symbol.Name);
        }

        return string.Join(' ', names.Prepend("maner"));
    }
}
