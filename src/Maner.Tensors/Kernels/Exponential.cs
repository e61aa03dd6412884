using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors.Kernels;

/// <summary>
/// e^x for softmax and GELU, where x ≤ 0 or modest. e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; e^r by a
/// polynomial of degree 6 (Cody and Waite's split of ln 2 keeps r exact). Relative error below 3e-7 on [−87, 88].
/// </summary>
internal static class Exponential
{
    // Below this e^x is less than the smallest normal float: the result is 0.
    private const float Lowest = -87.33654f;
    private const float Highest = 88.72283f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        // Adding and subtracting 1.5·2^23 rounds to the nearest whole number; the sum's low bits then are that number.
        Vector512<float> shifter = Vector512.Create(12582912f);
        Vector512<float> clamped = Vector512.Min(x, Vector512.Create(Highest));
        Vector512<float> shifted = Lanes.Fma(clamped, Vector512.Create(1.44269504f), shifter);
        Vector512<float> n = shifted - shifter;
        Vector512<float> r = Lanes.Fma(n, Vector512.Create(-0.693145752f), clamped);
        r = Lanes.Fma(n, Vector512.Create(-1.42860677e-6f), r);

        Vector512<float> p = Vector512.Create(1.38888889e-3f);
        p = Lanes.Fma(p, r, Vector512.Create(8.33333333e-3f));
        p = Lanes.Fma(p, r, Vector512.Create(4.16666667e-2f));
        p = Lanes.Fma(p, r, Vector512.Create(1.66666667e-1f));
        p = Lanes.Fma(p, r, Vector512.Create(0.5f));
        p = Lanes.Fma(p, r, Vector512<float>.One);
        p = Lanes.Fma(p, r, Vector512<float>.One);

        Vector512<float> power = Avx512F.IsSupported ? Avx512F.Scale(p, n) : InHalves(p, shifted.AsInt32() - shifter.AsInt32());
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Lowest)), Vector512<float>.Zero, power);
    }

    /// <summary>p · 2^n, which AVX-512 has as an instruction. 2^n goes into the exponent in two halves: n may be 128, whose power alone would
    /// overflow. The first product is exact, so both ways round once, and have the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> InHalves(Vector512<float> p, Vector512<int> n)
    {
        Vector512<int> half = n >> 1;
        Vector512<float> first = ((half + Vector512.Create(127)) << 23).AsSingle();
        Vector512<float> second = ((n - half + Vector512.Create(127)) << 23).AsSingle();
        return p * first * second;
    }
}
