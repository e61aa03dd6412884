using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
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
}
