using System.CommandLine;
using Maner.Cli.Views;
using Maner.Hub;
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
            foreach (HubModelName name in result.GetRequiredValue(names).Select(name => ModelsCommand.Resolve(name, models)).ToArray())
            {
                if (KnownEncoders.Find(name.Repo)?.NotYet is { } reason)
                {
                    context.Error.WriteLine($"Note: {name.Repo} cannot be loaded by this version ({reason}); it is fetched all the same.");
                }

                string folder = context.Interruptible(cancellation => models.GetAsync(name, update: true, check: null, cancellation).GetAwaiter().GetResult());
                NoteFamily(folder, name, context);
                context.Out.WriteLine(folder);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void NoteFamily(string folder, HubModelName name, CliContext context)
    {
        if (KnownEncoders.Find(name.Repo)?.NotYet is not null)
        {
            return;
        }

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
