using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors.Kernels;

/// <summary>Copies factors into the order in which a micro-kernel reads them: step of k by step of k, padded with zeros at the edges.</summary>
internal static unsafe class GemmPacking
{
    /// <summary>Rows [<paramref name="firstRow"/>, +6) of A as packed[k·6 + row].</summary>
    public static void PackSliver(Gemm.Operand a, int firstRow, float* packed)
    {
        const int Rows = Gemm.SliverRows;
        int rows = Math.Min(Rows, a.Rows - firstRow);
        float* source = a.Pointer + ((nint)firstRow * a.RowStep);
        if (rows < Rows)
        {
            new Span<float>(packed, Rows * a.Columns).Clear();
            for (int row = 0; row < rows; row++)
            {
                for (int k = 0; k < a.Columns; k++)
                {
                    packed[(k * Rows) + row] = source[((nint)row * a.RowStep) + ((nint)k * a.ColumnStep)];
                }
            }
        }
        else if (a.RowStep == 1)
        {
            for (int k = 0; k < a.Columns; k++)
            {
                float* six = source + ((nint)k * a.ColumnStep);
                Vector128.Store(Vector128.Load(six), packed + (k * Rows));
                *(long*)(packed + (k * Rows) + 4) = *(long*)(six + 4);
            }
        }
        else
        {
            nint step = a.RowStep;
            for (int k = 0; k < a.Columns; k++)
            {
                float* six = source + k;
                float* target = packed + (k * Rows);
                target[0] = six[0];
                target[1] = six[step];
                target[2] = six[2 * step];
                target[3] = six[3 * step];
                target[4] = six[4 * step];
                target[5] = six[5 * step];
            }
        }
    }

    /// <summary>Columns [<paramref name="firstColumn"/>, +<paramref name="columns"/>) of B, steps [<paramref name="k"/>, +<paramref name="depth"/>), as packed[k·width + column].</summary>
    public static void PackPanel(Gemm.Operand b, int k, int depth, int firstColumn, int columns, int width, float* packed)
    {
        float* source = b.Pointer + ((nint)k * b.RowStep) + ((nint)firstColumn * b.ColumnStep);
        if (columns < width)
        {
            new Span<float>(packed, depth * width).Clear();
        }

        if (b.ColumnStep == 1)
        {
            for (int step = 0; step < depth; step++)
            {
                new ReadOnlySpan<float>(source + ((nint)step * b.RowStep), columns).CopyTo(new Span<float>(packed + (step * width), columns));
            }

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
