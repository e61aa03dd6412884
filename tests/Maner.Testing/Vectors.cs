using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace Maner.Testing;

/// <summary>The vectors of this process, and the marks of tests whose results could depend on them.</summary>
public static class Vectors
{
    /// <summary>A variable with the bits that the widest hardware vector must have in this process; 128 means none that the kernels use.</summary>
    public const string Expected = "MANER_EXPECT_WIDTH";

    /// <summary>The name of the trait: tests of the value <see cref="Yes"/> run again with fewer vectors.</summary>
    public const string Trait = "vectors";

    /// <summary>The test runs kernels. Whole programs of tests have it by an attribute of the assembly.</summary>
    public const string Yes = "yes";

    /// <summary>The test runs no kernel, or only to have something to read or write, in an assembly that is <see cref="Yes"/>.</summary>
    public const string No = "no";

    /// <summary>What the kernels find here.</summary>
    public static int Here => Avx512F.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Whether this process was started by <see cref="InstructionSetRuns"/>.</summary>
    public static bool IsRestricted => Environment.GetEnvironmentVariable(Expected) is not null;

    /// <summary>
    /// A switch that the runtime ignores (as it ignores the older DOTNET_EnableAVX512F) would leave the width as it was, and every test would
    /// pass without having tested anything.
    /// </summary>
    public static void Check()
    {
        Assert.Equal(Environment.GetEnvironmentVariable(Expected), Here.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (Here < 512)
        {
            Assert.False(Vector512.IsHardwareAccelerated);
        }

        if (Here < 256)
        {
            Assert.False(Vector256.IsHardwareAccelerated || Avx.IsSupported || Fma.IsSupported);
        }
    }
}
