using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors.Kernels;

/// <summary>
/// Matrix products in single precision. Every element of the result is one chain of fused multiply-adds in the order of k,
/// c ← fma(a[k], b[k], c), whatever the tile, the instruction set or the number of threads: work is split over rows and columns of the
/// result, never over k, and each block of k goes on from the sum so far. So the bits are those of <see cref="Naive.Gemm"/>.
/// <para>
/// Layout of the work (Goto and van de Geijn 2008, in BLIS's terms): A is packed into slivers of 6 rows, B into panels as wide as the
/// micro-kernel; a panel of <see cref="BlockDepth"/> steps of k stays in the second-level cache while all slivers of A pass by it.
/// </para>
/// </summary>
public static unsafe class Gemm
{
    /// <summary>Steps of k in a block: a panel of 64 columns then takes 128 KiB, a sliver of A 12 KiB.</summary>
    internal const int BlockDepth = 512;

    /// <summary>Rows of C that a micro-kernel computes at once.</summary>
    internal const int SliverRows = 6;

    /// <summary>C = A·Bᵀ (+ bias), or C += A·Bᵀ. A linear layer's forward pass: y = x·Wᵀ + b.</summary>
    /// <param name="workers">The team that shares the work.</param>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[N, K].</param>
    /// <param name="c">[M, N].</param>
    /// <param name="accumulate">Add to what C holds.</param>
    /// <param name="bias">[1, N], added to every row; null for none. Not together with <paramref name="accumulate"/>.</param>
    public static void NT(Workers workers, Matrix a, Matrix b, Matrix c, bool accumulate = false, Matrix? bias = null) =>
        Run(workers, Operand.Plain(a), Operand.Transposed(b), c, accumulate, bias);

    /// <summary>C = A·B, or C += A·B. A linear layer's gradient of its input: dx = dy·W.</summary>
    /// <param name="workers">The team that shares the work.</param>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N].</param>
    /// <param name="c">[M, N].</param>
    /// <param name="accumulate">Add to what C holds.</param>
    public static void NN(Workers workers, Matrix a, Matrix b, Matrix c, bool accumulate = false) =>
        Run(workers, Operand.Plain(a), Operand.Plain(b), c, accumulate, null);

    /// <summary>C = Aᵀ·B, or C += Aᵀ·B. A linear layer's gradient of its weight: dW += dyᵀ·x.</summary>
    /// <param name="workers">The team that shares the work.</param>
    /// <param name="a">[K, M].</param>
    /// <param name="b">[K, N].</param>
    /// <param name="c">[M, N].</param>
    /// <param name="accumulate">Add to what C holds.</param>
    public static void TN(Workers workers, Matrix a, Matrix b, Matrix c, bool accumulate = false) =>
        Run(workers, Operand.Transposed(a), Operand.Plain(b), c, accumulate, null);

    /// <summary>The same products on the calling thread alone, for work that is already inside an item (attention).</summary>
    internal static void OnThisThread(Operand a, Operand b, Matrix c, bool accumulate)
    {
        Check(a, b, c);
        if (Avx512F.IsSupported)
        {
            GemmDriver<Kernel512>.RunAlone(a, b, c, accumulate);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            GemmDriver<Kernel256>.RunAlone(a, b, c, accumulate);
        }
        else
        {
            GemmDriver<KernelScalar>.RunAlone(a, b, c, accumulate);
        }
    }

    private static void Run(Workers workers, Operand a, Operand b, Matrix c, bool accumulate, Matrix? bias)
    {
        Check(a, b, c);
        Shapes.Check(bias is null || (!accumulate && bias.Value.Rows == 1 && bias.Value.Columns == c.Columns), $"a bias [1, {c.Columns}] and no accumulation");
        float* biasRow = bias is null ? null : bias.Value.Pointer;

        // Not Vector512.IsHardwareAccelerated: it is false on processors that the runtime holds back from 512-bit code by default.
        if (Avx512F.IsSupported)
        {
            GemmDriver<Kernel512>.Run(workers, a, b, c, accumulate, biasRow);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            GemmDriver<Kernel256>.Run(workers, a, b, c, accumulate, biasRow);
        }
        else
        {
            GemmDriver<KernelScalar>.Run(workers, a, b, c, accumulate, biasRow);
        }
    }

    private static void Check(Operand a, Operand b, Matrix c) =>
        Shapes.Check(
            a.Columns == b.Rows && a.Rows == c.Rows && b.Columns == c.Columns,
            $"A [M, K]·B [K, N] = C [M, N], found A [{a.Rows}, {a.Columns}], B [{b.Rows}, {b.Columns}], C [{c.Rows}, {c.Columns}]");

    /// <summary>A factor as the product sees it: element (i, k) stands at i·RowStep + k·ColumnStep, and one of the two steps is 1.</summary>
    internal readonly struct Operand
    {
        private Operand(float* pointer, int rows, int columns, int rowStep, int columnStep)
        {
            Pointer = pointer;
            Rows = rows;
            Columns = columns;
            RowStep = rowStep;
            ColumnStep = columnStep;
        }

        public float* Pointer { get; }

        public int Rows { get; }

        public int Columns { get; }

        public int RowStep { get; }

        public int ColumnStep { get; }

        public static Operand Plain(Matrix matrix) => new(matrix.Pointer, matrix.Rows, matrix.Columns, matrix.Stride, 1);

        public static Operand Transposed(Matrix matrix) => new(matrix.Pointer, matrix.Columns, matrix.Rows, 1, matrix.Stride);
    }
}
