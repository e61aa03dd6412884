using System.Runtime.CompilerServices;

namespace Maner.Tensors.Kernels;

/// <summary>
/// GELU in its exact form, x·Φ(x) with Φ(x) = ½(1 + erf(x/√2)) (Hendrycks and Gimpel 2016), as XLM-R uses it (<c>hidden_act: gelu</c>).
/// </summary>
internal readonly struct Gelu : IActivation
{
    private const float InverseSqrt2 = 0.70710678f;
    private const float InverseSqrt2Pi = 0.39894228f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => x * NormalCdf(x, out _);

    // y = x·Φ(x)   so: y′ = Φ(x) + x·φ(x)   with φ(x) = e^(−x²/2)/√(2π)

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope<TLanes>(TLanes x, out TLanes value)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes cdf = NormalCdf(x, out TLanes gaussian);
        value = x * cdf;
        return TLanes.Fma(x * TLanes.Create(InverseSqrt2Pi), gaussian, cdf);
    }

    /// <summary>Φ(x) and e^(−x²/2), which share an exponential.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes NormalCdf<TLanes>(TLanes x, out TLanes gaussian)
        where TLanes : struct, ILanes<TLanes>
    {
        // erfc(z) = e^(−z²)·P(t) with t = 1/(1 + z/2) and z = |x|/√2. P fits erfcx(z) on z ∈ [0, 9.6] with a relative error below
        // 1.6e-7 (reweighted least squares), so Φ keeps its digits in the left tail, where ½(1 + erf) would cancel to nothing.
        TLanes z = TLanes.Abs(x) * TLanes.Create(InverseSqrt2);
        TLanes t = TLanes.Create(1) / TLanes.Fma(z, TLanes.Create(0.5f), TLanes.Create(1));
        TLanes p = TLanes.Create(-0.05893166f);
        p = TLanes.Fma(p, t, TLanes.Create(0.28390244f));
        p = TLanes.Fma(p, t, TLanes.Create(-0.48580116f));
        p = TLanes.Fma(p, t, TLanes.Create(0.2764589f));
        p = TLanes.Fma(p, t, TLanes.Create(-0.02551138f));
        p = TLanes.Fma(p, t, TLanes.Create(0.20221229f));
        p = TLanes.Fma(p, t, TLanes.Create(0.24322462f));
        p = TLanes.Fma(p, t, TLanes.Create(0.28235856f));
        p = TLanes.Fma(p, t, TLanes.Create(0.2820874f));

        gaussian = Exponential.Exp(x * x * TLanes.Create(-0.5f));
        TLanes tail = TLanes.Create(0.5f) * t * p * gaussian;
        return TLanes.WhereLess(x, TLanes.Create(0), tail, TLanes.Create(1) - tail);
    }
}
