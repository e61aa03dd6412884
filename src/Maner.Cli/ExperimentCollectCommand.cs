using System.CommandLine;

namespace Maner.Cli;

internal static class ExperimentCollectCommand
{
    public static Command Create(CliContext context) => new("collect", "");
}
