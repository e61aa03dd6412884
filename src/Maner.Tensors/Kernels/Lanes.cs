using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>Work on item after item, written over <see cref="ILanes{TSelf}"/>.</summary>
internal interface ILaneOperation
{
    void Invoke<TLanes>(int item)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Sixteen floats at a time: where kernels meet the lanes of this processor.</summary>
internal static unsafe class Lanes
{
    /// <summary>Lanes of a vector.</summary>
    public const int Count = 16;

    /// <summary>Columns a thread takes at a time in kernels that are split by columns: one kilobyte of a row.</summary>
    public const int ColumnBlock = 16 * Count;

    /// <summary>Runs items 0 … <paramref name="count"/> − 1, shared by the threads, with this processor's lanes.</summary>
    public static void Run<TOperation>(Workers workers, int count, TOperation operation)
        where TOperation : unmanaged, ILaneOperation => workers.Run(count, new LaneItems<TOperation>(operation));

    /// <summary>Runs an item with this processor's lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<TOperation>(TOperation operation, int item = 0)
        where TOperation : unmanaged, ILaneOperation
    {
        if (VectorWidth.Bits == 512)
        {
            operation.Invoke<Lanes512>(item);
        }
        else if (VectorWidth.Bits == 256)
        {
            operation.Invoke<Lanes256>(item);
        }
        else
        {
            operation.Invoke<Lanes128>(item);
        }
    }

    /// <summary>Loads sixteen lanes, or the <paramref name="remaining"/> ones that are left: rows end there when their width is no multiple of sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(float* source, int remaining, float fill = 0)
        where TLanes : struct, ILanes<TLanes> => remaining >= Count ? TLanes.Load(source) : TLanes.LoadPartial(source, remaining, fill);

    /// <summary>Stores sixteen lanes, or the <paramref name="remaining"/> ones that are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes lanes, float* destination, int remaining)
        where TLanes : struct, ILanes<TLanes>
    {
        if (remaining >= Count)
        {
            lanes.Store(destination);
        }
        else
        {
            lanes.StorePartial(destination, remaining);
        }
    }

    /// <summary>The sum of eight lanes by halving.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Sum(Vector128<float> lower, Vector128<float> upper)
    {
        Vector128<float> four = lower + upper;
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    /// <summary>The greatest of eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Greatest(Vector128<float> lower, Vector128<float> upper)
    {
        Vector128<float> four = Vector128.MaxNative(lower, upper);
        return MathF.Max(MathF.Max(four[0], four[2]), MathF.Max(four[1], four[3]));
    }
}

/// <summary>An operation's items with this processor's lanes.</summary>
internal readonly struct LaneItems<TOperation>(TOperation operation) : IParallelOperation
    where TOperation : unmanaged, ILaneOperation
{
    public void Invoke(int item) => Lanes.Invoke(operation, item);
}
