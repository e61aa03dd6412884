namespace Maner.Tensors.Kernels;

/// <summary>Every product and layer as its textbook formula, in plain loops: the specification, and what the fast kernels are tested against.</summary>
internal static class Naive
{
    /// <summary>C = op(A)·op(B) (+ C, or + bias), each element one chain of fused multiply-adds in the order of k.</summary>
    /// <param name="a">[M, K], or [K, M] when <paramref name="transposeA"/>.</param>
    /// <param name="transposeA">Read A transposed.</param>
    /// <param name="b">[K, N], or [N, K] when <paramref name="transposeB"/>.</param>
    /// <param name="transposeB">Read B transposed.</param>
    /// <param name="c">[M, N].</param>
    /// <param name="accumulate">Start from what C holds rather than from the bias or zero.</param>
    /// <param name="bias">[1, N] or null.</param>
    public static void Gemm(Matrix a, bool transposeA, Matrix b, bool transposeB, Matrix c, bool accumulate, Matrix? bias = null)
    {
        int depth = transposeA ? a.Rows : a.Columns;
        for (int i = 0; i < c.Rows; i++)
        {
            for (int j = 0; j < c.Columns; j++)
            {
                float sum = accumulate ? c[i][j] : bias is null ? 0 : bias.Value[0][j];
                for (int k = 0; k < depth; k++)
                {
                    sum = MathF.FusedMultiplyAdd(transposeA ? a[k][i] : a[i][k], transposeB ? b[j][k] : b[k][j], sum);
                }

                c[i][j] = sum;
            }
        }
    }
}
