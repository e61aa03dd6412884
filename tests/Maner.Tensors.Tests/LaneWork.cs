using Maner.Tensors.Kernels;

namespace Maner.Tensors.Tests;

/// <summary>Kernels that have no entry of their own, with this processor's lanes.</summary>
internal static unsafe class LaneWork
{
    /// <summary>e^x of each.</summary>
    public static float[] Exp(params ReadOnlySpan<float> sixteen)
    {
        float[] result = sixteen.ToArray();
        fixed (float* x = result)
        {
            Lanes.Invoke(new ExpOf(x));
        }

        return result;
    }

    public static void Softmax(Matrix x, float scale, out float max, out float sum)
    {
        float greatest, total;
        Lanes.Invoke(new SoftmaxOf(x, scale, &greatest, &total));
        (max, sum) = (greatest, total);
    }

    public static void SoftmaxBackward(Matrix p, Matrix dp, float scale) => Lanes.Invoke(new SoftmaxBackwardOf(p, dp, scale));

    public static void Turn(Matrix rows, Matrix factors, int* places, bool back) => Lanes.Invoke(new TurnOf(rows, factors, places, back));

    /// <summary>What dropout multiplies an element of a row with.</summary>
    public static float Factor(DropoutRow row, int column)
    {
        float* factors = stackalloc float[Lanes.Count];
        Lanes.Invoke(new FactorsOf(row, factors), column / Lanes.Count * Lanes.Count);
        return factors[column % Lanes.Count];
    }

    private readonly struct ExpOf(float* x) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes> => Exponential.Exp(TLanes.Load(x)).Store(x);
    }

    private readonly struct SoftmaxOf(Matrix x, float scale, float* max, float* sum) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes> => Kernels.Softmax.Row<TLanes>(x.Pointer, x.Columns, scale, out *max, out *sum);
    }

    private readonly struct SoftmaxBackwardOf(Matrix p, Matrix dp, float scale) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes> => Kernels.Softmax.BackwardRow<TLanes>(p.Pointer, dp.Pointer, p.Columns, scale);
    }

    private readonly struct FactorsOf(DropoutRow row, float* factors) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes> => row.Factors<TLanes>(item).Store(factors);
    }

    private readonly struct TurnOf(Matrix rows, Matrix factors, int* places, bool back) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes> => RotaryTable.Turn<TLanes>(rows, factors, places, back);
    }
}
