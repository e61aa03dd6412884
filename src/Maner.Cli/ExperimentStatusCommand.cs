using System.CommandLine;

namespace Maner.Cli;

internal static class ExperimentStatusCommand
{
    public static Command Create(CliContext context) => new("status", "");
}
