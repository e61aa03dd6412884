using System.Text.Json.Nodes;
using Maner.Experiments.Cells;
using Maner.Experiments.Clusters;
using Maner.Experiments.Plans;
using Maner.Experiments.Tests;
using Maner.Experiments.Tests.Reports;
using Xunit;

namespace Maner.Cli.Tests;

public sealed class ExperimentCommandTests(ExperimentFixture fixture) : IClassFixture<ExperimentFixture>
{
    private static readonly string s_yaml = $"encoders: […]\nmethods: [token, maner]\nsizes: [10]\n{ExperimentFixture.Quick}\nblocks:\n  a: {{report: methods, data: [wikiann/yo], seeds: 2}}\n  b: {{report: methods, data: [wikiann-100], seeds: 1}}\n";

    [Fact]
    public void A_dry_run_counts_cells_and_says_what_is_missing()
    {
        (int code, string output, string error) = Cli.Run(["experiment", "run", fixture.Write(s_yaml), "--data-root", fixture.Root, "--dry-run"]);

        Assert.Equal(0, code);
        Assert.Contains("6 cells in all.", output, StringComparison.Ordinal); // yo: 2 × 2, jv: 2 × 1
        Assert.Contains("Note: b: 2 of the 100 languages of wikiann-100 are there; not there: ace", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_done_by_hand_are_collected_into_a_table_and_a_report()
    {
        string folder = fixture.NewPath();
        string yaml = fixture.Write(s_yaml.Replace("seeds: 2", "seeds: 1", StringComparison.Ordinal));
        (int code, string script, _) = Cli.Run(["experiment", "submit", yaml, "--engine", "slurm", "--dry-run", "--out", folder, "--data-root", fixture.Root, "--chunk", "3", "--program", "/opt/maner", "--sbatch=--partition=short", "--sbatch", "--time=2:00:00"]);
        Assert.Equal(0, code);
        Assert.Contains("#SBATCH --array=0-1\n", script, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --partition=short\n#SBATCH --time=2:00:00\n", script, StringComparison.Ordinal);
        Assert.Contains($"exec /opt/maner experiment work {folder} --part \"$SLURM_ARRAY_TASK_ID/2\"", script, StringComparison.Ordinal);

        (code, string output, _) = Cli.Run(["experiment", "status", folder]);
        Assert.Equal((1, "cells: 0 of 4 finished, 0 running, 4 waiting; of the finished, 0 collapsed and 0 failed\n"), (code, output));

        JsonArray cells = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "plan.json")))!["cells"]!.AsArray();
        Assert.Equal(2, Cli.Run(["experiment", "cell", folder, "0123"]).Code);
        foreach (JsonNode? cell in cells)
        {
            (code, _, string error) = Cli.Run(["experiment", "cell", folder, (string)cell!["id"]!, "--threads", "1"]);
            Assert.True(code == 0, error);
        }

        (code, output, _) = Cli.Run(["experiment", "collect", folder]);
        Assert.Equal(0, code);
        Assert.StartsWith("cells: 4 of 4 finished", output, StringComparison.Ordinal);
        Assert.Equal(1 + 6, File.ReadAllLines(Path.Combine(folder, "results.tsv")).Length);
        Assert.All(["report.md", "report.html"], file => Assert.True(File.Exists(Path.Combine(folder, file))));

        // Somewhere else, with the archive, nothing is trained again and the report is the same.
        string elsewhere = fixture.NewPath(), archive = Path.Combine(folder, "results.jsonl.gz");
        (code, output, string notes) = Cli.Run(["experiment", "run", yaml, "--out", elsewhere, "--data-root", fixture.Root, "--results", archive]);
        Assert.Equal(0, code);
        Assert.Contains($"{archive}: results of 4 cells taken over", notes, StringComparison.Ordinal);
        Assert.Contains("4 of 4 cells have results: 0 from this run, 4 from before.", output, StringComparison.Ordinal);
        Assert.Equal(0, Cli.Run(["experiment", "collect", elsewhere]).Code);
        Assert.All(["report.md", "results.tsv", "results.jsonl.gz"], file => Assert.Equal(File.ReadAllBytes(Path.Combine(folder, file)), File.ReadAllBytes(Path.Combine(elsewhere, file))));

        // The report needs neither a folder of results nor the data.
        string report = fixture.NewPath();
        (code, output, notes) = Cli.Run(["experiment", "report", yaml, "--results", archive, "--out", report]);
        Assert.Equal(0, code);
        Assert.Contains(Path.Combine(report, "report.html"), output, StringComparison.Ordinal);
        Assert.Contains("Note: Made from results.jsonl.gz alone, without the data files", notes, StringComparison.Ordinal);
        Assert.Equal(Tables(folder), Tables(report));
        Assert.NotEmpty(Tables(report));

        static string[] Tables(string folder) => [.. File.ReadAllLines(Path.Combine(folder, "report.md")).Where(line => line.StartsWith('|'))];
    }

