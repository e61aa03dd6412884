using System.CommandLine;
using System.Globalization;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Experiments.Cells;
using Maner.Experiments.Clusters;
using Maner.Experiments.Plans;
using Maner.Experiments.Running;
using Maner.Text.Repairs;

namespace Maner.Cli.Commands;

/// <summary><c>maner experiment submit FILE.yaml --engine slurm</c>: the cells as tasks of a cluster.</summary>
internal sealed class ExperimentSubmitCommand
{
    private readonly Argument<string> _file = ExperimentOptions.File();
    private readonly Option<string> _engine = new Option<string>("--engine") { Description = "The cluster's kind.", Required = true }
        .AcceptOnlyFromAmong(Cluster.Slurm, Cluster.Kubernetes);

    private readonly Option<string?> _out = ExperimentOptions.Out();
    private readonly Option<string?> _data = ExperimentOptions.Data();
    private readonly Option<int> _chunk = StrictNumber.New("--chunk", "Cells a task.", 1);
    private readonly Option<int> _jobs = StrictNumber.New("--jobs", "Cells side by side in a task.", 1);
    private readonly Option<int> _threads = ExperimentOptions.Threads();
    private readonly Option<bool> _retryFailed = ExperimentOptions.RetryFailed();
    private readonly Option<int?> _memory = StrictNumber.New<int>("--memory", "Memory of a task in MiB.");
    private readonly Option<int?> _atOnce = StrictNumber.New<int>("--at-once", "Tasks at the same time at most.");
    private readonly Option<string?> _program = new("--program") { Description = "The program as the cluster's machines find it (default: this one's path; for kubernetes, maner)." };
    private readonly PassOnOption _sbatch = new("--sbatch") { Description = "An option for sbatch, such as --sbatch=--partition=short; may be given several times." };
    private readonly Option<string?> _image = new("--image") { Description = "kubernetes: the container image." };
    private readonly Option<string?> _claim = new("--claim") { Description = "kubernetes: the persistent volume claim that all pods share." };
    private readonly Option<string?> _mount = new("--mount") { Description = "kubernetes: the path at which that volume is mounted, there and here." };
    private readonly Option<string?> _namespace = new("--namespace") { Description = "kubernetes: the namespace." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Write the plan into the folder of results and the script or manifest to the output, and submit nothing." };

    public static Command Create(CliContext context) => new ExperimentSubmitCommand().Build(context);

    private Command Build(CliContext context)
    {
        var command = new Command("submit", "Submits an experiment to a cluster whose machines share a disk. Submitted again, it runs what has no result yet.");
        command.Add(_file);
        foreach (Option option in new Option[]
        {
            _engine, _out, _data, _chunk, _jobs, _threads, _retryFailed, _memory, _atOnce, _program, _sbatch, _image, _claim, _mount, _namespace, _dryRun,
        })
        {
            command.Add(option);
        }

        command.SetAction(result => Run(result, context));
        return command;
    }

    private int Run(ParseResult result, CliContext context)
    {
        foreach (Option<int> option in new[] { _chunk, _jobs, _threads })
        {
            RequirePositive(option.Name, result.GetValue(option));
        }

        RequirePositive(_memory.Name, result.GetValue(_memory) ?? 1);
        RequirePositive(_atOnce.Name, result.GetValue(_atOnce) ?? 1);
        string file = result.GetRequiredValue(_file), engine = result.GetRequiredValue(_engine);
        KubernetesOptions? kubernetes = engine == Cluster.Kubernetes ? Kubernetes(result) : null; // what is missing is said before anything is written
        Plan plan = ExperimentOptions.Plan(file, result.GetValue(_data), context);
        ExperimentOptions.WriteNotes(plan, context);
        ResultStore store = ExperimentOptions.Store(result.GetValue(_out), file, plan);
        var job = new ClusterJob
        {
            Name = ClusterJob.NameOf(Path.GetFileNameWithoutExtension(file)),
            Folder = Path.GetFullPath(store.Path),
            Program = Program(result.GetValue(_program), engine),
            Tasks = ClusterJob.TasksOf(plan, result.GetValue(_chunk)),
            PlanHash = ClusterJob.HashOf(plan),
            Jobs = result.GetValue(_jobs),
            Threads = result.GetValue(_threads),
            RetryFailed = result.GetValue(_retryFailed),
            MemoryMib = result.GetValue(_memory),
            MostAtOnce = result.GetValue(_atOnce),
            Namespace = engine == Cluster.Kubernetes ? result.GetValue(_namespace) : null,
        };
        string text = engine == Cluster.Slurm
            ? SlurmScript.Write(job, result.GetValue(_sbatch) ?? [])
            : KubernetesManifest.Write(job, kubernetes!, plan);
        if (result.GetValue(_dryRun))
        {
            context.Out.Write(text);
            return ExitCode.Success;
        }

        Submission submission = Cluster.Submit(engine, job, text, store);
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Submitted job {submission.Job}: {Counted.Of(plan.Cells.Count, "cell")} in {Counted.Of(job.Tasks, "task")}. Follow it with: maner experiment status {store.Path}"));
        return ExitCode.Success;
    }

    private static IReadOnlyList<string> Program(string? named, string engine) =>
        named is not null ? [named] : engine == Cluster.Kubernetes ? ["maner"] : [WorkerProgram.Current.FileName, .. WorkerProgram.Current.Arguments];

    private KubernetesOptions Kubernetes(ParseResult result) => new()
    {
        Image = Required(result, _image, "registry.example/maner:1"),
        Claim = Required(result, _claim, "shared-data"),
        Mount = Required(result, _mount, "/shared"),
    };

    private static string Required(ParseResult result, Option<string?> option, string example) =>
        result.GetValue(option) ?? throw new InvalidDataException($"{option.Name}: expected a value for --engine {Cluster.Kubernetes}, found none. For example: {option.Name} {example}");

    private static void RequirePositive(string option, int value)
    {
        if (value < 1)
        {
            throw new InvalidDataException($"{option}: expected at least 1, found {value}.");
        }
    }
}
