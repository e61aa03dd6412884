using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>
/// AVX2: 6 rows × 16 columns. Of the 16 registers 12 hold the tile, 2 a step of B, 1 an element of A in all lanes: the tile of BLIS's Haswell
/// kernel, large enough to hide the multiply-add's latency. A step is 8 loads for 12 multiply-adds, which leaves little room for anything
/// else: four steps go by between two visits to the loop's end, and elements of A are at constant distances within them.
/// </summary>
internal readonly unsafe struct Kernel256 : IMicroKernel
{
    public static int Columns => 16;

    /// <summary>16 KiB of B, half of the first-level cache: every sliver of A reads it again.</summary>
    public static int BlockDepth => 256;

    public static int MostAhead(int depth) => depth / 4;

    /// <summary>At most 384 KiB of A; where B is packed for every group there is one group, whatever it takes.</summary>
    public static int SliversInGroup(int depth) => Math.Min(96, 16 * 1024 / depth);

    public static int MostSliversInPlace => 16;

    public static bool CopiesRows => true;

    public static int TailRows => Gemm.SliverRows;

    public static void RunTail(in MicroTile tile) => Run(tile);

    public static void Run(in MicroTile tile)
    {
        if (tile.Step == 1)
        {
            Run<RowsInPlace>(tile);
        }
        else
        {
            Debug.Assert(tile.Step == Gemm.SliverRows, "Rows of A that are not read where they are are packed.");
            Run<PackedRows>(tile);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TSteps>(in MicroTile tile)
        where TSteps : struct, IStepsOfA
    {
        nint rowStep = tile.RowStep, from = tile.FromStride;
        float* a = tile.A;
        float* lower = a + (3 * rowStep);
        float* b = tile.B;
        nint* ahead = tile.Ahead;
        nint* aheadEnd = tile.AheadEnd;
        float* row0 = tile.From;
        float* row1 = row0 + (1 * from);
        float* row2 = row0 + (2 * from);
        float* row3 = row0 + (3 * from);
        float* row4 = row0 + (4 * from);
        float* row5 = row0 + (5 * from);
        Vector256<float> c00 = Vector256.Load(row0), c01 = Vector256.Load(row0 + 8);
        Vector256<float> c10 = Vector256.Load(row1), c11 = Vector256.Load(row1 + 8);
        Vector256<float> c20 = Vector256.Load(row2), c21 = Vector256.Load(row2 + 8);
        Vector256<float> c30 = Vector256.Load(row3), c31 = Vector256.Load(row3 + 8);
        Vector256<float> c40 = Vector256.Load(row4), c41 = Vector256.Load(row4 + 8);
        Vector256<float> c50 = Vector256.Load(row5), c51 = Vector256.Load(row5 + 8);

        float* c = tile.C;
        nint stride = tile.Stride;
        Prefetch.Tile(c + (Gemm.SliverRows * stride), stride, Columns); // the tile below comes next

        nint stepOfB = tile.StepOfB;
        float* end = b + (tile.Depth * stepOfB);
        float* fourth = b + (3 * stepOfB);
        for (float* endOfFours = b + (tile.Depth / 4 * 4 * stepOfB); b != endOfFours; b += 4 * stepOfB, fourth += 4 * stepOfB)
        {
            if (ahead < aheadEnd)
            {
                Prefetch.Ahead(*ahead++);
            }

            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8), a0 = Vector256.Create(*a);
            c00 = Vector256.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(a0, b1, c01);
            Vector256<float> a1 = Vector256.Create(*(a + rowStep));
            c10 = Vector256.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(a1, b1, c11);
            Vector256<float> a2 = Vector256.Create(*(a + (2 * rowStep)));
            c20 = Vector256.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(a2, b1, c21);
            Vector256<float> a3 = Vector256.Create(*lower);
            c30 = Vector256.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(a3, b1, c31);
            Vector256<float> a4 = Vector256.Create(*(lower + rowStep));
            c40 = Vector256.FusedMultiplyAdd(a4, b0, c40);
            c41 = Vector256.FusedMultiplyAdd(a4, b1, c41);
            Vector256<float> a5 = Vector256.Create(*(lower + (2 * rowStep)));
            c50 = Vector256.FusedMultiplyAdd(a5, b0, c50);
            c51 = Vector256.FusedMultiplyAdd(a5, b1, c51);
            b0 = Vector256.Load(b + stepOfB);
            b1 = Vector256.Load(b + stepOfB + 8);
            a0 = Vector256.Create(*(a + (1 * TSteps.Step)));
            c00 = Vector256.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(a0, b1, c01);
            a1 = Vector256.Create(*(a + rowStep + (1 * TSteps.Step)));
            c10 = Vector256.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(a1, b1, c11);
            a2 = Vector256.Create(*(a + (2 * rowStep) + (1 * TSteps.Step)));
            c20 = Vector256.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(a2, b1, c21);
            a3 = Vector256.Create(*(lower + (1 * TSteps.Step)));
            c30 = Vector256.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(a3, b1, c31);
            a4 = Vector256.Create(*(lower + rowStep + (1 * TSteps.Step)));
            c40 = Vector256.FusedMultiplyAdd(a4, b0, c40);
            c41 = Vector256.FusedMultiplyAdd(a4, b1, c41);
            a5 = Vector256.Create(*(lower + (2 * rowStep) + (1 * TSteps.Step)));
            c50 = Vector256.FusedMultiplyAdd(a5, b0, c50);
            c51 = Vector256.FusedMultiplyAdd(a5, b1, c51);
            b0 = Vector256.Load(b + (2 * stepOfB));
            b1 = Vector256.Load(b + (2 * stepOfB) + 8);
            a0 = Vector256.Create(*(a + (2 * TSteps.Step)));
            c00 = Vector256.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(a0, b1, c01);
            a1 = Vector256.Create(*(a + rowStep + (2 * TSteps.Step)));
            c10 = Vector256.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(a1, b1, c11);
            a2 = Vector256.Create(*(a + (2 * rowStep) + (2 * TSteps.Step)));
            c20 = Vector256.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(a2, b1, c21);
            a3 = Vector256.Create(*(lower + (2 * TSteps.Step)));
            c30 = Vector256.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(a3, b1, c31);
            a4 = Vector256.Create(*(lower + rowStep + (2 * TSteps.Step)));
            c40 = Vector256.FusedMultiplyAdd(a4, b0, c40);
            c41 = Vector256.FusedMultiplyAdd(a4, b1, c41);
            a5 = Vector256.Create(*(lower + (2 * rowStep) + (2 * TSteps.Step)));
            c50 = Vector256.FusedMultiplyAdd(a5, b0, c50);
            c51 = Vector256.FusedMultiplyAdd(a5, b1, c51);
            b0 = Vector256.Load(fourth);
            b1 = Vector256.Load(fourth + 8);
            a0 = Vector256.Create(*(a + (3 * TSteps.Step)));
            c00 = Vector256.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(a0, b1, c01);
            a1 = Vector256.Create(*(a + rowStep + (3 * TSteps.Step)));
            c10 = Vector256.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(a1, b1, c11);
            a2 = Vector256.Create(*(a + (2 * rowStep) + (3 * TSteps.Step)));
            c20 = Vector256.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(a2, b1, c21);
            a3 = Vector256.Create(*(lower + (3 * TSteps.Step)));
            c30 = Vector256.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(a3, b1, c31);
            a4 = Vector256.Create(*(lower + rowStep + (3 * TSteps.Step)));
            c40 = Vector256.FusedMultiplyAdd(a4, b0, c40);
            c41 = Vector256.FusedMultiplyAdd(a4, b1, c41);
            a5 = Vector256.Create(*(lower + (2 * rowStep) + (3 * TSteps.Step)));
            c50 = Vector256.FusedMultiplyAdd(a5, b0, c50);
            c51 = Vector256.FusedMultiplyAdd(a5, b1, c51);
            a += 4 * TSteps.Step;
            lower += 4 * TSteps.Step;
        }

        for (; b != end; b += stepOfB)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8), a0 = Vector256.Create(*a);
            c00 = Vector256.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(a0, b1, c01);
            Vector256<float> a1 = Vector256.Create(*(a + rowStep));
            c10 = Vector256.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(a1, b1, c11);
            Vector256<float> a2 = Vector256.Create(*(a + (2 * rowStep)));
            c20 = Vector256.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(a2, b1, c21);
            Vector256<float> a3 = Vector256.Create(*lower);
            c30 = Vector256.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(a3, b1, c31);
            Vector256<float> a4 = Vector256.Create(*(lower + rowStep));
            c40 = Vector256.FusedMultiplyAdd(a4, b0, c40);
            c41 = Vector256.FusedMultiplyAdd(a4, b1, c41);
            Vector256<float> a5 = Vector256.Create(*(lower + (2 * rowStep)));
            c50 = Vector256.FusedMultiplyAdd(a5, b0, c50);
            c51 = Vector256.FusedMultiplyAdd(a5, b1, c51);
            a += TSteps.Step;
            lower += TSteps.Step;
        }

        c00.Store(c);
        c01.Store(c + 8);
        c10.Store(c + (1 * stride));
        c11.Store(c + (1 * stride) + 8);
        c20.Store(c + (2 * stride));
        c21.Store(c + (2 * stride) + 8);
        c30.Store(c + (3 * stride));
        c31.Store(c + (3 * stride) + 8);
        c40.Store(c + (4 * stride));
        c41.Store(c + (4 * stride) + 8);
        c50.Store(c + (5 * stride));
        c51.Store(c + (5 * stride) + 8);
    }

    /// <summary>Floats from a step of k to the next, in A: a constant for the compiler.</summary>
    private interface IStepsOfA
    {
        static abstract int Step { get; }
    }

    private readonly struct RowsInPlace : IStepsOfA
    {
        public static int Step => 1;
    }

    private readonly struct PackedRows : IStepsOfA
    {
        public static int Step => Gemm.SliverRows;
    }
}
