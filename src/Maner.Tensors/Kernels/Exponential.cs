using System.Runtime.CompilerServices;

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
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // Adding and subtracting 1.5·2^23 rounds to the nearest whole number; the sum's low bits then are that number.
        TLanes shifter = TLanes.Create(12582912f);
        TLanes clamped = TLanes.Min(TLanes.Create(Highest), x);
        TLanes shifted = TLanes.Fma(clamped, TLanes.Create(1.44269504f), shifter);
        TLanes n = shifted - shifter;
        TLanes r = TLanes.Fma(n, TLanes.Create(-0.693145752f), clamped);
        r = TLanes.Fma(n, TLanes.Create(-1.42860677e-6f), r);

        TLanes p = TLanes.Create(1.38888889e-3f);
        p = TLanes.Fma(p, r, TLanes.Create(8.33333333e-3f));
        p = TLanes.Fma(p, r, TLanes.Create(4.16666667e-2f));
        p = TLanes.Fma(p, r, TLanes.Create(1.66666667e-1f));
        p = TLanes.Fma(p, r, TLanes.Create(0.5f));
        p = TLanes.Fma(p, r, TLanes.Create(1));
        p = TLanes.Fma(p, r, TLanes.Create(1));

        return TLanes.WhereLess(x, TLanes.Create(Lowest), TLanes.Create(0), TLanes.Scale(p, n));
    }
}
