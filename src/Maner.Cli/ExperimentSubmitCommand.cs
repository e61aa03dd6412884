using System.CommandLine;

namespace Maner.Cli;

internal static class ExperimentSubmitCommand
{
    public static Command Create(CliContext context) => new("submit", "");
}
