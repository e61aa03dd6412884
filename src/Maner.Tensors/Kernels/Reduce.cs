namespace Maner.Tensors.Kernels;

/// <summary>Sums whose order is fixed: down the rows within a column, and over a buffer in blocks of one size.</summary>
internal static unsafe class Reduce
{
    private const int BlockLength = 16384;

    /// <summary>sums[c] += Σ_rows x[row, c]: the gradient of a bias.</summary>
    /// <param name="workers">The threads that share the columns.</param>
    /// <param name="x">[N, H].</param>
    /// <param name="sums">[1, H].</param>
    public static void AddColumnSums(Workers workers, Matrix x, Matrix sums)
    {
        var blocks = new ColumnSums(x, sums);
        Lanes.Run(workers, blocks.Count, blocks);
    }

    /// <summary>Adds one row to every row: y[n] += x.</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="x">[1, H].</param>
    /// <param name="y">[N, H].</param>
    public static void AddRow(Workers workers, Matrix x, Matrix y)
    {
        Shapes.Check(x.Rows == 1 && x.Columns == y.Columns, $"a row of {y.Columns}");
        Rows.For(workers, y.Rows, y.Columns, new AddRowTo(x.Pointer, y));
    }

    /// <summary>Σ x² over the first <paramref name="length"/> floats, in double precision across blocks.</summary>
    public static double SumOfSquares(Workers workers, NativeBuffer buffer, nint length)
    {
        Shapes.CheckRange(0, length, buffer.Length);
        int blocks = (int)((length + BlockLength - 1) / BlockLength);
        double* partial = (double*)Scratch.Rent(ScratchUse.Partials, 2 * (nint)blocks);
        Lanes.Run(workers, blocks, new SquareBlock(buffer.Pointer, length, partial));
        double sum = 0;
        for (int block = 0; block < blocks; block++)
        {
            sum += partial[block];
        }

        return sum;
    }

    /// <summary><see cref="AddColumnSums"/> as items of work, to be run with others.</summary>
    internal readonly struct ColumnSums : ILaneOperation
    {
        private readonly Matrix _x;
        private readonly float* _sums;

        public ColumnSums(Matrix x, Matrix sums)
        {
            Shapes.Check(sums.Rows == 1 && sums.Columns == x.Columns, $"sums [1, {x.Columns}]");
            _x = x;
            _sums = sums.Pointer;
        }

        public int Count => (_x.Columns + Lanes.ColumnBlock - 1) / Lanes.ColumnBlock;

        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            Matrix x = _x;
            int column = item * Lanes.ColumnBlock, end = Math.Min(x.Columns, column + Lanes.ColumnBlock);
            for (; column + (4 * Lanes.Count) <= end; column += 4 * Lanes.Count)
            {
                AddFour<TLanes>(x, column, _sums + column);
            }

            for (; column < end; column += Lanes.Count)
            {
                TLanes sum = Lanes.Load<TLanes>(_sums + column, end - column);
                float* next = x.Pointer + column;
                for (int row = 0; row < x.Rows; row++, next += x.Stride)
                {
                    sum += Lanes.Load<TLanes>(next, end - column);
                }

                Lanes.Store(sum, _sums + column, end - column);
            }
        }

        /// <summary>Four vectors side by side: a sum waits for the one before it, so one alone would leave the processor idle.</summary>
        private static void AddFour<TLanes>(Matrix x, int column, float* sums)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes sum0 = TLanes.Load(sums), sum1 = TLanes.Load(sums + 16), sum2 = TLanes.Load(sums + 32), sum3 = TLanes.Load(sums + 48);
            float* next = x.Pointer + column;
            for (int row = 0; row < x.Rows; row++, next += x.Stride)
            {
                sum0 += TLanes.Load(next);
                sum1 += TLanes.Load(next + 16);
                sum2 += TLanes.Load(next + 32);
                sum3 += TLanes.Load(next + 48);
            }

            sum0.Store(sums);
            sum1.Store(sums + 16);
            sum2.Store(sums + 32);
            sum3.Store(sums + 48);
        }
    }

    private readonly struct AddRowTo(float* x, Matrix y) : ILaneOperation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes>
        {
            for (int column = 0; column < y.Columns; column += Lanes.Count)
            {
                int left = y.Columns - column;
                float* target = y.RowPointer(row) + column;
                Lanes.Store(Lanes.Load<TLanes>(target, left) + Lanes.Load<TLanes>(x + column, left), target, left);
            }
        }
    }

    private readonly struct SquareBlock(float* values, nint length, double* partial) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            nint start = (nint)item * BlockLength;
            int count = (int)Math.Min(BlockLength, length - start);
            TLanes sum = TLanes.Create(0);
            for (int offset = 0; offset < count; offset += Lanes.Count)
            {
                TLanes value = Lanes.Load<TLanes>(values + start + offset, count - offset);
                sum = TLanes.Fma(value, value, sum);
            }

            partial[item] = sum.Sum();
        }
    }
}
