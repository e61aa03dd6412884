using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>AVX-512: 6 rows × 64 columns. Of the 32 registers 24 hold the tile (c row column), 4 a step of B, 1 an element of A in all lanes; a
/// step loads 4 + 6 values for 24 multiply-adds, so the loads hide behind the arithmetic. Locals, not an array: they stay in registers.</summary>
internal readonly unsafe struct Kernel512 : IMicroKernel
{
    public static int Columns => 64;

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
        Vector512<float> c00 = Vector512.Load(row0), c01 = Vector512.Load(row0 + 16), c02 = Vector512.Load(row0 + 32), c03 = Vector512.Load(row0 + 48);
        Vector512<float> c10 = Vector512.Load(row1), c11 = Vector512.Load(row1 + 16), c12 = Vector512.Load(row1 + 32), c13 = Vector512.Load(row1 + 48);
        Vector512<float> c20 = Vector512.Load(row2), c21 = Vector512.Load(row2 + 16), c22 = Vector512.Load(row2 + 32), c23 = Vector512.Load(row2 + 48);
        Vector512<float> c30 = Vector512.Load(row3), c31 = Vector512.Load(row3 + 16), c32 = Vector512.Load(row3 + 32), c33 = Vector512.Load(row3 + 48);
        Vector512<float> c40 = Vector512.Load(row4), c41 = Vector512.Load(row4 + 16), c42 = Vector512.Load(row4 + 32), c43 = Vector512.Load(row4 + 48);
        Vector512<float> c50 = Vector512.Load(row5), c51 = Vector512.Load(row5 + 16), c52 = Vector512.Load(row5 + 32), c53 = Vector512.Load(row5 + 48);
        Prefetch.Tile(c + (Gemm.SliverRows * stride), stride, Columns); // the tile below comes next

        for (int k = 0; k < depth; k++, a += step, lower += step, b += 64)
        {
            if ((k & 3) == 0 && ahead < aheadEnd)
            {
                Prefetch.Ahead(*ahead++);
            }

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

        c00.Store(row0);
        c01.Store(row0 + 16);
        c02.Store(row0 + 32);
        c03.Store(row0 + 48);
        c10.Store(row1);
        c11.Store(row1 + 16);
        c12.Store(row1 + 32);
        c13.Store(row1 + 48);
        c20.Store(row2);
        c21.Store(row2 + 16);
        c22.Store(row2 + 32);
        c23.Store(row2 + 48);
        c30.Store(row3);
        c31.Store(row3 + 16);
        c32.Store(row3 + 32);
        c33.Store(row3 + 48);
        c40.Store(row4);
        c41.Store(row4 + 16);
        c42.Store(row4 + 32);
        c43.Store(row4 + 48);
        c50.Store(row5);
        c51.Store(row5 + 16);
        c52.Store(row5 + 32);
        c53.Store(row5 + 48);
    }
}
