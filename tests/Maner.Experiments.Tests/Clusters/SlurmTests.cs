using Maner.Experiments.Clusters;
using Xunit;

namespace Maner.Experiments.Tests.Clusters;

[Collection(ClusterScript.OneAtATime)]
public sealed class SlurmTests
{
    private static readonly ClusterJob s_job = new()
    {
        Name = "maner-paper",
        Folder = "/shared/my runs/100%",
        Program = ["/opt/maner's/maner"],
        Tasks = 20,
        PlanHash = "abc",
        Jobs = 2,
        Threads = 3,
        MemoryMib = 4000,
        MostAtOnce = 5,
    };

    [Fact]
    public void The_script_is_an_array_job_that_survives_requeueing()
    {
        string[] lines = SlurmScript.Write(s_job, ["--partition=short"]).Split('\n');

        Assert.Equal("#!/bin/bash", lines[0]);
        Assert.All(
            ["--array=0-19%5", "--cpus-per-task=6", "--mem=4000M", "--requeue", "--open-mode=append", "--partition=short", "--output=\"/shared/my runs/100%%/logs/slurm-%A_%a.log\""],
            option => Assert.Contains($"#SBATCH {option}", lines));
        Assert.Equal(
            """exec '/opt/maner'\''s/maner' experiment work '/shared/my runs/100%' --part "$SLURM_ARRAY_TASK_ID/20" --plan abc --jobs 2 --threads 3""",
            lines.Single(line => line.StartsWith("exec ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("partition=short")]
    [InlineData("--comment=a\nrm -rf /")]
    public void What_is_no_option_is_refused(string option) => Assert.Throws<InvalidDataException>(() => SlurmScript.Write(s_job, [option]));

    [Theory]
    [InlineData("Paper_2", "maner-paper-2")]
    [InlineData("a-very-long-name-of-an-experiment-that-nobody-would-type", "maner-a-very-long-name-of-an-experiment")]
    public void Names_suit_every_engine(string text, string expected)
    {
        string name = ClusterJob.NameOf(text);
        Assert.StartsWith(expected, name, StringComparison.Ordinal);
        Assert.True(name.Length <= 40);
    }

    /// <summary>Two minutes, as root.</summary>
    [Fact]
    public void A_real_slurm_loses_no_cell_and_counts_none_twice() => ClusterScript.Run("tests/slurm/run.sh");
}
