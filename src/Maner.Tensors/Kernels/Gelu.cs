using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public static Vector512<float> Value(Vector512<float> x) => x * NormalCdf(x, out _);

    // y = x·Φ(x)   so: y′ = Φ(x) + x·φ(x)   with φ(x) = e^(−x²/2)/√(2π)

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x, out Vector512<float> value)
    {
        Vector512<float> cdf = NormalCdf(x, out Vector512<float> gaussian);
        value = x * cdf;
        return Lanes.Fma(x * Vector512.Create(InverseSqrt2Pi), gaussian, cdf);
    }

    /// <summary>Φ(x) and e^(−x²/2), which share an exponential.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> NormalCdf(Vector512<float> x, out Vector512<float> gaussian)
    {
        // erfc(z) = e^(−z²)·P(t) with t = 1/(1 + z/2) and z = |x|/√2. P fits erfcx(z) on z ∈ [0, 9.6] with a relative error below
        // 1.6e-7 (reweighted least squares), so Φ keeps its digits in the left tail, where ½(1 + erf) would cancel to nothing.
        Vector512<float> z = Vector512.Abs(x) * Vector512.Create(InverseSqrt2);
        Vector512<float> t = Vector512<float>.One / Lanes.Fma(z, Vector512.Create(0.5f), Vector512<float>.One);
        Vector512<float> p = Vector512.Create(-0.05893166f);
        p = Lanes.Fma(p, t, Vector512.Create(0.28390244f));
        p = Lanes.Fma(p, t, Vector512.Create(-0.48580116f));
        p = Lanes.Fma(p, t, Vector512.Create(0.2764589f));
        p = Lanes.Fma(p, t, Vector512.Create(-0.02551138f));
        p = Lanes.Fma(p, t, Vector512.Create(0.20221229f));
        p = Lanes.Fma(p, t, Vector512.Create(0.24322462f));
        p = Lanes.Fma(p, t, Vector512.Create(0.28235856f));
        p = Lanes.Fma(p, t, Vector512.Create(0.2820874f));

        gaussian = Exponential.Exp(x * x * Vector512.Create(-0.5f));
        Vector512<float> tail = Vector512.Create(0.5f) * t * p * gaussian;
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), tail, Vector512<float>.One - tail);
    }
}
