using System.Text;
using System.Text.Json;
using Maner.Experiments.Plans;
using Maner.Model.Json;

namespace Maner.Experiments.Clusters;

/// <summary>Where a job runs in Kubernetes.</summary>
internal sealed record KubernetesOptions
{
    /// <summary>The container image, with the program in it.</summary>
    public required string Image { get; init; }

    /// <summary>The claim of the volume that all pods share.</summary>
    public required string Claim { get; init; }

    /// <summary>Where the volume is mounted: in the pods, and on the machine that submits.</summary>
    public required string Mount { get; init; }
}

/// <summary>
/// The manifest of an Indexed Job (batch/v1): a pod a task, each with its number. It keeps the contract of the array job: a pod that is evicted
/// is replaced and finds what is finished on the shared volume, and evictions do not count as failures. The cluster ends the job's name with
/// letters of its own (<c>kubectl create</c>): most of a Job cannot be changed, so what is submitted again has to be another one.
/// </summary>
internal static class KubernetesManifest
{
    private const string PartVariable = "MANER_PART";
    private const int FailuresATask = 3;

    /// <summary>Writes the manifest as YAML.</summary>
    /// <exception cref="InvalidDataException">A file of the experiment is not on the shared volume.</exception>
    public static string Write(ClusterJob job, KubernetesOptions options, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(plan);
        RequireShared(job, options, plan);
        int cores = job.Jobs * job.Threads;
        var yaml = new Yaml();
        yaml.Line(0, "apiVersion: batch/v1");
        yaml.Line(0, "kind: Job");
        yaml.Line(0, "metadata:");
        yaml.Line(1, "generateName", job.Name + "-");
        if (job.Namespace is { } space)
        {
            yaml.Line(1, "namespace", space);
        }

        yaml.Line(1, "labels:");
        yaml.Line(2, "app.kubernetes.io/name", "maner");
        yaml.Line(0, "spec:");
        yaml.Line(1, "completionMode: Indexed");
        yaml.Line(1, $"completions: {job.Tasks}");
        yaml.Line(1, $"parallelism: {job.MostAtOnce ?? job.Tasks}");
        yaml.Line(1, $"backoffLimitPerIndex: {FailuresATask}");
        yaml.Line(1, $"maxFailedIndexes: {job.Tasks}");
        yaml.Line(1, "podFailurePolicy:");
        yaml.Line(2, "rules:");
        yaml.Line(2, "- action: Ignore");
        yaml.Line(3, "onPodConditions:");
        yaml.Line(3, "- type: DisruptionTarget");
        yaml.Line(4, "status", "True");
        yaml.Line(1, "template:");
        yaml.Line(2, "spec:");
        yaml.Line(3, "restartPolicy: Never");
        yaml.Line(3, "containers:");
        yaml.Line(3, "- name: maner");
        yaml.Line(4, "image", options.Image);
        yaml.Line(4, "env:");
        yaml.Line(4, $"- name: {PartVariable}");
        yaml.Line(5, "valueFrom:");
        yaml.Line(6, "fieldRef:");
        yaml.Line(7, "fieldPath", "metadata.annotations['batch.kubernetes.io/job-completion-index']");
        IReadOnlyList<string> command = job.Command($"$({PartVariable})");
        yaml.List(4, "command", command.Take(job.Program.Count));
        yaml.List(4, "args", command.Skip(job.Program.Count));
        yaml.Line(4, "resources:");
        yaml.Line(5, "requests:");
        yaml.Line(6, "cpu", $"{cores}");
        yaml.Line(6, "memory", $"{job.MemoryMib ?? DefaultMemoryMib(job)}Mi");
        yaml.Line(5, "limits:");
        yaml.Line(6, "memory", $"{job.MemoryMib ?? DefaultMemoryMib(job)}Mi");
        yaml.Line(4, "volumeMounts:");
        yaml.Line(4, "- name: shared");
        yaml.Line(5, "mountPath", options.Mount);
        yaml.Line(3, "volumes:");
        yaml.Line(3, "- name: shared");
        yaml.Line(4, "persistentVolumeClaim:");
        yaml.Line(5, "claimName", options.Claim);
        return yaml.ToString();
    }

    // What a cell with the bundled encoder needs, doubled; larger encoders need more.
    private static int DefaultMemoryMib(ClusterJob job) => 512 * job.Jobs;

    private static void RequireShared(ClusterJob job, KubernetesOptions options, Plan plan)
    {
        string mount = options.Mount.TrimEnd('/') + "/";
        IEnumerable<string?> files = plan.Cells.SelectMany(cell => new[] { cell.Train, cell.Dev, cell.Test, Path.IsPathRooted(cell.Encoder) ? cell.Encoder : null });
        if (!options.Mount.StartsWith('/') || files.Prepend(job.Folder + "/").OfType<string>().FirstOrDefault(file => !file.StartsWith(mount, StringComparison.Ordinal)) is not { } outside)
        {
            if (options.Mount.StartsWith('/'))
            {
                return;
            }

            outside = options.Mount;
        }

        throw new InvalidDataException(
            $"{outside}: expected everything that a task reads and writes under {nameof(KubernetesOptions)}.{nameof(KubernetesOptions.Mount)} '{options.Mount}', the full path at which the shared volume is mounted, found this elsewhere. " +
            $"Put the folder of results ({nameof(ClusterJob)}.{nameof(ClusterJob.Folder)}), the data and the encoders on that volume.");
    }

    /// <summary>Lines of YAML whose texts are quoted as JSON strings, which YAML reads alike.</summary>
    private sealed class Yaml
    {
        private readonly StringBuilder _text = new();

        public void Line(int depth, string line) => _text.Append(' ', 2 * depth).Append(line).Append('\n');

        public void Line(int depth, string key, string value) => Line(depth, $"{key}: {Quote(value)}");

        public void List(int depth, string key, IEnumerable<string> values) => Line(depth, $"{key}: [{string.Join(", ", values.Select(Quote))}]");

        public override string ToString() => _text.ToString();

        private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, RelaxedJson.Encoder)}\"";
    }
}
