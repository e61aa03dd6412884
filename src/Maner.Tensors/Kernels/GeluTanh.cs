using System.Runtime.CompilerServices;

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
    public static TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => x * Cdf(Clamp(x), out _);

    // y = x·σ(v), v = 2u(x)   so: y′ = σ(v) + x·σ(v)·σ(−v)·v′   with v′ = 2√(2/π)·(1 + 3·0.044715·x²)

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope<TLanes>(TLanes x, out TLanes value)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes clamped = Clamp(x), cdf = Cdf(clamped, out TLanes rest);
        TLanes steepness = TLanes.Create(TwoRoots) * TLanes.Fma(clamped * clamped, TLanes.Create(3 * Cubic), TLanes.Create(1));
        value = x * cdf;
        return TLanes.Fma(clamped * cdf * rest, steepness, cdf);
    }

    /// <summary>σ(v) and σ(−v), neither by subtraction from 1, so that both keep their digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Cdf<TLanes>(TLanes x, out TLanes rest)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes v = TLanes.Create(TwoRoots) * x * TLanes.Fma(x * x, TLanes.Create(Cubic), TLanes.Create(1));
        TLanes small = Exponential.Exp(-TLanes.Abs(v)), large = TLanes.Create(1) / (TLanes.Create(1) + small);
        TLanes other = small * large, zero = TLanes.Create(0);
        rest = TLanes.WhereLess(x, zero, large, other);
        return TLanes.WhereLess(x, zero, other, large);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Clamp<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => TLanes.Max(TLanes.Create(-Saturated), TLanes.Min(TLanes.Create(Saturated), x));
}
