using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>
/// GELU with Φ(x) approximated by ½(1 + tanh(√(2/π)·(x + 0.044715·x³))) (Hendrycks and Gimpel 2016): <c>hidden_act: gelu_new</c> and its other names.
/// </summary>
internal static unsafe class GeluTanh
{
    private const float TwoRoots = 1.5957691f; // 2·√(2/π): ½(1 + tanh(u)) is the logistic function of 2u
    private const float Cubic = 0.044715f;
    private const float Saturated = 12; // beyond it the logistic function is 0 or 1 in floats, and x³ may overflow

    /// <summary>y = x·σ(2u(x)).</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="x">[N, F]; may be the same as <paramref name="y"/>.</param>
    /// <param name="y">[N, F].</param>
    public static void Forward(Workers workers, Matrix x, Matrix y)
    {
        Shapes.CheckSame(x, y, "GELU");
        Rows.For(workers, x.Rows, x.Columns, new ForwardRow(x, y));
    }

    // forward: y = x·σ(v), v = 2u(x)   so: dx = dy·(σ(v) + x·σ(v)·σ(−v)·v′)   with v′ = 2√(2/π)·(1 + 3·0.044715·x²)

    /// <summary>dx = dy·(σ(v) + x·σ(v)·σ(−v)·v′).</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="x">The forward pass's input [N, F].</param>
    /// <param name="dy">[N, F].</param>
    /// <param name="dx">[N, F]; may be the same as <paramref name="dy"/>.</param>
    public static void Backward(Workers workers, Matrix x, Matrix dy, Matrix dx)
    {
        Shapes.CheckSame(x, dy, "GELU backward");
        Shapes.CheckSame(x, dx, "GELU backward");
        Rows.For(workers, x.Rows, x.Columns, new BackwardRow(x, dy, dx));
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

    private readonly struct ForwardRow(Matrix x, Matrix y) : IRowOperation
    {
        public void Invoke(int row)
        {
            float* source = x.RowPointer(row);
            float* destination = y.RowPointer(row);
            for (int column = 0; column < x.Columns; column += Lanes.Count)
            {
                int left = x.Columns - column;
                Vector512<float> value = Lanes.Load(source + column, left);
                Lanes.Store(value * Cdf(Clamp(value), out _), destination + column, left);
            }
        }
    }

    private readonly struct BackwardRow(Matrix x, Matrix dy, Matrix dx) : IRowOperation
    {
        public void Invoke(int row)
        {
            float* source = x.RowPointer(row);
            float* upstream = dy.RowPointer(row);
            float* destination = dx.RowPointer(row);
            for (int column = 0; column < x.Columns; column += Lanes.Count)
            {
                int left = x.Columns - column;
                Vector512<float> value = Clamp(Lanes.Load(source + column, left));
                Vector512<float> cdf = Cdf(value, out Vector512<float> rest);
                Vector512<float> steepness = Vector512.Create(TwoRoots) * Lanes.Fma(value * value, Vector512.Create(3 * Cubic), Vector512<float>.One);
                Vector512<float> slope = Lanes.Fma(value * cdf * rest, steepness, cdf);
                Lanes.Store(Lanes.Load(upstream + column, left) * slope, destination + column, left);
            }
        }
    }
}
