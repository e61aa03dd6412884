using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using System.Runtime.Intrinsics;
using Maner.Experiments.Cells;
using Maner.Tensors.Kernels;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Experiments.Tests;

/// <summary>Results say with which vectors they were computed.</summary>
[Trait(Vectors.Trait, Vectors.Yes)]
public sealed class VectorWidthTests
{
    /// <summary>Set in the child process of <see cref="The_width_of_a_processor_that_the_runtime_holds_back_is_that_of_the_kernels"/>.</summary>
    private const string HeldBack = "MANER_EXPECT_HELD_BACK";

    [Fact]
    public void Result_files_say_the_width_that_the_kernels_use()
    {
        int expected = Vectors.Here == 128 ? 0 : Vectors.Here;
        Assert.Equal(expected, VectorWidth.Bits);
        Assert.Equal(expected, Machine.Here.VectorBits);
        Assert.Equal(expected switch { 512 => Kernel512.Columns, 256 => Kernel256.Columns, _ => KernelScalar.Columns }, Gemm.PanelWidth);
        if (Environment.GetEnvironmentVariable(HeldBack) is not null)
        {
            Assert.Equal((false, 512), (Vector512.IsHardwareAccelerated, Machine.Here.VectorBits));
        }
    }

    [Fact]
    public void The_width_of_a_processor_that_the_runtime_holds_back_is_that_of_the_kernels()
    {
        if (!Avx512F.IsSupported)
        {
            Assert.Skip("This processor has no 512-bit vectors, so the runtime cannot hold them back.");
            return;
        }

        string program = Path.Combine(AppContext.BaseDirectory, typeof(VectorWidthTests).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program, ["-method", $"*.{nameof(Result_files_say_the_width_that_the_kernels_use)}", "-noLogo", "-noColor"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_PreferredVectorBitWidth"] = "256"; // hexadecimal and decimal alike: above 0x100, below 0x200 in either reading
        start.Environment[HeldBack] = "yes";
        using Process process = Process.Start(start)!;
        string report = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, report);
        Assert.Contains("Total: 1", report, StringComparison.Ordinal);
    }
}
