using System.CommandLine;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Maner.Model.Storage;
using Maner.Text.Repairs;

namespace Maner.Cli.Commands;

/// <summary><c>maner experiment collect DIR</c>: checks that every cell has its result, and writes them as one table and one archive, with the report.</summary>
internal static class ExperimentCollectCommand
{
    private const string TableFile = "results.tsv";

    public static Command Create(CliContext context)
    {
        Argument<string> folder = ExperimentOptions.Folder();
        var command = new Command("collect", "Checks that every cell has a result, and writes all results as one table and one archive (for run --results), and the report.") { folder };
        command.SetAction(result =>
        {
            ResultStore store = ResultStore.Open(result.GetRequiredValue(folder));
            Plan plan = Plan.Load(store.PlanPath);
            StoreStatus status = StoreStatus.Of(plan, store);
            bool isComplete = ExperimentStatusCommand.Write(status, store, context);
            string table = Path.Combine(store.Path, TableFile);
            AtomicFile.WriteAllText(table, ResultTable.Write(plan, store));
            context.Out.WriteLine(table);
            string archive = Path.Combine(store.Path, ResultArchive.FileName);
            ResultArchive.Write(archive, plan, store);
            context.Out.WriteLine(archive);
            ExperimentReportCommand.Write(store, store.Path, context);
            if (!isComplete)
            {
                context.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{Counted.Of(status.Cells - status.Finished, "cell")} without a result yet. Wait for them, or run or submit the experiment again: only they are trained."));
            }

            return isComplete ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }
}
