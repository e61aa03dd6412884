using System.CommandLine;
using Maner.Cli.Views;

namespace Maner.Cli.Commands;

/// <summary><c>maner data</c>: what can be done with labelled files without a model.</summary>
internal static class DataCommand
{
    public static Command Create(CliContext context) => new("data", "Checks, converts, counts and lists labelled files.")
    {
        DataCheckCommand.Create(context),
        DataConvertCommand.Create(context),
        DataStatsCommand.Create(context),
        DataListCommand.Create(context),
    };
}
