namespace Maner.Tensors.Kernels;

/// <summary>The innermost product: a tile of C stays in registers while k runs.</summary>
internal unsafe interface IMicroKernel
{
    /// <summary>Columns of the tile, and the width of a packed panel of B.</summary>
    static abstract int Columns { get; }

    /// <summary>C[6, Columns] += A[6, depth]·B[depth, Columns], one fused multiply-add after another in the order of k.</summary>
    /// <param name="a">Element (row, k) is a[row·rowStep + k·step].</param>
    /// <param name="rowStep">Floats from a row of A to the next.</param>
    /// <param name="step">Floats from a step of k to the next.</param>
    /// <param name="b">Packed: b[k·Columns + column].</param>
    /// <param name="depth">Steps of k.</param>
    /// <param name="c">The tile's first element.</param>
    /// <param name="stride">Floats from a row of C to the next.</param>
    /// <param name="ahead">Addresses of 64 floats each to fetch into the cache meanwhile, one every four steps.</param>
    /// <param name="aheadEnd">Behind the last of them.</param>
    static abstract void Run(float* a, nint rowStep, nint step, float* b, int depth, float* c, nint stride, nint* ahead, nint* aheadEnd);
}

/// <summary>Plain C#: for processors without 256-bit vectors, and the specification of the two vector kernels.</summary>
internal readonly unsafe struct KernelScalar : IMicroKernel
{
    public static int Columns => 16;

    public static void Run(float* a, nint rowStep, nint step, float* b, int depth, float* c, nint stride, nint* ahead, nint* aheadEnd)
    {
        for (int row = 0; row < Gemm.SliverRows; row++)
        {
            float* target = c + (row * stride);
            for (int k = 0; k < depth; k++)
            {
                float factor = a[(row * rowStep) + (k * step)];
                for (int column = 0; column < Columns; column++)
                {
                    target[column] = MathF.FusedMultiplyAdd(factor, b[(k * Columns) + column], target[column]);
                }
            }
        }
    }
}
