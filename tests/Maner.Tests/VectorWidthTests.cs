using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Maner.Experiments.Cells;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Xunit;

namespace Maner.Tests;

/// <summary>
/// The guard of <see cref="InstructionSetTests"/>: a switch that the runtime ignores (as it ignores the older DOTNET_EnableAVX512F) would leave
/// the width as it was, and every test would pass without having tested anything.
/// </summary>
public sealed class VectorWidthTests
{
    /// <summary>Bits that the widest hardware vector must have in this process: 128 stands for none that the kernels use.</summary>
    public const string ExpectedWidth = "MANER_EXPECT_WIDTH";

    /// <summary>Set in the child process of <see cref="The_width_of_a_processor_that_the_runtime_holds_back_is_that_of_the_kernels"/>.</summary>
    private const string HeldBack = "MANER_EXPECT_HELD_BACK";

    /// <summary>What the kernels find here.</summary>
    public static int Width => Avx512F.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    [Fact]
    public void The_width_is_the_one_that_was_asked_for()
    {
        if (Environment.GetEnvironmentVariable(ExpectedWidth) is not { } expected)
        {
            Assert.Skip($"{ExpectedWidth} is not set: this is not a child process with restricted instructions.");
            return;
        }

        Assert.Equal(expected, Width.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (Width < 512)
        {
            Assert.False(Vector512.IsHardwareAccelerated);
        }

        if (Width < 256)
        {
            Assert.False(Vector256.IsHardwareAccelerated || Avx.IsSupported || Fma.IsSupported);
        }
    }

    [Fact]
    public void Result_files_say_the_width_that_the_kernels_use()
    {
        int expected = Width == 128 ? 0 : Width;
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

        string program = Path.Combine(AppContext.BaseDirectory, "Maner.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
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
