using System.CommandLine;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Experiments.Cells;
using Maner.Experiments.Clusters;
using Maner.Experiments.Plans;
using Maner.Experiments.Running;

namespace Maner.Cli.Commands;

/// <summary><c>maner experiment work DIR --part 3/20</c>: what a task of a cluster runs: its share of the cells that have no result yet.</summary>
internal static class ExperimentWorkCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> folder = ExperimentOptions.Folder();
        var part = new Option<string>("--part") { Description = "Which share, counted from 0, of how many: 3/20.", DefaultValueFactory = _ => "0/1" };
        Option<int?> jobs = ExperimentOptions.Jobs();
        var planned = new Option<string?>("--plan") { Description = "Identifies the plan that the share is of; another one is refused." };
        Option<int> threads = ExperimentOptions.Threads();
        Option<bool> retryFailed = ExperimentOptions.RetryFailed();
        var command = new Command("work", "Runs a share of the cells of a planned experiment, as a task of a cluster.") { folder, part, planned, jobs, threads, retryFailed };
        command.SetAction(result =>
        {
            ResultStore store = ResultStore.Open(result.GetRequiredValue(folder));
            Plan plan = Plan.Load(store.PlanPath);
            if (result.GetValue(planned) is { } hash && hash != ClusterJob.HashOf(plan))
            {
                throw new InvalidDataException(
                    $"{store.PlanPath}: expected the plan {hash} that this job was submitted with, found {ClusterJob.HashOf(plan)}: the experiment was planned again meanwhile. Submit it again.");
            }

            (int number, int parts) = Parse(result.GetRequiredValue(part));
            LocalRunOptions options = ExperimentOptions.Local(result.GetValue(jobs), result.GetValue(threads), result.GetValue(retryFailed)) with
            {
                Part = number,
                Parts = parts,
                IsBound = false, // the cluster binds tasks, and may run several on one machine
            };
            return ExperimentRunCommand.Run(plan, store, options, context);
        });
        return command;
    }

    private static (int Part, int Parts) Parse(string text) =>
        text.Split('/') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int part)
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out int parts)
        && part < parts
            ? (part, parts)
            : throw new InvalidDataException($"--part: expected a share counted from 0 and a number of shares, found '{text}'. For example: --part 3/20");
}
