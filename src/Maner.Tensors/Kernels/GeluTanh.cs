using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>
/// GELU with Φ(x) approximated by ½(1 + tanh(√(2/π)·(x + 0.044715·x³))) (Hendrycks and Gimpel 2016): <c>hidden_act: gelu_new</c> and its other names.
/// </summary>
internal readonly struct GeluTanh : IActivation
{
    private const float TwoRoots = 1.5957691f; // 2·√(2/π): ½(1 + tanh(u)) is the logistic function of 2u
    private const float Cubic = 0.044715f;
    private const float Saturated = 12; // beyond it the logistic function is 0 or 1 in floats, and x³ may overflow

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> x) => x * Cdf(Clamp(x), out _);

    // y = x·σ(v), v = 2u(x)   so: y′ = σ(v) + x·σ(v)·σ(−v)·v′   with v′ = 2√(2/π)·(1 + 3·0.044715·x²)

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> x, out Vector512<float> value)
    {
        Vector512<float> clamped = Clamp(x), cdf = Cdf(clamped, out Vector512<float> rest);
        Vector512<float> steepness = Vector512.Create(TwoRoots) * Lanes.Fma(clamped * clamped, Vector512.Create(3 * Cubic), Vector512<float>.One);
        value = x * cdf;
        return Lanes.Fma(clamped * cdf * rest, steepness, cdf);
    }

    /// <summary>σ(v) and σ(−v), neither by subtraction from 1, so that both keep their digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Cdf(Vector512<float> x, out Vector512<float> rest)
    {
        Vector512<float> v = Vector512.Create(TwoRoots) * x * Lanes.Fma(x * x, Vector512.Create(Cubic), Vector512<float>.One);
        Vector512<float> small = Exponential.Exp(-Vector512.Abs(v)), large = Vector512<float>.One / (Vector512<float>.One + small);
        Vector512<float> other = small * large, isNegative = Vector512.LessThan(x, Vector512<float>.Zero);
        rest = Vector512.ConditionalSelect(isNegative, large, other);
        return Vector512.ConditionalSelect(isNegative, other, large);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Clamp(Vector512<float> x) => Vector512.Max(Vector512.Min(x, Vector512.Create(Saturated)), Vector512.Create(-Saturated));
}
