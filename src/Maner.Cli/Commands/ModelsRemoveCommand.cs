using System.CommandLine;
using Maner.Cli.Views;
using Maner.Hub.Cache;
using Maner.Hub.Downloads;
using Maner.Hub.Models;
using Maner.Hub.Protocol;

namespace Maner.Cli.Commands;

/// <summary><c>maner models remove NAME…</c>: deletes models from the cache.</summary>
internal static class ModelsRemoveCommand
{
    public static Command Create(CliContext context)
    {
        var names = new Argument<string[]>("NAME") { Description = ModelsCommand.NameDescription, Arity = ArgumentArity.OneOrMore };
        var command = new Command("remove", "Deletes models from the cache, for Python too: all of a model, or after '@' one revision and what no other needs. Exit code 1 when one is not there.") { names };
        command.SetAction(result =>
        {
            using HubModels models = context.OpenHub();
            int code = ExitCode.Success;
            foreach (string name in result.GetRequiredValue(names))
            {
                code = Math.Max(code, Remove(context, models, ModelsCommand.Resolve(name, models), name.Contains('@', StringComparison.Ordinal)));
            }

            return code;
        });
        return command;
    }

    private static int Remove(CliContext context, HubModels models, HubModelName name, bool oneRevision)
    {
        CachedRepo? repo = models.Cache.Find(name.Repo);
        string? commit = repo?.CommitOf(name.Revision);
        if (repo is null || (oneRevision && commit is null))
        {
            context.Error.WriteLine($"Model '{name}': not in the cache '{models.Settings.CacheFolder}'. 'maner models list' shows what is.");
            return ExitCode.No;
        }

        long bytes = Removal.Run(models.Cache, repo, oneRevision ? commit : null);
        context.Out.WriteLine($"Removed {(oneRevision ? name.ToString() : repo.Id)}: {Sizes.Text(bytes)}.");
        return ExitCode.Success;
    }
}
