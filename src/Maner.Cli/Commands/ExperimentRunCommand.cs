using System.CommandLine;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Experiments.Cells;
using Maner.Experiments.Plans;
using Maner.Experiments.Running;
using Maner.Text.Repairs;

namespace Maner.Cli.Commands;

/// <summary><c>maner experiment run FILE.yaml</c>: trains the cells that have no result yet, several side by side.</summary>
internal static class ExperimentRunCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> file = ExperimentOptions.File();
        Option<string?> output = ExperimentOptions.Out(), data = ExperimentOptions.Data();
        Option<int> threads = ExperimentOptions.Threads();
        Option<bool> retryFailed = ExperimentOptions.RetryFailed();
        Option<int?> jobs = ExperimentOptions.Jobs();
        var unbound = new Option<bool>("--unbound") { Description = "Let the system move cells between processors: for machines that do other work too." };
        var archives = new Option<string[]>("--results") { Description = $"Results of earlier runs ({ResultArchive.FileName}, which collect writes): their cells are not trained again." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be run, and run nothing." };
        var command = new Command("run", "Runs an experiment on this machine. Ended at any moment, it continues when it is run again.")
        {
            file, output, data, archives, jobs, threads, retryFailed, unbound, dryRun,
        };
        command.SetAction(result =>
        {
            string path = result.GetRequiredValue(file);
            LocalRunOptions options = ExperimentOptions.Local(result.GetValue(jobs), result.GetValue(threads), result.GetValue(retryFailed)) with
            {
                IsBound = !result.GetValue(unbound),
            };
            Plan plan = ExperimentOptions.Plan(path, result.GetValue(data), context);
            ExperimentOptions.WriteNotes(plan, context);
            if (result.GetValue(dryRun))
            {
                Describe(plan, context);
                return ExitCode.Success;
            }

            ResultStore store = ExperimentOptions.Store(result.GetValue(output), path, plan);
            foreach (string archive in result.GetValue(archives) ?? [])
            {
                int taken = ResultArchive.Import(archive, plan, store);
                context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{archive}: results of {Counted.Of(taken, "cell")} taken over"));
            }

            return Run(plan, store, options, context);
        });
        return command;
    }

    /// <summary>Runs a plan's cells and shows how far it is.</summary>
    public static int Run(Plan plan, ResultStore store, LocalRunOptions options, CliContext context)
    {
        CancellationToken cancellation = context.TakeOverInterrupts();
        var run = new LocalRun(plan, store, options);
        if (options.IsBound && !run.IsBound)
        {
            context.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Note: workers are not bound to processors. {options.Jobs} × {options.Threads} threads need as many processors of this process's own, of the first 64, on Linux or Windows."));
        }

        RunState state;
        try
        {
            state = ExperimentProgressView.Show(context, progress => run.Run(progress, cancellation));
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine($"Interrupted. Finished cells are kept; continue with the same command (results in {store.Path}).");
            return ExitCode.No;
        }

        foreach (string problem in run.Problems)
        {
            context.Error.WriteLine($"Not run: {problem}");
        }

        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Earlier + state.Done} of {Counted.Of(state.Cells, "cell")} have results: {state.Done} from this run, {state.Earlier} from before."));
        if (state.Collapsed + state.Failed > 0)
        {
            context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Of this run's cells, {state.Collapsed} collapsed and {state.Failed} failed; the report marks them."));
        }

        context.Out.WriteLine($"See the report with: maner experiment report {store.Path}");
        return run.Problems.Count > 0 ? ExitCode.BadInput : state.Failed > 0 ? ExitCode.No : ExitCode.Success;
    }

    private static void Describe(Plan plan, CliContext context)
    {
        var table = new OutputTable("block", "report", "data sets#", "methods#", "sizes#", "seeds#", "encoders#", "options#", "cells#", "of them new#");
        var seen = new HashSet<string>();
        foreach (PlannedBlock block in plan.Blocks)
        {
            string[] cells = [.. block.Entries.Select(entry => entry.Cell).Distinct()];
            table.Add(
                block.Name, block.Kind.ToString(), Count(entry => entry.Data), Count(entry => entry.Method), Count(entry => entry.Size), Count(entry => entry.Seed),
                Count(entry => entry.Encoder), Count(entry => entry.Variant), Text(cells.Length), Text(cells.Count(seen.Add)));

            string Count<T>(Func<PlannedEntry, T> of) => Text(block.Entries.Select(of).Distinct().Count());
        }

        table.Write(context);
        context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(plan.Cells.Count, "cell")} in all."));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
