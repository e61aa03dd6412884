using System.CommandLine;
using Maner.Cli.Views;
using Maner.Experiments.Cells;
using Maner.Experiments.Corpora;
using Maner.Experiments.Plans;
using Maner.Experiments.Running;

namespace Maner.Cli.Options;

/// <summary>What the commands that plan or run cells share.</summary>
internal static class ExperimentOptions
{
    private const int MostJobs = 1024;

    public static Argument<string> File() => new("FILE") { Description = "The experiment, a YAML file such as experiments/quick.yaml." };

    public static Argument<string> Folder() => new("DIR") { Description = "The folder of results that 'maner experiment run' or 'submit' made." };

    public static Option<string?> Out() => new("--out") { Description = "Folder for plan and results; one of an earlier run is continued (default: runs/ and the file's name)." };

    public static Option<int> Threads() => StrictNumber.New("--threads", "Threads of each cell; one is best while there are more cells than processors.", 1);

    public static Option<int?> Jobs() => StrictNumber.New<int>("--jobs", "Cells side by side (default: as many as there are processors for).");

    public static Option<bool> RetryFailed() => new("--retry-failed") { Description = "Train cells again whose result is a failure." };

    public static Option<string?> Data() => new("--data-root") { Description = $"Folder under which data sets are by name (default: {DataRoot.Variable}, or ./data)." };

    /// <summary>Reads an experiment and resolves it against files.</summary>
    public static Plan Plan(string file, string? dataRoot, CliContext context)
    {
        Experiment experiment = ExperimentReader.Read(file);
        foreach (string note in experiment.Notes)
        {
            context.Error.WriteLine($"Note: {file}: {note}");
        }

        return new Planner(dataRoot is null ? DataRoot.FromEnvironment : new DataRoot(dataRoot), context.Models).Make(experiment);
    }

    /// <summary>The folder of results, with the plan in it.</summary>
    public static ResultStore Store(string? output, string file, Plan plan)
    {
        ResultStore store = ResultStore.Create(output ?? Path.Combine("runs", Path.GetFileNameWithoutExtension(file)));
        plan.Save(store.PlanPath);
        return store;
    }

    /// <summary>What the planner left out, on standard error.</summary>
    public static void WriteNotes(Plan plan, CliContext context)
    {
        foreach (IGrouping<string, string> note in plan.Blocks.SelectMany(block => block.AllNotes, (block, note) => (block.Name, note)).GroupBy(pair => pair.note, pair => pair.Name))
        {
            context.Error.WriteLine($"Note: {string.Join(", ", note)}: {note.Key}");
        }
    }

    /// <exception cref="InvalidDataException">A number makes no sense.</exception>
    public static LocalRunOptions Local(int? jobs, int threads, bool retryFailed)
    {
        if (threads is < 1 or > MostJobs)
        {
            throw new InvalidDataException($"--threads: expected a number from 1 to {MostJobs}, found {threads}.");
        }

        return jobs is null or (>= 1 and <= MostJobs)
            ? new LocalRunOptions
            {
                Jobs = jobs ?? Math.Max(1, Environment.ProcessorCount / threads),
                Threads = threads,
                Program = WorkerProgram.Current,
                RetryFailed = retryFailed,
            }
            : throw new InvalidDataException($"--jobs: expected a number from 1 to {MostJobs}, found {jobs}.");
    }
}
