namespace Maner.Tensors.Kernels;

/// <summary>
/// The factor A [M, K] in slivers of 6 rows. Row by row in memory it is read where it stands: the six rows of a sliver fit the first-level
/// cache, and a last sliver that lacks rows begins among those of the one before. Transposed, six neighbours of every row would be read from
/// as many pages as there are rows, so it is packed first: packed[sliver·6·K + k·6 + row], with zeros for rows that lack.
/// </summary>
internal readonly unsafe struct GemmSlivers
{
    private const int Rows = Gemm.SliverRows;

    private readonly GemmOperand _a;
    private readonly float* _packed;

    private GemmSlivers(GemmOperand a, float* packed)
    {
        _a = a;
        _packed = packed;
    }

    /// <summary>Packs what needs it, together; null for this thread alone.</summary>
    public static GemmSlivers Of(Workers? workers, GemmOperand a, ScratchUse memory)
    {
        if (a.RowStep != 1 && a.Rows >= Rows)
        {
            return new GemmSlivers(a, null);
        }

        // About 16,000 elements an item: packing them takes some microseconds. Eight slivers fill whole cache lines of a transposed source.
        int count = (a.Rows + Rows - 1) / Rows, perItem = Math.Max(8, 2730 / Math.Max(a.Columns, 1));
        float* packed = Scratch.Rent(memory, (nint)count * Rows * a.Columns);
        if (workers is null)
        {
            GemmPacking.PackSlivers(a, 0, count, packed);
        }
        else
        {
            workers.Run((count + perItem - 1) / perItem, new PackItem(a, packed, count, perItem));
        }

        return new GemmSlivers(a, packed);
    }

    /// <summary>Floats from a row to the next.</summary>
    public nint RowStep => _packed is null ? _a.RowStep : 1;

    /// <summary>Floats from a step of k to the next.</summary>
    public nint StepOfK => _packed is null ? _a.ColumnStep : Rows;

    /// <summary>Floats from a sliver to the next.</summary>
    public nint SliverStep => _packed is null ? (nint)Rows * _a.RowStep : (nint)Rows * _a.Columns;

    /// <summary>The first sliver from a step of k on.</summary>
    public float* From(int step) => _packed is null ? _a.At(0, step) : _packed + ((nint)step * Rows);

    /// <summary>Rows that the last sliver shares with the one before it.</summary>
    public int Overlap => _packed is null && _a.Rows % Rows > 0 ? Rows - (_a.Rows % Rows) : 0;

    private readonly struct PackItem(GemmOperand a, float* packed, int slivers, int perItem) : IParallelOperation
    {
        public void Invoke(int item)
        {
            int first = item * perItem, end = Math.Min(slivers, first + perItem);
            GemmPacking.PackSlivers(a, first, end, packed + ((nint)first * Rows * a.Columns));
        }
    }
}
