using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Experiments.Cells;
using Maner.Experiments.Corpora;
using Maner.Experiments.Plans;
using Maner.Experiments.Reports;
using Maner.Model.Storage;

namespace Maner.Cli.Commands;

/// <summary><c>maner experiment report DIR</c>, or <c>FILE.yaml --results ARCHIVE</c>: tables and figures from the results that there are.</summary>
internal static class ExperimentReportCommand
{
    public static Command Create(CliContext context)
    {
        var source = new Argument<string>("DIR|FILE")
        {
            Description = "The folder of results that 'maner experiment run' or 'submit' made; or, with --results, the experiment's YAML file.",
        };
        var archives = new Option<string[]>("--results")
        {
            Description = $"Archives of results ({ResultArchive.FileName}, which collect writes), to make the report from these alone.",
        };
        var data = new Option<string?>("--data-root")
        {
            Description = "With --results: the folder of data sets, so that results count only where they were made from these files (default: the archive says which data sets there are).",
        };
        var output = new Option<string?>("--out") { Description = "Folder for report.md, report.html and the figures (default: the folder of results; needed with --results)." };
        var command = new Command("report", "Writes the report of an experiment, finished or not: Markdown, and one HTML page with everything in it.") { source, archives, data, output };
        command.SetAction(result =>
        {
            string path = result.GetRequiredValue(source);
            if (result.GetValue(archives) is { Length: > 0 } files)
            {
                WriteArchived(path, files, result.GetValue(data), result.GetValue(output), context);
            }
            else if (File.Exists(path) || result.GetValue(data) is not null)
            {
                throw new InvalidDataException(
                    $"{path}: expected a folder of results, or the archives of an experiment's file with --results, found a file or --data-root without --results. For example: maner experiment report {path} --results {ResultArchive.FileName} --out report");
            }
            else
            {
                Write(ResultStore.Open(path), result.GetValue(output) ?? path, context);
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Writes the report of a folder of results and says where.</summary>
    public static void Write(ResultStore store, string folder, CliContext context) =>
        Write(ExperimentReport.Of(Plan.Load(store.PlanPath), store), folder, context);

    private static void WriteArchived(string path, string[] archives, string? dataRoot, string? output, CliContext context)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{path}: expected the experiment's YAML file with --results, found a folder. A folder of results has its own: leave --results out.");
        }

        if (output is null)
        {
            throw new InvalidDataException("--out: expected a folder for the report with --results, found none. For example: --out report");
        }

        var experiment = ArchivedExperiment.Read(
            ExperimentReader.Read(path), archives, dataRoot is null ? null : new DataRoot(dataRoot), context.Models);
        ExperimentOptions.WriteNotes(experiment.Plan, context);
        context.Error.WriteLine($"Note: {experiment.Provenance[0]}");
        Write(ExperimentReport.Of(experiment), output, context);
    }

    private static void Write(ExperimentReport report, string folder, CliContext context)
    {
        OutputFolder.Create(folder, allowExisting: true);
        foreach (string file in report.WriteTo(folder))
        {
            context.Out.WriteLine(file);
        }
    }
}
