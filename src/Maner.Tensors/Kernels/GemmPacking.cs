using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors.Kernels;

/// <summary>
/// Copies factors into the order in which a micro-kernel reads them: step of k by step of k, padded with zeros at the edges. The loops are compiled for
/// speed at once: the runtime would run their first thirty calls many times slower.
/// </summary>
internal static unsafe class GemmPacking
{
    private const int Rows = Gemm.SliverRows;

    /// <summary>Rows of a source or a target that are fetched before their turn: a store waits for its line longer than it takes to fill it.</summary>
    private const int PackAhead = 8;

    /// <summary>
    /// Slivers [<paramref name="first"/>, <paramref name="end"/>) of A, each of 6 rows, steps [<paramref name="k"/>, +<paramref name="depth"/>):
    /// packed[(sliver − first)·<paramref name="stride"/> + step·6 + row].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackSlivers(GemmOperand a, int first, int end, int k, int depth, float* packed, nint stride)
    {
        int whole = Math.Min(end, a.Rows / Rows);

        // Neighbouring slivers of a transposed source share cache lines: all of them take a step of k before the next.
        for (int step = 0; step < depth && first < whole; step++)
        {
            float* six = a.At(first * Rows, k + step);
            float* target = packed + (step * Rows);
            Prefetch.Row(a.At(first * Rows, k + Math.Min(step + PackAhead, depth - 1)), (whole - first) * Rows);
            for (int sliver = first; sliver < whole; sliver++, six += Rows, target += stride)
            {
                Vector128.Store(Vector128.Load(six), target);
                *(long*)(target + 4) = *(long*)(six + 4);
            }
        }

        for (int sliver = Math.Max(first, whole); sliver < end; sliver++)
        {
            PackEdge(a, sliver * Rows, k, depth, packed + ((sliver - first) * stride));
        }
    }

    private static void PackEdge(GemmOperand a, int firstRow, int k, int depth, float* packed)
    {
        new Span<float>(packed, Rows * depth).Clear();
        for (int row = firstRow; row < Math.Min(a.Rows, firstRow + Rows); row++)
        {
            for (int step = 0; step < depth; step++)
            {
                packed[(step * Rows) + row - firstRow] = *a.At(row, k + step);
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

        int wholeColumns = 0, wholeDepth = depth / 8 * 8;
        if (Avx512F.IsSupported && wholeDepth == depth / 16 * 16)
        {
            for (; wholeColumns + 16 <= columns; wholeColumns += 16)
            {
                for (int step = 0; step < wholeDepth; step += 16)
                {
                    Transpose16(source + ((nint)wholeColumns * b.ColumnStep) + step, b.ColumnStep, packed + (step * width) + wholeColumns, width);
                }
            }
        }

        for (; Avx.IsSupported && wholeColumns + 8 <= columns; wholeColumns += 8)
        {
            for (int step = 0; step < wholeDepth; step += 8)
            {
                Transpose8(source + ((nint)wholeColumns * b.ColumnStep) + step, b.ColumnStep, packed + (step * width) + wholeColumns, width);
            }
        }

        TransposePlain(source, b.ColumnStep, packed, width, 0, wholeColumns, wholeDepth, depth);
        TransposePlain(source, b.ColumnStep, packed, width, wholeColumns, columns, 0, depth);
    }

    /// <summary>Rows of <paramref name="columns"/> floats to others, <paramref name="width"/> apart.</summary>
    public static void CopyRows(float* source, nint sourceStep, int depth, int columns, float* packed, int width) =>
        Lanes.Invoke(new RowsToCopy(source, sourceStep, depth, columns, packed, width));

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose8(float* source, nint sourceStep, float* target, nint targetStep)
    {
        Prefetch.Column(target + (8 * targetStep), targetStep, 8);
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

    /// <summary>A 16 × 16 block: four rows at a time as in the 8 × 8 one, then quarters change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose16(float* source, nint sourceStep, float* target, nint targetStep)
    {
        Prefetch.Column(target + (16 * targetStep), targetStep, 16);
        (Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3) = FourRows(source, sourceStep);
        (Vector512<float> b0, Vector512<float> b1, Vector512<float> b2, Vector512<float> b3) = FourRows(source + (4 * sourceStep), sourceStep);
        (Vector512<float> c0, Vector512<float> c1, Vector512<float> c2, Vector512<float> c3) = FourRows(source + (8 * sourceStep), sourceStep);
        (Vector512<float> d0, Vector512<float> d1, Vector512<float> d2, Vector512<float> d3) = FourRows(source + (12 * sourceStep), sourceStep);
        FourColumns(a0, b0, c0, d0, target, 4 * targetStep);
        FourColumns(a1, b1, c1, d1, target + targetStep, 4 * targetStep);
        FourColumns(a2, b2, c2, d2, target + (2 * targetStep), 4 * targetStep);
        FourColumns(a3, b3, c3, d3, target + (3 * targetStep), 4 * targetStep);
    }

    /// <summary>Quarter q of result i holds column 4·q + i of the four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Q0, Vector512<float> Q1, Vector512<float> Q2, Vector512<float> Q3) FourRows(float* source, nint step)
    {
        Vector512<float> r0 = Vector512.Load(source), r1 = Vector512.Load(source + step);
        Vector512<float> r2 = Vector512.Load(source + (2 * step)), r3 = Vector512.Load(source + (3 * step));
        Vector512<float> p0 = Avx512F.UnpackLow(r0, r1), p1 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> p2 = Avx512F.UnpackLow(r2, r3), p3 = Avx512F.UnpackHigh(r2, r3);
        return (Avx512F.Shuffle(p0, p2, 0x44), Avx512F.Shuffle(p0, p2, 0xEE), Avx512F.Shuffle(p1, p3, 0x44), Avx512F.Shuffle(p1, p3, 0xEE));
    }

    /// <summary>Stores quarter q of the four, one after another, at q·<paramref name="step"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumns(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target, nint step)
    {
        Vector512<float> even0 = Avx512F.Shuffle4x128(a, b, 0x88), odd0 = Avx512F.Shuffle4x128(a, b, 0xDD);
        Vector512<float> even1 = Avx512F.Shuffle4x128(c, d, 0x88), odd1 = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(even0, even1, 0x88).Store(target);
        Avx512F.Shuffle4x128(odd0, odd1, 0x88).Store(target + step);
        Avx512F.Shuffle4x128(even0, even1, 0xDD).Store(target + (2 * step));
        Avx512F.Shuffle4x128(odd0, odd1, 0xDD).Store(target + (3 * step));
    }

    private readonly struct RowsToCopy(float* source, nint sourceStep, int depth, int columns, float* packed, int width) : ILaneOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            int count = columns, whole = count / Lanes.Count * Lanes.Count;
            float* from = source;
            float* to = packed;
            for (int step = 0; step < depth; step++, from += sourceStep, to += width)
            {
                Prefetch.Row(to + (PackAhead * width), count);
                for (int column = 0; column < whole; column += Lanes.Count)
                {
                    TLanes.Load(from + column).Store(to + column);
                }

                for (int column = whole; column < count; column++)
                {
                    to[column] = from[column];
                }
            }
        }
    }
}
