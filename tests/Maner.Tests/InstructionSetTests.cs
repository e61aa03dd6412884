using System.Diagnostics;
using Maner.Tests.Support;
using Xunit;

namespace Maner.Tests;

/// <summary>Runs tests of kernels and encoder again in processes whose runtime has fewer vector instructions.</summary>
public sealed class InstructionSetTests(ITestOutputHelper output)
{
    /// <summary>Names the hash of <see cref="TinyTraining"/> that a child process must reproduce.</summary>
    public const string ExpectedHash = "MANER_EXPECT_HASH";

    // What must not run in a child: tests that start children, that measure, or that need minutes without vector instructions.
    private static readonly string[] KernelsAndModel =
    [
        "-class", "Maner.Tests.Tensors.*", "-class", "Maner.Tests.Model.*", "-class", "Maner.Tests.VectorWidthTests",
        "-class-", "*AllocationTests", "-class-", "*TrueShapeTests", "-method-", "*are_quick",
    ];

    private static readonly string[] Quick =
    [
        "-method", "Maner.Tests.VectorWidthTests.*", "-method", "*DeterminismTests.Parameters*", "-method", "*GoldenEncoderTests.*",
        "-method", "*SoftmaxTests.*", "-method", "*LayerNormTests.*", "-method", "*CrossEntropyTests.*", "-method", "*RowGatherTests.*", "-method", "*LinearBackwardTests.*",
        "-method", "*GemmTests.Views*", "-method", "*GemmTests.Every_kernel*", "-method", "*ExponentialTests.Special*",
        "-method", "*GeluTests.Extremes*",
    ];

    [Fact]
    public void Kernels_and_encoder_with_256_bit_vectors()
    {
        Require(512);
        RunTests(256, "DOTNET_EnableAVX512", KernelsAndModel);
    }

    [Fact]
    public void Kernels_and_encoder_without_vector_instructions()
    {
        Require(256);
        RunTests(128, "DOTNET_EnableHWIntrinsic", Quick);
    }

    private static void Require(int width)
    {
        if (Environment.GetEnvironmentVariable(VectorWidthTests.ExpectedWidth) is not null)
        {
            Assert.Skip("This process is itself one with restricted instructions.");
        }

        if (VectorWidthTests.Width < width)
        {
            Assert.Skip($"This processor has no {width}-bit vectors, so there is nothing to switch off.");
        }
    }

    private void RunTests(int width, string switchedOff, string[] tests)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Maner.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program, [.. tests, "-noLogo", "-noColor", "-maxThreads", "2"]) { RedirectStandardOutput = true };
        start.Environment[switchedOff] = "0";
        start.Environment[VectorWidthTests.ExpectedWidth] = width.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment[ExpectedHash] = TinyTraining.Hash(threads: 2);

        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string report = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        string summary = report.TrimEnd().Split('\n')[^1].Trim();
        output.WriteLine($"{switchedOff}=0, {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s: {summary}");
        Assert.True(process.ExitCode == 0, report);
        Assert.Contains("Failed: 0, Skipped: 0,", summary, StringComparison.Ordinal); // the guard must have run, not skipped
        Assert.DoesNotContain("Total: 0,", summary, StringComparison.Ordinal);
    }
}
