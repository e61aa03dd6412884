using System.CommandLine;
using System.CommandLine.Invocation;
using Maner.Cli.Commands;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Hub.Protocol;
using Maner.Training;

namespace Maner.Cli;

/// <summary>The program without the process: arguments in, text and an exit code out.</summary>
internal static class CliApp
{
    private const int BrokenPipe = 32; // EPIPE of Linux and macOS

    /// <summary>Runs one command line as from a script: plain text, no colours.</summary>
    /// <returns>0 for success (or yes), 1 for no (or not now), 2 for unusable arguments or files, 70 for a defect.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, TextReader input) =>
        Run(args, new CliContext(output, new MessageWriter(error), input, isTerminal: false, isInputTerminal: false, CancellationToken.None));

    internal static int Run(IReadOnlyList<string> args, CliContext context)
    {
        try
        {
            int code = Invoke(CreateRoot(context), args, context);
            context.Out.Flush();
            return code;
        }
        catch (Exception exception) when (LoadFailure.Is(exception))
        {
            throw; // to where nothing more is needed to say it
        }
        catch (IOException exception) when (exception.HResult == BrokenPipe)
        {
            return ExitCode.Success; // whoever read the output has seen enough
        }
        catch (Exception exception) when (exception is HubUnavailableException or HubInterruptedException)
        {
            context.Error.WriteLine(Flags.InText(exception.Message));
            return ExitCode.No; // nothing is wrong with what was typed: the same command may work later
        }
        catch (Exception exception) when (exception is InvalidDataException or OptionException or IOException or UnauthorizedAccessException)
        {
            context.Error.WriteLine(Flags.InText(exception.Message));
            return ExitCode.BadInput;
        }
        catch (AggregateException exception) when (exception.GetBaseException() is OutOfMemoryException shortage)
        {
            context.Error.WriteLine(MemoryShortage.Describe(shortage)); // of another thread
            return ExitCode.No;
        }
        catch (OutOfMemoryException exception)
        {
            context.Error.WriteLine(MemoryShortage.Describe(exception));
            return ExitCode.No; // the same command works on a larger machine
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

    /// <summary>All commands with their options.</summary>
    internal static RootCommand CreateRoot(CliContext context)
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
        ServeCommand.Create(context),
        CompareCommand.Create(context),
        ExperimentCommand.Create(context),
        AnnotateCommand.Create(context),
        DataCommand.Create(context),
        ModelsCommand.Create(context),
        TokenizeCommand.Create(context),
        PretrainCommand.Create(context),
        LearnCommand.Create(context),
    };

    private static int Invoke(RootCommand root, IReadOnlyList<string> args, CliContext context)
    {
        // '@' begins no file of arguments here: it begins many a word.
        ParseResult result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        Command command = result.CommandResult.Command;
        IReadOnlyList<string> errors = CommandLineErrors.Of(result);
        if (result.Action is ParseErrorAction or null && command.Subcommands.Count > 0 && result.UnmatchedTokens.Count == 0)
        {
            return ShowCommands(root, command, context);
        }

        if (errors.Count > 0)
        {
            errors.ToList().ForEach(context.Error.WriteLine);
            context.Error.WriteLine($"Run '{CommandLineErrors.PathOf(command)} --help' to see what it takes.");
            return ExitCode.BadInput;
        }

        return Invoke(result, context.Out, context);
    }

    /// <summary>A group of commands without a command: its help, but as an error, since a script that ran it has not done what it was to do.</summary>
    private static int ShowCommands(RootCommand root, Command group, CliContext context)
    {
        string path = CommandLineErrors.PathOf(group);
        Invoke(root.Parse([.. path.Split(' ').Skip(1), "--help"]), context.Error, context);
        context.Error.WriteLine($"Name one of these commands. Run '{path} --help' for this page, '{path} COMMAND --help' for what a command takes.");
        return ExitCode.BadInput;
    }

    private static int Invoke(ParseResult result, TextWriter output, CliContext context) => result.Invoke(new InvocationConfiguration
    {
        Output = output,
        Error = context.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    });
}
