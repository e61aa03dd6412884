using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>AVX-512: 6 rows × 64 columns. Of the 32 registers 24 hold the tile (c row column), 4 a step of B, 1 an element of A in all lanes; a
/// step loads 4 + 6 values for 24 multiply-adds, so the loads hide behind the arithmetic. Locals, not an array: they stay in registers.</summary>
internal readonly unsafe struct Kernel512 : IMicroKernel
{
    private const int StepsBetweenPauses = 4;

    public static int Columns => 64;

    /// <summary>A block of B takes an eighth of the second-level cache: 128 KiB on Zen, 256 on Intel's servers since Sapphire Rapids.</summary>
    public static int BlockDepth { get; } = Math.Clamp(Caches.SecondLevel / (8 * 64 * sizeof(float)) / 16 * 16, 512, 1024);

    /// <summary>The first six pauses fetch the next tile of C.</summary>
    public static int MostAhead(int depth) => Math.Max(0, (depth / StepsBetweenPauses) - Gemm.SliverRows);

    /// <summary>At most 768 KiB of A.</summary>
    public static int SliversInGroup(int depth) => Math.Min(48, 32 * 1024 / depth);

    /// <summary>Any number: 64 columns of some hundred steps do not fit the first level.</summary>
    public static int MostSliversInPlace => int.MaxValue;

    public static bool CopiesRows => false;

    /// <summary>40 rows are six slivers and four rows.</summary>
    public static int TailRows => 4;

    public static void Run(in MicroTile tile) => Run<SixRows>(tile);

    public static void RunTail(in MicroTile tile) => Run<FourRows>(tile);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows>(in MicroTile tile)
        where TRows : struct, IRows
    {
        nint rowStep = tile.RowStep, step = tile.Step, stepOfB = tile.StepOfB, from = tile.FromStride;
        float* a = tile.A;
        float* lower = a + (3 * rowStep);
        float* b = tile.B;
        nint* ahead = tile.Ahead;
        nint* aheadEnd = tile.AheadEnd;
        int depth = tile.Depth;
        float* row0 = tile.From;
        float* row1 = row0 + (1 * from);
        float* row2 = row0 + (2 * from);
        float* row3 = row0 + (3 * from);
        float* row4 = row0 + (4 * from);
        float* row5 = row0 + (5 * from);
        Vector512<float> c00 = Vector512.Load(row0), c01 = Vector512.Load(row0 + 16), c02 = Vector512.Load(row0 + 32), c03 = Vector512.Load(row0 + 48);
        Vector512<float> c10 = Vector512.Load(row1), c11 = Vector512.Load(row1 + 16), c12 = Vector512.Load(row1 + 32), c13 = Vector512.Load(row1 + 48);
        Vector512<float> c20 = Vector512.Load(row2), c21 = Vector512.Load(row2 + 16), c22 = Vector512.Load(row2 + 32), c23 = Vector512.Load(row2 + 48);
        Vector512<float> c30 = Vector512.Load(row3), c31 = Vector512.Load(row3 + 16), c32 = Vector512.Load(row3 + 32), c33 = Vector512.Load(row3 + 48);
        Vector512<float> c40 = default, c41 = default, c42 = default, c43 = default;
        Vector512<float> c50 = default, c51 = default, c52 = default, c53 = default;
        if (TRows.AreSix)
        {
            (c40, c41, c42, c43) = (Vector512.Load(row4), Vector512.Load(row4 + 16), Vector512.Load(row4 + 32), Vector512.Load(row4 + 48));
            (c50, c51, c52, c53) = (Vector512.Load(row5), Vector512.Load(row5 + 16), Vector512.Load(row5 + 32), Vector512.Load(row5 + 48));
        }

        float* c = tile.C;
        nint stride = tile.Stride;
        float* below = c + (Gemm.SliverRows * stride);
        float* endBelow = below + (Gemm.SliverRows * stride);

        // Memory is fetched in pauses of the innermost loop, since a few instructions are all that the arithmetic leaves room for: first the
        // tile below, which comes next, row by row (the lines of B would have to wait for all of it at once), then what is listed.
        for (float* end = b + (depth * stepOfB); b != end;)
        {
            if (below != endBelow)
            {
                Prefetch.Row(below, Columns);
                below += stride;
            }
            else if (ahead < aheadEnd)
            {
                Prefetch.Ahead(*ahead++);
            }

            float* pause = end - b > StepsBetweenPauses * stepOfB ? b + (StepsBetweenPauses * stepOfB) : end;
            for (; b != pause; a += step, lower += step, b += stepOfB)
            {
                Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 16), b2 = Vector512.Load(b + 32), b3 = Vector512.Load(b + 48);

                Vector512<float> a0 = Vector512.Create(*a);
                c00 = Vector512.FusedMultiplyAdd(a0, b0, c00);
                c01 = Vector512.FusedMultiplyAdd(a0, b1, c01);
                c02 = Vector512.FusedMultiplyAdd(a0, b2, c02);
                c03 = Vector512.FusedMultiplyAdd(a0, b3, c03);
                Vector512<float> a1 = Vector512.Create(a[rowStep]);
                c10 = Vector512.FusedMultiplyAdd(a1, b0, c10);
                c11 = Vector512.FusedMultiplyAdd(a1, b1, c11);
                c12 = Vector512.FusedMultiplyAdd(a1, b2, c12);
                c13 = Vector512.FusedMultiplyAdd(a1, b3, c13);
                Vector512<float> a2 = Vector512.Create(a[2 * rowStep]);
                c20 = Vector512.FusedMultiplyAdd(a2, b0, c20);
                c21 = Vector512.FusedMultiplyAdd(a2, b1, c21);
                c22 = Vector512.FusedMultiplyAdd(a2, b2, c22);
                c23 = Vector512.FusedMultiplyAdd(a2, b3, c23);
                Vector512<float> a3 = Vector512.Create(*lower);
                c30 = Vector512.FusedMultiplyAdd(a3, b0, c30);
                c31 = Vector512.FusedMultiplyAdd(a3, b1, c31);
                c32 = Vector512.FusedMultiplyAdd(a3, b2, c32);
                c33 = Vector512.FusedMultiplyAdd(a3, b3, c33);
                if (!TRows.AreSix)
                {
                    continue;
                }

                Vector512<float> a4 = Vector512.Create(lower[rowStep]);
                c40 = Vector512.FusedMultiplyAdd(a4, b0, c40);
                c41 = Vector512.FusedMultiplyAdd(a4, b1, c41);
                c42 = Vector512.FusedMultiplyAdd(a4, b2, c42);
                c43 = Vector512.FusedMultiplyAdd(a4, b3, c43);
                Vector512<float> a5 = Vector512.Create(lower[2 * rowStep]);
                c50 = Vector512.FusedMultiplyAdd(a5, b0, c50);
                c51 = Vector512.FusedMultiplyAdd(a5, b1, c51);
                c52 = Vector512.FusedMultiplyAdd(a5, b2, c52);
                c53 = Vector512.FusedMultiplyAdd(a5, b3, c53);
            }
        }

        c00.Store(c);
        c01.Store(c + 16);
        c02.Store(c + 32);
        c03.Store(c + 48);
        c10.Store(c + (1 * stride));
        c11.Store(c + (1 * stride) + 16);
        c12.Store(c + (1 * stride) + 32);
        c13.Store(c + (1 * stride) + 48);
        c20.Store(c + (2 * stride));
        c21.Store(c + (2 * stride) + 16);
        c22.Store(c + (2 * stride) + 32);
        c23.Store(c + (2 * stride) + 48);
        c30.Store(c + (3 * stride));
        c31.Store(c + (3 * stride) + 16);
        c32.Store(c + (3 * stride) + 32);
        c33.Store(c + (3 * stride) + 48);
        if (!TRows.AreSix)
        {
            return;
        }

        c40.Store(c + (4 * stride));
        c41.Store(c + (4 * stride) + 16);
        c42.Store(c + (4 * stride) + 32);
        c43.Store(c + (4 * stride) + 48);
        c50.Store(c + (5 * stride));
        c51.Store(c + (5 * stride) + 16);
        c52.Store(c + (5 * stride) + 32);
        c53.Store(c + (5 * stride) + 48);
    }

    /// <summary>How many rows: a constant for the compiler, which leaves out what is not computed.</summary>
    private interface IRows
    {
        static abstract bool AreSix { get; }
    }

    private readonly struct SixRows : IRows
    {
        public static bool AreSix => true;
    }

    private readonly struct FourRows : IRows
    {
        public static bool AreSix => false;
    }
}
