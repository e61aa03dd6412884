using System.CommandLine;
using Maner.Cli.Views;

namespace Maner.Cli.Commands;

/// <summary><c>maner annotate</c>: the page of an annotation project. What works without the page is here as commands, for scripts.</summary>
internal static class AnnotateCommand
{
    /// <summary>What the argument of a project is.</summary>
    public const string ProjectDescription = "The project's file.";

    public static Command Create(CliContext context)
    {
        var command = new Command("annotate", "Opens a page on which one labels sentences, with suggestions of a tagger that learns meanwhile; and what works without the page.")
        {
            AnnotateImportCommand.Create(context),
            AnnotateExportCommand.Create(context),
            AnnotateHistoryCommand.Create(context),
            AnnotateAgreementCommand.Create(context),
            AnnotateUsersCommand.Create(context),
        };
        new AnnotateServer().AddTo(command, context);
        return command;
    }
}
