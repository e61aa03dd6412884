using System.Globalization;
using Maner.Experiments.Cells;
using Maner.Model.Storage;

namespace Maner.Experiments.Clusters;

/// <summary>Hands jobs to a cluster and asks how its tasks are. What is finished is told by the results alone, never by the cluster.</summary>
internal static class Cluster
{
    /// <summary>The array job's engine.</summary>
    public const string Slurm = "slurm";

    /// <summary>The Indexed Job's engine.</summary>
    public const string Kubernetes = "kubernetes";

    /// <summary>Writes a script or manifest into the folder and hands it over.</summary>
    /// <param name="engine"><see cref="Slurm"/> or <see cref="Kubernetes"/>.</param>
    /// <param name="job">The job.</param>
    /// <param name="text">The script or manifest.</param>
    /// <param name="store">The folder.</param>
    /// <exception cref="IOException">The cluster's program is not here, or refuses.</exception>
    public static Submission Submit(string engine, ClusterJob job, string text, ResultStore store)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(store);
        string path = Path.Combine(store.Path, engine == Slurm ? "job.sbatch" : "job.yaml");
        AtomicFile.WriteAllText(path, text);
        (string program, string[] arguments) = engine == Slurm ? ("sbatch", new[] { "--parsable", path }) : ("kubectl", ["create", "-f", path, "--output=jsonpath={.metadata.name}"]);
        (int code, string output, string error) = ClusterTool.Run(program, arguments)
            ?? throw new IOException($"{program}: expected this program to submit with, found none. Run it where the cluster takes jobs ({path} is what it would get), or submit that by hand.");
        if (code != 0)
        {
            // "Invalid job array specification" is all that Slurm says of an array longer than its MaxArraySize.
            string remedy = engine == Slurm && error.Contains("job array", StringComparison.OrdinalIgnoreCase)
                ? string.Create(CultureInfo.InvariantCulture, $" A Slurm takes no more than its MaxArraySize in one array, most often 1001 (scontrol show config), and this job has {job.Tasks} tasks: give each more cells ({nameof(ClusterJob)}.{nameof(ClusterJob.Tasks)}).")
                : "";
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{program}: expected the job to be taken, found exit code {code}: {error.Trim().TrimEnd('.')}.{remedy} See {path}."));
        }

        // sbatch --parsable prints "job" or "job;cluster", kubectl the name that the cluster has made.
        var submission = new Submission(engine, output.Trim().Split(';')[0], job.Tasks, job.PlanHash, job.Namespace);
        submission.Save(store);
        return submission;
    }

    /// <summary>The tasks by their state, as the cluster tells it; empty when it has forgotten the job, null when its programs are not here.</summary>
    /// <exception cref="IOException">The cluster does not answer.</exception>
    public static IReadOnlyDictionary<string, int>? TaskStates(Submission submission)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return submission.Engine == Slurm ? SlurmStates(submission) : KubernetesStates(submission);
    }

    private static SortedDictionary<string, int>? SlurmStates(Submission submission)
    {
        // Waiting and running tasks from the queue; ended ones from the accounts, where the cluster keeps any.
        if (ClusterTool.Run("squeue", "--noheader", "--array", "--jobs", submission.Job, "--format=%i %T") is not { } queue)
        {
            return null;
        }

        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ClusterTool.Run("sacct", "--noheader", "--allocations", "--array", "--parsable2", "--jobs", submission.Job, "--format=JobID,State") is { Code: 0 } accounts)
        {
            Add(accounts.Output, '|');
        }

        // A job that ended a while ago is "invalid" to the queue.
        if (queue.Code != 0 && !queue.Error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase))
        {
            throw NoAnswer("squeue", queue);
        }

        Add(queue.Code == 0 ? queue.Output : "", ' ');
        return Counted(states.Values);

        void Add(string lines, char separator)
        {
            foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Split(separator, 2) is [var task, var state])
                {
                    states[task] = state.Split(' ')[0];
                }
            }
        }
    }

    private static SortedDictionary<string, int>? KubernetesStates(Submission submission)
    {
        string selector = $"--selector=batch.kubernetes.io/job-name={submission.Job}";
        if (ClusterTool.Run("kubectl", [
            "get", "pods", selector, .. submission.Namespace is { } space ? new[] { $"--namespace={space}" } : [], "--no-headers", "--output=custom-columns=phase:.status.phase",
        ]) is not { } pods)
        {
            return null;
        }

        return pods.Code == 0
            ? Counted(pods.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            : throw NoAnswer("kubectl", pods);
    }

    private static IOException NoAnswer(string program, (int Code, string Output, string Error) answer) => new(string.Create(
        CultureInfo.InvariantCulture, $"{program}: expected the job's tasks, found exit code {answer.Code}: {answer.Error.Trim().TrimEnd('.')}."));

    private static SortedDictionary<string, int> Counted(IEnumerable<string> states)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string state in states)
        {
            counts[state] = counts.GetValueOrDefault(state) + 1;
        }

        return counts;
    }
}
