using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors.Kernels;

/// <summary>Copies factors into the order in which a micro-kernel reads them: step of k by step of k, padded with zeros at the edges.</summary>
internal static unsafe class GemmPacking
{
    private const int Rows = Gemm.SliverRows;

    /// <summary>Slivers [<paramref name="first"/>, <paramref name="end"/>) of A, each of 6 rows: packed[(sliver − first)·6·K + k·6 + row].</summary>
    public static void PackSlivers(GemmOperand a, int first, int end, float* packed)
    {
        nint size = (nint)Rows * a.Columns;
        int whole = Math.Min(end, a.Rows / Rows);

        // Neighbouring slivers of a transposed source share cache lines: all of them take a step of k before the next.
        for (int k = 0; k < a.Columns && first < whole; k++)
        {
            float* six = a.At(first * Rows, k);
            float* target = packed + (k * Rows);
            for (int sliver = first; sliver < whole; sliver++, six += Rows, target += size)
            {
                Vector128.Store(Vector128.Load(six), target);
                *(long*)(target + 4) = *(long*)(six + 4);
            }
        }

        for (int sliver = Math.Max(first, whole); sliver < end; sliver++)
        {
            PackEdge(a, sliver * Rows, packed + ((sliver - first) * size));
        }
    }

    private static void PackEdge(GemmOperand a, int firstRow, float* packed)
    {
        new Span<float>(packed, Rows * a.Columns).Clear();
        for (int row = firstRow; row < a.Rows; row++)
        {
            for (int k = 0; k < a.Columns; k++)
            {
                packed[(k * Rows) + row - firstRow] = *a.At(row, k);
            }
        }
    }

    /// <summary>Columns [<paramref name="firstColumn"/>, +<paramref name="columns"/>) of B, steps [<paramref name="k"/>, +<paramref name="depth"/>), as packed[k·width + column].</summary>
    public static void PackBlock(GemmOperand b, int k, int depth, int firstColumn, int columns, float* packed, int width)
    {
        float* source = b.At(k, firstColumn);

        if (b.ColumnStep == 1)
        {
            CopyRows(source, b.RowStep, depth, columns, packed, width);
            return;
        }

        int wholeColumns = Avx.IsSupported ? columns / 8 * 8 : 0;
        int wholeDepth = depth / 8 * 8;
        for (int column = 0; column < wholeColumns; column += 8)
        {
            for (int step = 0; step < wholeDepth; step += 8)
            {
                Transpose8(source + ((nint)column * b.ColumnStep) + step, b.ColumnStep, packed + (step * width) + column, width);
            }
        }

        TransposePlain(source, b.ColumnStep, packed, width, 0, wholeColumns, wholeDepth, depth);
        TransposePlain(source, b.ColumnStep, packed, width, wholeColumns, columns, 0, depth);
    }

    private static void CopyRows(float* source, nint sourceStep, int depth, int columns, float* packed, int width)
    {
        int whole = columns / Lanes.Count * Lanes.Count;
        for (int step = 0; step < depth; step++, source += sourceStep, packed += width)
        {
            for (int column = 0; column < whole; column += Lanes.Count)
            {
                Vector512.Load(source + column).Store(packed + column);
            }

            for (int column = whole; column < columns; column++)
            {
                packed[column] = source[column];
            }
        }
    }

    private static void TransposePlain(
        float* source, nint sourceStep, float* packed, int width, int firstColumn, int endColumn, int firstStep, int endStep)
    {
        for (int column = firstColumn; column < endColumn; column++)
        {
            for (int step = firstStep; step < endStep; step++)
            {
                packed[(step * width) + column] = source[(column * sourceStep) + step];
            }
        }
    }

    /// <summary>An 8 × 8 block: pairs, then fours, then halves change places.</summary>
    private static void Transpose8(float* source, nint sourceStep, float* target, nint targetStep)
    {
        Vector256<float> r0 = Vector256.Load(source);
        Vector256<float> r1 = Vector256.Load(source + sourceStep);
        Vector256<float> r2 = Vector256.Load(source + (2 * sourceStep));
        Vector256<float> r3 = Vector256.Load(source + (3 * sourceStep));
        Vector256<float> r4 = Vector256.Load(source + (4 * sourceStep));
        Vector256<float> r5 = Vector256.Load(source + (5 * sourceStep));
        Vector256<float> r6 = Vector256.Load(source + (6 * sourceStep));
        Vector256<float> r7 = Vector256.Load(source + (7 * sourceStep));

        Vector256<float> p0 = Avx.UnpackLow(r0, r1), p1 = Avx.UnpackHigh(r0, r1);
        Vector256<float> p2 = Avx.UnpackLow(r2, r3), p3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> p4 = Avx.UnpackLow(r4, r5), p5 = Avx.UnpackHigh(r4, r5);
        Vector256<float> p6 = Avx.UnpackLow(r6, r7), p7 = Avx.UnpackHigh(r6, r7);

        Vector256<float> q0 = Avx.Shuffle(p0, p2, 0x44), q1 = Avx.Shuffle(p0, p2, 0xEE);
        Vector256<float> q2 = Avx.Shuffle(p1, p3, 0x44), q3 = Avx.Shuffle(p1, p3, 0xEE);
        Vector256<float> q4 = Avx.Shuffle(p4, p6, 0x44), q5 = Avx.Shuffle(p4, p6, 0xEE);
        Vector256<float> q6 = Avx.Shuffle(p5, p7, 0x44), q7 = Avx.Shuffle(p5, p7, 0xEE);

        Avx.Permute2x128(q0, q4, 0x20).Store(target);
        Avx.Permute2x128(q1, q5, 0x20).Store(target + targetStep);
        Avx.Permute2x128(q2, q6, 0x20).Store(target + (2 * targetStep));
        Avx.Permute2x128(q3, q7, 0x20).Store(target + (3 * targetStep));
        Avx.Permute2x128(q0, q4, 0x31).Store(target + (4 * targetStep));
        Avx.Permute2x128(q1, q5, 0x31).Store(target + (5 * targetStep));
        Avx.Permute2x128(q2, q6, 0x31).Store(target + (6 * targetStep));
        Avx.Permute2x128(q3, q7, 0x31).Store(target + (7 * targetStep));
    }
}
