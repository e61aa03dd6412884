using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>AVX2: 6 rows × 16 columns. Of the 16 registers 12 hold the tile, 2 a step of B, 1 an element of A in all lanes: the tile of BLIS's
/// Haswell kernel, large enough to hide the multiply-add's latency.</summary>
internal readonly unsafe struct Kernel256 : IMicroKernel
{
    public static int Columns => 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* a, nint rowStep, nint step, float* b, int depth, float* c, nint stride, nint* ahead, nint* aheadEnd)
    {
        float* lower = a + (3 * rowStep);
        float* row0 = c;
        float* row1 = c + (1 * stride);
        float* row2 = c + (2 * stride);
        float* row3 = c + (3 * stride);
        float* row4 = c + (4 * stride);
        float* row5 = c + (5 * stride);
        Vector256<float> c00 = Vector256.Load(row0), c01 = Vector256.Load(row0 + 8);
        Vector256<float> c10 = Vector256.Load(row1), c11 = Vector256.Load(row1 + 8);
        Vector256<float> c20 = Vector256.Load(row2), c21 = Vector256.Load(row2 + 8);
        Vector256<float> c30 = Vector256.Load(row3), c31 = Vector256.Load(row3 + 8);
        Vector256<float> c40 = Vector256.Load(row4), c41 = Vector256.Load(row4 + 8);
        Vector256<float> c50 = Vector256.Load(row5), c51 = Vector256.Load(row5 + 8);
        Prefetch.Tile(c + (Gemm.SliverRows * stride), stride, Columns); // the tile below comes next

        for (int k = 0; k < depth; k++, a += step, lower += step, b += 16)
        {
            if ((k & 3) == 0 && ahead < aheadEnd)
            {
                Prefetch.Ahead(*ahead++);
            }

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

        c00.Store(row0);
        c01.Store(row0 + 8);
        c10.Store(row1);
        c11.Store(row1 + 8);
        c20.Store(row2);
        c21.Store(row2 + 8);
        c30.Store(row3);
        c31.Store(row3 + 8);
        c40.Store(row4);
        c41.Store(row4 + 8);
        c50.Store(row5);
        c51.Store(row5 + 8);
    }
}
