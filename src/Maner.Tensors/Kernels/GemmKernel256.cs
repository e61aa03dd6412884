using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>AVX2: 6 rows × 16 columns. Of the 16 registers 12 hold the tile, 2 a step of B, 1 an element of A in all lanes: the tile of BLIS's
/// Haswell kernel, large enough to hide the multiply-add's latency.</summary>
internal readonly unsafe struct Kernel256 : IMicroKernel
{
    public static int Columns => 16;

    public static bool StreamsPanels => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in MicroTile tile)
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
        Vector256<float> c00 = Vector256.Load(row0), c01 = Vector256.Load(row0 + 8);
        Vector256<float> c10 = Vector256.Load(row1), c11 = Vector256.Load(row1 + 8);
        Vector256<float> c20 = Vector256.Load(row2), c21 = Vector256.Load(row2 + 8);
        Vector256<float> c30 = Vector256.Load(row3), c31 = Vector256.Load(row3 + 8);
        Vector256<float> c40 = Vector256.Load(row4), c41 = Vector256.Load(row4 + 8);
        Vector256<float> c50 = Vector256.Load(row5), c51 = Vector256.Load(row5 + 8);

        float* c = tile.C;
        nint stride = tile.Stride;
        Prefetch.Tile(c + (Gemm.SliverRows * stride), stride, Columns); // the tile below comes next

        // The test for fetching ahead stands outside the innermost loop: its few instructions are all that the arithmetic leaves room for.
        for (float* end = b + (depth * stepOfB); b != end;)
        {
            if (ahead < aheadEnd)
            {
                Prefetch.Ahead(*ahead++);
            }

            float* pause = end - b > 4 * stepOfB ? b + (4 * stepOfB) : end;
            for (; b != pause; a += step, lower += step, b += stepOfB)
            {
                Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);

                Vector256<float> a0 = Vector256.Create(*a);
                c00 = Vector256.FusedMultiplyAdd(a0, b0, c00);
                c01 = Vector256.FusedMultiplyAdd(a0, b1, c01);
                Vector256<float> a1 = Vector256.Create(a[rowStep]);
                c10 = Vector256.FusedMultiplyAdd(a1, b0, c10);
                c11 = Vector256.FusedMultiplyAdd(a1, b1, c11);
                Vector256<float> a2 = Vector256.Create(a[2 * rowStep]);
                c20 = Vector256.FusedMultiplyAdd(a2, b0, c20);
                c21 = Vector256.FusedMultiplyAdd(a2, b1, c21);
                Vector256<float> a3 = Vector256.Create(*lower);
                c30 = Vector256.FusedMultiplyAdd(a3, b0, c30);
                c31 = Vector256.FusedMultiplyAdd(a3, b1, c31);
                Vector256<float> a4 = Vector256.Create(lower[rowStep]);
                c40 = Vector256.FusedMultiplyAdd(a4, b0, c40);
                c41 = Vector256.FusedMultiplyAdd(a4, b1, c41);
                Vector256<float> a5 = Vector256.Create(lower[2 * rowStep]);
                c50 = Vector256.FusedMultiplyAdd(a5, b0, c50);
                c51 = Vector256.FusedMultiplyAdd(a5, b1, c51);
            }
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
}
