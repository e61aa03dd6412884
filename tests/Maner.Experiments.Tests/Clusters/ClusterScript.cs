using System.Diagnostics;
using Maner.Testing;
using Xunit;

namespace Maner.Experiments.Tests.Clusters;

/// <summary>Tests that fetch and start other people's programs, as scripts: only when asked for, as .ci/run does.</summary>
internal static class ClusterScript
{
    /// <summary>What asks for them when it is 1; INSTALL=1 lets them install what is missing.</summary>
    public const string Asked = "MANER_TEST_CLUSTERS";

    /// <summary>The collection of their classes: the system installs for one at a time.</summary>
    public const string OneAtATime = "cluster scripts";

    private const int CannotRunHere = 77;

    public static void Run(string path)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Asked) == "1", $"set {Asked}=1 to run {path} (INSTALL=1 lets it install what it needs)");
        var start = new ProcessStartInfo("bash", [Path.Combine(SharedFiles.Repository, path), Path.Combine(AppContext.BaseDirectory, "maner")]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.SkipWhen(process.ExitCode == CannotRunHere, output);
        Assert.True(process.ExitCode == 0, output);
    }
}
