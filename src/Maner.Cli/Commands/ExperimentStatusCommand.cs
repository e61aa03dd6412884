using System.CommandLine;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Experiments.Cells;
using Maner.Experiments.Clusters;
using Maner.Experiments.Plans;

namespace Maner.Cli.Commands;

/// <summary><c>maner experiment status DIR</c>: how far an experiment is, wherever it runs.</summary>
internal static class ExperimentStatusCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> folder = ExperimentOptions.Folder();
        var command = new Command("status", "Says how far an experiment is: cells by their results, an estimate of the time left while some are running, and a submitted job's tasks by their state.") { folder };
        command.SetAction(result =>
        {
            ResultStore store = ResultStore.Open(result.GetRequiredValue(folder));
            return Write(StoreStatus.Of(Plan.Load(store.PlanPath), store), store, context) ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }

    /// <summary>Writes how far it is.</summary>
    /// <returns>Whether everything is done.</returns>
    public static bool Write(StoreStatus status, ResultStore store, CliContext context)
    {
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cells: {status.Finished} of {status.Cells} finished, {status.Running} running, {status.Cells - status.Finished - status.Running} waiting{ExperimentProgressView.Left(status.TimeLeft)}; of the finished, {status.Collapsed} collapsed and {status.Failed} failed"));
        if (Submission.Load(store) is { } submission)
        {
            context.Out.WriteLine($"{submission.Engine} job {submission.Job}, {submission.Tasks} tasks: {Tasks(submission)}");
        }

        return status.IsComplete;
    }

    private static string Tasks(Submission submission)
    {
        try
        {
            return Cluster.TaskStates(submission) switch
            {
                null => "the cluster's programs are not on this machine",
                { Count: 0 } => "none waits or runs any more",
                { } states => string.Join(", ", states.Select(state => string.Create(CultureInfo.InvariantCulture, $"{state.Value} {state.Key}"))),
            };
        }
        catch (IOException error)
        {
            return $"the cluster does not say how they are. {error.Message} They may be running all the same: ask again before you submit again.";
        }
    }
}
