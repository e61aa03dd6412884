using System.CommandLine;
using Maner.Cli.Views;

namespace Maner.Cli.Commands;

/// <summary><c>maner annotate</c>: annotation projects. What works without the page is here as commands, for scripts.</summary>
internal static class AnnotateCommand
{
    /// <summary>What the argument of a project is.</summary>
    public const string ProjectDescription = "The project's file.";

    public static Command Create(CliContext context) => new("annotate", "Labels text: imports it, exports what is labelled, and tells how people agree.")
    {
        AnnotateImportCommand.Create(context),
        AnnotateExportCommand.Create(context),
        AnnotateHistoryCommand.Create(context),
        AnnotateAgreementCommand.Create(context),
        AnnotateUsersCommand.Create(context),
    };
}
