using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors.Kernels;

/// <summary>What the processor says of its caches. Only speed depends on it: results have the same bits with blocks of every size.</summary>
internal static class Caches
{
    private const int Least = 1 << 20;

    /// <summary>Bytes of a core's second-level cache; 1 MiB where it has less or does not say.</summary>
    public static int SecondLevel { get; } = Math.Max(Least, ReadSecondLevel());

    private static int ReadSecondLevel()
    {
        // Intel's and AMD's manuals, CPUID: function 8000_0000h says which of these functions there are; 8000_0006h has KiB in bits 16 to 31 of ECX.
        const int Extended = int.MinValue, CacheSizes = Extended + 6;
        return X86Base.IsSupported && (uint)X86Base.CpuId(Extended, 0).Eax >= unchecked((uint)CacheSizes) ? (X86Base.CpuId(CacheSizes, 0).Ecx >>> 16) << 10 : 0;
    }
}
