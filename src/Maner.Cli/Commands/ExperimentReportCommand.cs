using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Maner.Model.Storage;

namespace Maner.Cli.Commands;

/// <summary><c>maner experiment report DIR</c>: tables and figures from the results that there are.</summary>
internal static class ExperimentReportCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> folder = ExperimentOptions.Folder();
        var output = new Option<string?>("--out") { Description = "Folder for report.md, report.html and the figures (default: the experiment's own)." };
        var command = new Command("report", "Writes the report of an experiment, finished or not: Markdown, and one HTML page with everything in it.") { folder, output };
        command.SetAction(result =>
        {
            string path = result.GetRequiredValue(folder);
            Write(ResultStore.Open(path), result.GetValue(output) ?? path, context);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Writes the report and says where.</summary>
    public static void Write(ResultStore store, string folder, CliContext context)
    {
        OutputFolder.Create(folder, allowExisting: true);
        foreach (string file in ExperimentReport.Of(Plan.Load(store.PlanPath), store).WriteTo(folder))
        {
            context.Out.WriteLine(file);
        }
    }
}
