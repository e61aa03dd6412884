namespace Maner.Tensors.Kernels;

/// <summary>Shares rows among threads, several at a time so that an item is worth taking.</summary>
internal static class Rows
{
    // About five microseconds of elementwise work: taking an item costs a tenth of one.
    private const int FloatsPerItem = 8192;

    public static void For<TOperation>(Workers workers, int rows, int columns, TOperation operation)
        where TOperation : unmanaged, ILaneOperation
    {
        int most = Math.Max(1, FloatsPerItem / Math.Max(columns, 1)), items = Math.Max(1, (rows + most - 1) / most);
        int rowsPerItem = (rows + items - 1) / items; // evenly: a short sentence makes two items, and no third evens out an uneven cut
        Lanes.Run(workers, rowsPerItem == 0 ? 0 : (rows + rowsPerItem - 1) / rowsPerItem, new RowBlock<TOperation>(operation, rows, rowsPerItem));
    }

    private readonly struct RowBlock<TOperation>(TOperation operation, int rows, int rowsPerItem) : ILaneOperation
        where TOperation : unmanaged, ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            TOperation own = operation; // else the compiler copies it for every row
            int end = Math.Min(rows, (item + 1) * rowsPerItem);
            for (int row = item * rowsPerItem; row < end; row++)
            {
                own.Invoke<TLanes>(row);
            }
        }
    }
}
