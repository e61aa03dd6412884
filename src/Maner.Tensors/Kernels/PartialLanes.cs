using System.Runtime.CompilerServices;

namespace Maner.Tensors.Kernels;

/// <summary>Ends of rows, for processors that cannot read or write a part of a register.</summary>
internal static unsafe class PartialLanes
{
    // Where there are masks, loads and stores with a mask are written in place: a call in the middle of a kernel makes the compiler keep vectors on the
    // stack, where one in four or more straddles two lines of the cache and is slow to come back.

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLanes Load<TLanes>(float* source, int count, float fill)
        where TLanes : struct, ILanes<TLanes>
    {
        float* whole = stackalloc float[Lanes.Count];
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            whole[lane] = lane < count ? source[lane] : fill;
        }

        return TLanes.Load(whole);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Store<TLanes>(TLanes lanes, float* destination, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        float* whole = stackalloc float[Lanes.Count];
        lanes.Store(whole);
        for (int lane = 0; lane < count; lane++)
        {
            destination[lane] = whole[lane];
        }
    }
}
