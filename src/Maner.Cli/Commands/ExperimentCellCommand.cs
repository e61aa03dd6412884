using System.CommandLine;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Experiments.Cells;
using Maner.Experiments.Running;
using Maner.Tensors;

namespace Maner.Cli.Commands;

/// <summary><c>maner experiment cell DIR ID</c>: what a worker process runs. Not for people.</summary>
internal static class ExperimentCellCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> folder = ExperimentOptions.Folder();
        var id = new Argument<string>("ID") { Description = "the cell's ID." };
        var cores = new Option<string?>("--cores") { Description = "Processors to be bound to, as a hexadecimal mask." };
        Option<bool> retryFailed = ExperimentOptions.RetryFailed();
        var threads = new ThreadsOption();
        var command = new Command("cell", "Trains one cell of a planned experiment.") { folder, id, cores, retryFailed };
        command.Hidden = true;
        threads.AddTo(command);
        command.SetAction(result =>
        {
            if (result.GetValue(cores) is { } mask)
            {
                CoreSet.Bind(mask); // before any thread is started, which would not be bound
            }

            using Workers workers = threads.Start(result);
            try
            {
                bool isDone = CellWork.Run(
                    ResultStore.Open(result.GetRequiredValue(folder)), result.GetRequiredValue(id), result.GetValue(retryFailed), context.Models, workers,
                    context.TakeOverInterrupts());
                return isDone ? ExitCode.Success : ExitCode.No;
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Ended;
            }
        });
        return command;
    }
}
