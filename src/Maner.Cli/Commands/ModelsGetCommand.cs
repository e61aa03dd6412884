using System.CommandLine;
using Maner.Cli.Views;
using Maner.Hub.Models;
using Maner.Hub.Protocol;
using Maner.Ner;

namespace Maner.Cli.Commands;

/// <summary><c>maner models get NAME…</c>: brings models into the cache, in their newest version, and says where they are.</summary>
internal static class ModelsGetCommand
{
    public static Command Create(CliContext context)
    {
        var names = new Argument<string[]>("NAME") { Description = ModelsCommand.NameDescription, Arity = ArgumentArity.OneOrMore };
        var command = new Command("get", "Fetches models into the cache, continuing what was interrupted, checks every file by its hash, and writes the models' folders.") { names };
        command.SetAction(result =>
        {
            using HubModels models = context.OpenHub();
            string[] asked = result.GetRequiredValue(names);
            HubModelName?[] resolved = [.. asked.Select(name => BundledSource.OfProgram.Find(name) is null ? ModelsCommand.Resolve(name, models) : null)]; // a mistyped one is said before any is fetched
            for (int index = 0; index < asked.Length; index++)
            {
                context.Out.WriteLine(resolved[index] is { } name ? Get(context, models, name) : BundledSource.OfProgram.Find(asked[index]));
                context.Out.Flush();
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static string Get(CliContext context, HubModels models, HubModelName name)
    {
        string folder = context.Interruptible(cancellation => models.GetAsync(name, update: true, check: null, cancellation).GetAwaiter().GetResult());
        NoteFamily(folder, context);
        return folder;
    }

    private static void NoteFamily(string folder, CliContext context)
    {
        try
        {
            TaggerFolder.CheckConfig(Path.Combine(folder, TaggerFolder.ConfigFile));
        }
        catch (InvalidDataException problem)
        {
            context.Error.WriteLine($"Note: this version cannot load it: {problem.Message}");
        }
    }
}
