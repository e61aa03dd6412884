namespace Maner.Tensors.Kernels;

/// <summary>Picking rows of a matrix by index, and adding them back: embeddings, and the rows that a task reads.</summary>
internal static unsafe class RowGather
{
    /// <summary>y[i] = x[rows[i]], or y[i] += x[rows[i]].</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="x">[N, H].</param>
    /// <param name="rows">R row indexes below N.</param>
    /// <param name="y">[R, H].</param>
    /// <param name="accumulate">Add to what y holds.</param>
    public static void Forward(Workers workers, Matrix x, ReadOnlySpan<int> rows, Matrix y, bool accumulate = false)
    {
        Check(x, rows, y);
        fixed (int* index = rows)
        {
            Rows.For(workers, y.Rows, y.Columns, new GatherRow(x, index, y, accumulate));
        }
    }

    // forward: y[i] = x[rows[i]]   so: dx[rows[i]] += dy[i]

    /// <summary>dx[rows[i]] += dy[i], in the order of i. Split by columns: a row may be named many times.</summary>
    /// <param name="workers">The threads that share the columns.</param>
    /// <param name="dy">[R, H].</param>
    /// <param name="rows">R row indexes below N.</param>
    /// <param name="dx">[N, H].</param>
    public static void Backward(Workers workers, Matrix dy, ReadOnlySpan<int> rows, Matrix dx)
    {
        Check(dx, rows, dy);
        fixed (int* index = rows)
        {
            Lanes.Run(workers, (dy.Columns + Lanes.ColumnBlock - 1) / Lanes.ColumnBlock, new ScatterBlock(dy, index, dx));
        }
    }

    private static void Check(Matrix full, ReadOnlySpan<int> rows, Matrix picked)
    {
        Shapes.Check(
            rows.Length == picked.Rows && full.Columns == picked.Columns,
            $"{picked.Rows} row indexes and the same width, found {rows.Length} and widths {full.Columns} and {picked.Columns}");
        foreach (int row in rows)
        {
            Shapes.Check((uint)row < (uint)full.Rows, $"row indexes below {full.Rows}, found {row}");
        }
    }

    private readonly struct GatherRow(Matrix x, int* rows, Matrix y, bool accumulate) : ILaneOperation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes>
        {
            float* source = x.RowPointer(rows[row]);
            float* target = y.RowPointer(row);
            for (int column = 0; column < y.Columns; column += Lanes.Count)
            {
                int left = y.Columns - column;
                TLanes value = Lanes.Load<TLanes>(source + column, left);
                Lanes.Store(accumulate ? Lanes.Load<TLanes>(target + column, left) + value : value, target + column, left);
            }
        }
    }

    private readonly struct ScatterBlock(Matrix dy, int* rows, Matrix dx) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            int start = item * Lanes.ColumnBlock;
            int end = Math.Min(dy.Columns, start + Lanes.ColumnBlock);
            for (int row = 0; row < dy.Rows; row++)
            {
                float* source = dy.RowPointer(row);
                float* target = dx.RowPointer(rows[row]);
                for (int column = start; column < end; column += Lanes.Count)
                {
                    int left = end - column;
                    Lanes.Store(Lanes.Load<TLanes>(target + column, left) + Lanes.Load<TLanes>(source + column, left), target + column, left);
                }
            }
        }
    }
}
