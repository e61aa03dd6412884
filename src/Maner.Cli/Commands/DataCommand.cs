using System.CommandLine;
using Maner.Cli.Views;

namespace Maner.Cli.Commands;

/// <summary><c>maner data</c>: what can be done with labelled files without a model.</summary>
internal static class DataCommand
{
    public static Command Create(CliContext context) => new("data", "Checks, converts, counts, splits, draws from, merges and lists labelled files; splits raw text into sentences.")
    {
        DataCheckCommand.Create(context),
        DataConvertCommand.Create(context),
        DataStatsCommand.Create(context),
        DataSplitCommand.Create(context),
        DataSampleCommand.Create(context),
        DataMergeCommand.Create(context),
        DataSentencesCommand.Create(context),
        DataListCommand.Create(context),
    };
}
