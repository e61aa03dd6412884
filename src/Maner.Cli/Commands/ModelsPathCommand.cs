using System.CommandLine;
using Maner.Cli.Views;
using Maner.Hub.Models;
using Maner.Hub.Protocol;
using Maner.Ner;

namespace Maner.Cli.Commands;

/// <summary><c>maner models path NAME</c>: where a model is on this machine. Asks nobody else.</summary>
internal static class ModelsPathCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "A bundled model, or " + ModelsCommand.NameDescription };
        var command = new Command("path", "Writes the folder of a model that is here; exit code 1 when it is not. Makes no request.") { name };
        command.SetAction(result => Run(context, result.GetRequiredValue(name)));
        return command;
    }

    private static int Run(CliContext context, string name)
    {
        if (BundledSource.OfProgram.Find(name) is { } bundled)
        {
            context.Out.WriteLine(bundled);
            return ExitCode.Success;
        }

        using HubModels models = context.OpenHub();
        HubModelName model = ModelsCommand.Resolve(name, models);
        if (models.FindCached(model) is { } folder)
        {
            context.Out.WriteLine(folder);
            return ExitCode.Success;
        }

        context.Error.WriteLine($"Model '{model}': not, or not whole, in the cache '{models.Settings.CacheFolder}'. Get it with: maner models get {model}");
        return ExitCode.No;
    }
}
