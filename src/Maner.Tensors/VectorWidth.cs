using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors;

/// <summary>Which vectors of this processor the matrix products use.</summary>
internal static class VectorWidth
{
    /// <summary>512 (AVX-512), 256, or 0 for none. Whoever chooses a kernel asks here, and so does whoever reports it.</summary>
    /// <remarks>
    /// Not <see cref="Vector512.IsHardwareAccelerated"/>: it is false on processors that the runtime holds back from 512-bit code by default, where
    /// the kernels use it all the same.
    /// </remarks>
    public static int Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // a constant for the compiler, as the two that it asks
        get => Avx512F.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 0;
    }
}