    [Theory]
    [InlineData(100, false, true)]
    [InlineData(100, true, false)] // it was asked for
    [InlineData(1, false, false)]
    public void Who_has_too_few_processors_to_bind_workers_to_is_told(int jobs, bool isUnbound, bool isTold)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "Nothing is bound here.");
        (Plan plan, ResultStore store) = fixture.Start(s_yaml);
        MadeUp.Write(plan, store, _ => MadeUp.Scores(5)); // so that nothing is trained
        string[] unbound = isUnbound ? ["--unbound"] : [];
        (int code, _, string error) = Cli.Run(
            ["experiment", "run", fixture.Write(s_yaml), "--out", store.Path, "--data-root", fixture.Root, "--jobs", $"{jobs}", .. unbound]);

        Assert.Equal(0, code);
        Assert.Equal(isTold, error.Contains($"Note: workers are not bound to processors. {jobs} × 1 threads need as many", StringComparison.Ordinal));
    }

    [Fact]
    public void A_share_of_another_plan_is_refused()
    {
        string folder = fixture.NewPath();
        Cli.Run(["experiment", "submit", fixture.Write(s_yaml), "--engine", "slurm", "--dry-run", "--out", folder, "--data-root", fixture.Root]);
        (int code, _, string error) = Cli.Run(["experiment", "work", folder, "--part", "0/2", "--plan", "0123"]);

        Assert.Equal(2, code);
        Assert.Contains("planned again meanwhile. Submit it again.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invalid job array specification", "Invalid job array specification. A Slurm takes no more than its MaxArraySize in one array, most often 1001 (scontrol show config), and this job has 6 tasks: give each more cells (--chunk). See ")]
    [InlineData("Invalid partition name specified", "Invalid partition name specified. See ")]
    public void An_array_that_Slurm_refuses_is_made_smaller_by_chunk(string refusal, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Slurm's place is taken by a script, which Windows does not run.");
        string programs = fixture.NewPath(), folder = fixture.NewPath(), sbatch = Path.Combine(programs, "sbatch");
        Directory.CreateDirectory(programs);
        File.WriteAllText(sbatch, $"#!/bin/sh\necho 'sbatch: error: Batch job submission failed: {refusal}' >&2\nexit 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(sbatch, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        (int code, string error) = Cli.RunProcess(
            programs, "PATH", programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["experiment", "submit", fixture.Write(s_yaml), "--engine", "slurm", "--out", folder, "--data-root", fixture.Root]);

        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "submission.json")));
    }

    [Fact]
    public void A_job_of_kubernetes_that_is_submitted_again_is_another_one_and_status_follows_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kubectl's place is taken by a script, which Windows does not run.");
        string programs = fixture.NewPath(), folder = fixture.NewPath(), kubectl = Path.Combine(programs, "kubectl"), said = Path.Combine(programs, "said");
        Directory.CreateDirectory(programs);
        File.WriteAllText(kubectl, $"#!/bin/sh\necho \"$@\" >> {said}\ncase \"$1\" in create) printf %s maner-x-$(grep -c create {said});; *) printf 'Running\\nRunning\\nSucceeded\\n';; esac\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(kubectl, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        string yaml = fixture.Write(s_yaml), path = programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        string[] submit =
        [
            "experiment", "submit", yaml, "--engine", "kubernetes", "--out", folder, "--data-root", fixture.Root, "--image", "i", "--claim", "c",
            "--mount", Path.GetTempPath().TrimEnd('/'), "--namespace", "ner",
        ];
        Assert.Equal(0, Cli.RunProcess(programs, "PATH", path, submit).Code);
        Assert.Contains("\"job\":\"maner-x-1\"", File.ReadAllText(Path.Combine(folder, "submission.json")), StringComparison.Ordinal);
        Assert.Equal(0, Cli.RunProcess(programs, "PATH", path, submit).Code);
        Assert.Contains("\"job\":\"maner-x-2\"", File.ReadAllText(Path.Combine(folder, "submission.json")), StringComparison.Ordinal);
        Cli.RunProcess(programs, "PATH", path, ["experiment", "status", folder]);

        string[] calls = File.ReadAllLines(said);
        Assert.Equal($"create -f {Path.Combine(folder, "job.yaml")} --output=jsonpath={{.metadata.name}}", calls[0]);
        Assert.Equal("get pods --selector=batch.kubernetes.io/job-name=maner-x-2 --namespace=ner --no-headers --output=custom-columns=phase:.status.phase", calls[^1]);
    }

    [Theory]
    [InlineData("squeue", "slurm_load_jobs error: Invalid job id specified", "none waits or runs any more")]
    [InlineData("squeue", "slurm_load_jobs error: Unable to contact slurm controller", "the cluster does not say how they are. squeue: expected the job's tasks, found exit code 1: slurm_load_jobs error: Unable to contact slurm controller. They may be running all the same")]
    [InlineData("kubectl", "The connection to the server was refused", "the cluster does not say how they are. kubectl: expected the job's tasks, found exit code 1: The connection to the server was refused.")]
    public void A_cluster_that_does_not_answer_is_not_one_whose_tasks_have_ended(string tool, string said, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The tool's place is taken by a script, which Windows does not run.");
        string programs = fixture.NewPath(), path = Path.Combine(programs, tool);
        Directory.CreateDirectory(programs);
        foreach (string file in new[] { path, Path.Combine(programs, "sacct") })
        {
            File.WriteAllText(file, $"#!/bin/sh\necho '{said}' >&2\nexit 1\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        (_, ResultStore store) = fixture.Start(s_yaml);
        new Submission(tool == "squeue" ? Cluster.Slurm : Cluster.Kubernetes, "17", 4, "abc", null).Save(store);
        Cli.RunProcess(
            programs, "PATH", programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"), ["experiment", "status", store.Path], out string output);

        Assert.Contains($"job 17, 4 tasks: {expected}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_failed_on_a_cluster_are_trained_again_by_a_job_that_is_asked_to()
    {
        string[] submit = ["experiment", "submit", fixture.Write(s_yaml), "--engine", "slurm", "--dry-run", "--out", fixture.NewPath(), "--data-root", fixture.Root];
        Assert.DoesNotContain("--retry-failed", Cli.Run(submit).Output, StringComparison.Ordinal);
        Assert.Contains(" --threads 1 --retry-failed\n", Cli.Run([.. submit, "--retry-failed"]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("experiment report {0}/none", "expected the folder of an experiment with plan.json")]
    [InlineData("experiment report {2}", "found a file or --data-root without --results")]
    [InlineData("experiment report {2} --results {0}/none.gz", "--out: expected a folder for the report with --results, found none")]
    [InlineData("experiment report {2} --results {0}/none.gz --out {0}/r", "none.gz: expected results.jsonl.gz as 'maner experiment collect' writes it, found no such file")]
    [InlineData("experiment report {1} --results {0}/none.gz --out {0}/r", "expected the experiment's YAML file with --results, found a folder")]
    [InlineData("experiment run {0}/none.yaml", "expected an experiment file, found no such file")]
    [InlineData("experiment work {1} --part 2/2", "--part: expected a share counted from 0")]
    [InlineData("experiment submit {2} --engine slurm --dry-run --out {0}/x --data-root {0}/data --chunk 0", "--chunk: expected at least 1, found 0")]
    [InlineData("experiment submit {2} --engine kubernetes --dry-run --out {0}/y --data-root {0}/data", "--image: expected a value for --engine kubernetes")]
    [InlineData("experiment submit {2} --engine pbs", "slurm")]
    [InlineData("experiment submit {2} --engine slurm --out --chunck=2", "--out: expected a value, found the option '--chunck=2'")]
    [InlineData("experiment run {2} --data-root {0}/data --out {0}/z --results {0}/none.gz", "none.gz: expected results.jsonl.gz as 'maner experiment collect' writes it, found no such file")]
    [InlineData("experiment run {2} --data-root {0}/data --out {0}/z --results {2}", ":1: expected the result of a cell, a line of JSON in gzip")]
    [InlineData("experiment run {2} --jobs 0", "--jobs: expected a number from 1 to 1024, found 0")]
    public void Bad_input_is_one_message(string command, string expected)
    {
        string folder = fixture.NewPath();
        string yaml = fixture.Write(s_yaml);
        Assert.Equal(0, Cli.Run(["experiment", "submit", yaml, "--engine", "slurm", "--dry-run", "--out", folder, "--data-root", fixture.Root]).Code);

        (int code, _, string error) = Cli.Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, command, Path.GetDirectoryName(fixture.Root), folder, yaml).Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_sets_are_listed_with_their_sizes_and_the_papers_languages()
    {
        (int code, string output, _) = Cli.Run(["data", "list", "--data-root", fixture.Root]);
        Assert.Equal(0, code);
        Assert.Contains(output.Split('\n'), line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^wikiann/yo\s+18\s+10\s+10\s+100\s+yes$"));
        Assert.Contains(output.Split('\n'), line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^masakhaner2/swa\s+18\s+10\s+10$"));
        Assert.Contains("WikiANN has 176 languages, 100 of them", output, StringComparison.Ordinal);
        Assert.Contains("Here of these: jv yo\n", output, StringComparison.Ordinal);

        JsonNode json = JsonNode.Parse(Cli.Run(["data", "list", "--data-root", fixture.Root, "--json"]).Output)!;
        Assert.Equal(100, json["wikiann_100"]!.AsArray().Count);
        Assert.Contains(json["data_sets"]!.AsArray(), set => (string?)set!["name"] == "wikiann/yo" && (bool)set["is_wikiann_100"]! && (int)set["train"]! == 18);

        Assert.Contains("No data set is under", Cli.Run(["data", "list", "--data-root", fixture.NewPath()]).Output, StringComparison.Ordinal);
    }
}
