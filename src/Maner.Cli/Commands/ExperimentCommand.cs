using System.CommandLine;
using Maner.Cli.Views;

namespace Maner.Cli.Commands;

/// <summary><c>maner experiment</c>: grids of training runs, on this machine or a cluster, and their reports.</summary>
internal static class ExperimentCommand
{
    public static Command Create(CliContext context) => new("experiment", "Runs grids of training runs, here or on a cluster, and reports on them.")
    {
        ExperimentRunCommand.Create(context),
        ExperimentReportCommand.Create(context),
        ExperimentSubmitCommand.Create(context),
        ExperimentStatusCommand.Create(context),
        ExperimentCollectCommand.Create(context),
        ExperimentWorkCommand.Create(context),
        ExperimentCellCommand.Create(context),
    };
}
