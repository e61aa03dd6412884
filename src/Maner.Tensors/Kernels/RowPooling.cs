namespace Maner.Tensors.Kernels;

/// <summary>Runs of a matrix's rows pooled to one row each: what a task reads from several tokens.</summary>
internal static unsafe class RowPooling
{
    /// <summary>y[w] = Σ x[i] or its mean, over i from starts[w] up to starts[w + 1], added in that order.</summary>
    /// <param name="workers">The threads that share the groups.</param>
    /// <param name="x">[R, H].</param>
    /// <param name="starts">[W + 1]: where each group begins, ascending from 0, and at the end R; no group is empty.</param>
    /// <param name="pooling">Sum or mean.</param>
    /// <param name="y">[W, H].</param>
    public static void Forward(Workers workers, Matrix x, ReadOnlySpan<int> starts, Pooling pooling, Matrix y)
    {
        Check(x, starts, y);
        fixed (int* start = starts)
        {
            Rows.For(workers, y.Rows, y.Columns, new PoolGroup(x, start, pooling, y));
        }
    }

    // forward: y[w] = f·Σ x[i]   so: dx[i] = f·dy[w]

    /// <summary>dx[i] = dy[w], of a mean divided by the group's size; written whole, not added to.</summary>
    /// <param name="workers">The threads that share the groups.</param>
    /// <param name="dy">[W, H].</param>
    /// <param name="starts">The forward pass's.</param>
    /// <param name="pooling">The forward pass's.</param>
    /// <param name="dx">[R, H].</param>
    public static void Backward(Workers workers, Matrix dy, ReadOnlySpan<int> starts, Pooling pooling, Matrix dx)
    {
        Check(dx, starts, dy);
        fixed (int* start = starts)
        {
            Rows.For(workers, dy.Rows, dy.Columns, new SpreadGroup(dy, start, pooling, dx));
        }
    }

    private static void Check(Matrix rows, ReadOnlySpan<int> starts, Matrix pooled)
    {
        Shapes.Check(starts.Length == pooled.Rows + 1 && rows.Columns == pooled.Columns, $"{pooled.Rows} groups and the same width, found {starts.Length - 1} and widths {rows.Columns} and {pooled.Columns}");
        Shapes.Check(starts[0] == 0 && starts[^1] == rows.Rows, $"groups from row 0 to {rows.Rows}, found {starts[0]} to {starts[^1]}");
        for (int group = 0; group + 1 < starts.Length; group++)
        {
            Shapes.Check(starts[group] < starts[group + 1], $"groups with rows, found none in group {group}");
        }
    }

    private static float Factor(Pooling pooling, int rows) => pooling == Pooling.Mean ? 1f / rows : 1;

    private readonly struct PoolGroup(Matrix x, int* starts, Pooling pooling, Matrix y) : ILaneOperation
    {
        public void Invoke<TLanes>(int group)
            where TLanes : struct, ILanes<TLanes>
        {
            int first = starts[group], end = starts[group + 1];
            TLanes factor = TLanes.Create(Factor(pooling, end - first));
            float* target = y.RowPointer(group);
            for (int column = 0; column < y.Columns; column += Lanes.Count)
            {
                int left = y.Columns - column;
                TLanes sum = Lanes.Load<TLanes>(x.RowPointer(first) + column, left);
                for (int row = first + 1; row < end; row++)
                {
                    sum += Lanes.Load<TLanes>(x.RowPointer(row) + column, left);
                }

                Lanes.Store(sum * factor, target + column, left);
            }
        }
    }

    private readonly struct SpreadGroup(Matrix dy, int* starts, Pooling pooling, Matrix dx) : ILaneOperation
    {
        public void Invoke<TLanes>(int group)
            where TLanes : struct, ILanes<TLanes>
        {
            int first = starts[group], end = starts[group + 1];
            TLanes factor = TLanes.Create(Factor(pooling, end - first));
            float* source = dy.RowPointer(group);
            for (int column = 0; column < dy.Columns; column += Lanes.Count)
            {
                int left = dy.Columns - column;
                TLanes share = Lanes.Load<TLanes>(source + column, left) * factor;
                for (int row = first; row < end; row++)
                {
                    Lanes.Store(share, dx.RowPointer(row) + column, left);
                }
            }
        }
    }
}
