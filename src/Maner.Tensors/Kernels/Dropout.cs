using System.Runtime.CompilerServices;

namespace Maner.Tensors.Kernels;

/// <summary>
/// Dropout without stored masks: whether an element is kept is a hash of (key, row, column), so the backward pass computes the same
/// mask again, and it does not depend on threads or batching. A kept element is scaled by 1/(1 − rate).
/// </summary>
/// <param name="rate">The probability that an element becomes zero; 0 switches dropout off.</param>
/// <param name="key">Names the draw: another key for every step, layer and place in the layer.</param>
internal readonly struct Dropout(float rate, ulong key)
{
    private readonly ulong _key = key;
    private readonly uint _threshold = (uint)Math.Min(rate * 4294967296.0, uint.MaxValue);
    private readonly float _scale = 1 / (1 - rate);

    /// <summary>No dropout.</summary>
    public static Dropout None => default;

    /// <summary>False when every element is kept as it is.</summary>
    public bool IsOn => _threshold != 0;

    /// <summary>y = mask ∘ x, and the same for gradients: dx = mask ∘ dy.</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="x">[N, H]; may be the same as <paramref name="y"/>.</param>
    /// <param name="y">[N, H].</param>
    public void Apply(Workers workers, Matrix x, Matrix y)
    {
        Shapes.CheckSame(x, y, "dropout");
        Kernels.Rows.For(workers, x.Rows, x.Columns, new ApplyRow(this, x, y));
    }

    /// <summary>The factors (0 or 1/(1 − rate)) of a row's elements are functions of this and the column.</summary>
    internal DropoutRow Row(int row)
    {
        ulong mixed = Rng.Mix(_key + ((ulong)(uint)row * 0x9E3779B97F4A7C15));
        return new DropoutRow((uint)mixed, (uint)(mixed >> 32), _threshold, _scale);
    }

    private readonly unsafe struct ApplyRow(Dropout dropout, Matrix x, Matrix y) : ILaneOperation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes>
        {
            float* source = x.RowPointer(row);
            float* destination = y.RowPointer(row);
            DropoutRow mask = dropout.Row(row);
            for (int column = 0; column < x.Columns; column += Lanes.Count)
            {
                int left = x.Columns - column;
                TLanes value = Lanes.Load<TLanes>(source + column, left);
                Lanes.Store(dropout.IsOn ? value * mask.Factors<TLanes>(column) : value, destination + column, left);
            }
        }
    }
}

/// <summary>A row's part of a <see cref="Dropout"/>.</summary>
internal readonly struct DropoutRow(uint low, uint high, uint threshold, float scale)
{
    /// <summary>The factors of sixteen elements from <paramref name="column"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Factors<TLanes>(int column)
        where TLanes : struct, ILanes<TLanes>
    {
        // The 32-bit finalizer "lowbias32" (Wellons 2018) with the row's second word mixed in half way.
        TLanes hash = TLanes.CountFrom((uint)column + low);
        hash = TLanes.MultiplyBits(TLanes.XorShifted(hash, 16), 0x7feb352du);
        hash = TLanes.MultiplyBits(TLanes.XorShifted(hash, 15, high), 0x846ca68bu);
        return TLanes.ZeroWhereBitsLess(TLanes.XorShifted(hash, 16), threshold, scale);
    }
}
