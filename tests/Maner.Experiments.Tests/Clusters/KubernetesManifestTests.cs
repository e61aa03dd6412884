using k8s;
using k8s.Models;
using Maner.Experiments.Clusters;
using Maner.Experiments.Plans;
using Xunit;

namespace Maner.Experiments.Tests.Clusters;

/// <summary>The manifest is read strictly with the types that are generated from Kubernetes' published API, and held to the rules that its documentation gives for Indexed Jobs.</summary>
[Collection(ClusterScript.OneAtATime)]
public sealed class KubernetesManifestTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private const string Yaml = "encoders: […]\nmethods: [token, maner]\nsizes: [10]\nseeds: 2\nblocks:\n  a: {report: methods, data: [wikiann/yo]}\n";

    private static KubernetesOptions Options => new() { Image = "registry.example/maner:1", Claim = "shared-data", Mount = Path.GetTempPath().TrimEnd('/') };

    [Fact]
    public void The_manifest_is_a_job_of_the_published_api_and_keeps_the_rules_of_indexed_jobs()
    {
        Plan plan = fixture.Plan(Yaml);
        ClusterJob job = Job(plan) with { MostAtOnce = 2, Threads = 2, MemoryMib = 3000, Namespace = "ner" };
        V1Job manifest = KubernetesYaml.Deserialize<V1Job>(KubernetesManifest.Write(job, Options, plan), strict: true);

        Assert.Equal(("batch/v1", "Job", null, "maner-paper-", "ner"), (manifest.ApiVersion, manifest.Kind, manifest.Metadata.Name, manifest.Metadata.GenerateName, manifest.Metadata.NamespaceProperty));
        string name = manifest.Metadata.GenerateName + "x7k2p"; // as the API server ends it
        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", name);
        V1JobSpec spec = manifest.Spec;
        Assert.Equal(("Indexed", 4, 2), (spec.CompletionMode, spec.Completions, spec.Parallelism));

        // Pods are called NAME-INDEX-xxxxx and their hosts NAME-INDEX: a DNS label.
        Assert.True($"{name}-{spec.Completions - 1}".Length <= 63);

        // backoffLimitPerIndex and podFailurePolicy both require pods that are never restarted in place; a bound on failed indexes requires the former.
        V1PodSpec pod = spec.Template.Spec;
        Assert.Equal("Never", pod.RestartPolicy);
        Assert.True(spec.BackoffLimitPerIndex >= 1);
        Assert.InRange(spec.MaxFailedIndexes!.Value, 0, spec.Completions!.Value);
        Assert.Null(spec.BackoffLimit);
        V1PodFailurePolicyRule rule = Assert.Single(spec.PodFailurePolicy.Rules);
        Assert.Equal(("Ignore", "DisruptionTarget", "True"), (rule.Action, rule.OnPodConditions[0].Type, rule.OnPodConditions[0].Status));

        V1Container container = Assert.Single(pod.Containers);
        V1EnvVar variable = Assert.Single(container.Env);
        Assert.Equal("metadata.annotations['batch.kubernetes.io/job-completion-index']", variable.ValueFrom.FieldRef.FieldPath);
        Assert.Contains($"$({variable.Name})/4", container.Args);
        Assert.Equal(["maner"], container.Command);
        Assert.Equal(["experiment", "work", job.Folder], container.Args.Take(3));
        Assert.Equal("2", container.Resources.Requests["cpu"].ToString());
        Assert.Equal("3000Mi", container.Resources.Limits["memory"].ToString());
        Assert.Equal(container.VolumeMounts[0].Name, pod.Volumes[0].Name);
        Assert.Equal("shared-data", pod.Volumes[0].PersistentVolumeClaim.ClaimName);
    }

    [Fact]
    public void The_manifest_is_valid_by_the_schema_that_kubernetes_publishes() => ClusterScript.Run("tests/kubernetes/run.sh");

    [Fact]
    public void The_reading_is_strict() =>
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.Deserialize<V1Job>("apiVersion: batch/v1\nkind: Job\nspec:\n  completionsMode: Indexed\n", strict: true));

    [Fact]
    public void What_is_not_on_the_shared_volume_is_refused()
    {
        Plan plan = fixture.Plan(Yaml);
        Assert.Contains(
            "expected everything that a task reads and writes under KubernetesOptions.Mount '/elsewhere'",
            Assert.Throws<InvalidDataException>(() => KubernetesManifest.Write(Job(plan), Options with { Mount = "/elsewhere" }, plan)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => KubernetesManifest.Write(Job(plan), Options with { Mount = "tmp" }, plan));
    }

    private static ClusterJob Job(Plan plan) => new()
    {
        Name = ClusterJob.NameOf("paper"),
        Folder = Path.Combine(Path.GetTempPath(), "runs/paper"),
        Program = ["maner"],
        Tasks = ClusterJob.TasksOf(plan, 1),
        PlanHash = ClusterJob.HashOf(plan),
    };
}
