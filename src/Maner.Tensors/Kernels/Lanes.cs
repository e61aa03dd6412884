using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors.Kernels;

/// <summary>
/// Sixteen floats at a time. Every elementwise kernel is written once, over <see cref="Vector512{T}"/>: one register with AVX-512, two
/// with AVX2, four on Arm, and always the same sixteen lanes, so sums run in the same order and results have the same bits everywhere.
/// Only correctly rounded operations are used (+ − × ÷ √, fused multiply-add and scaling by a power of two).
/// </summary>
internal static unsafe class Lanes
{
    /// <summary>Lanes of a vector.</summary>
    public const int Count = 16;

    /// <summary>Columns a thread takes at a time in kernels that are split by columns: one kilobyte of a row.</summary>
    public const int ColumnBlock = 16 * Count;

    // A call in the middle of a kernel makes the compiler keep vectors on the stack, where one in four or more straddles two lines of the cache
    // and is slow to come back. So partial vectors are read and written in place wherever there are masks.

    /// <summary>The first <paramref name="count"/> lanes from memory, the others <paramref name="fill"/>. Rows end here when their width is no multiple of sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPartial(float* source, int count, float fill = 0)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.MaskLoad(source, First(count), Vector512.Create(fill));
        }

        if (Avx.IsSupported)
        {
            Vector512<float> first = First(count);
            var loaded = Vector512.Create(Avx.MaskLoad(source, first.GetLower()), Avx.MaskLoad(source + 8, first.GetUpper()));
            return Vector512.ConditionalSelect(first, loaded, Vector512.Create(fill));
        }

        return LoadOneByOne(source, count, fill);
    }

    /// <summary>Stores the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<float> vector, float* destination, int count)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(destination, First(count), vector);
        }
        else if (Avx.IsSupported)
        {
            Vector512<float> first = First(count);
            Avx.MaskStore(destination, first.GetLower(), vector.GetLower());
            Avx.MaskStore(destination + 8, first.GetUpper(), vector.GetUpper());
        }
        else
        {
            StoreOneByOne(vector, destination, count);
        }
    }

    private static Vector512<float> First(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    private static Vector512<float> LoadOneByOne(float* source, int count, float fill)
    {
        float* buffer = stackalloc float[Count];
        for (int lane = 0; lane < Count; lane++)
        {
            buffer[lane] = lane < count ? source[lane] : fill;
        }

        return Vector512.Load(buffer);
    }

    private static void StoreOneByOne(Vector512<float> vector, float* destination, int count)
    {
        float* buffer = stackalloc float[Count];
        vector.Store(buffer);
        for (int lane = 0; lane < count; lane++)
        {
            destination[lane] = buffer[lane];
        }
    }

    /// <summary>Loads sixteen lanes, or the <paramref name="remaining"/> ones that are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source, int remaining, float fill = 0) =>
        remaining >= Count ? Vector512.Load(source) : LoadPartial(source, remaining, fill);

    /// <summary>Stores sixteen lanes, or the <paramref name="remaining"/> ones that are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> vector, float* destination, int remaining)
    {
        if (remaining >= Count)
        {
            vector.Store(destination);
        }
        else
        {
            StorePartial(vector, destination, remaining);
        }
    }

    /// <summary>The sum of the lanes by halving: 16 → 8 → 4 → 2 → 1, the one order used everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> vector)
    {
        Vector256<float> eight = vector.GetLower() + vector.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    /// <summary>The greatest lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> vector)
    {
        Vector256<float> eight = Vector256.Max(vector.GetLower(), vector.GetUpper());
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[2]), MathF.Max(four[1], four[3]));
    }

    /// <summary>a × b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);
}
