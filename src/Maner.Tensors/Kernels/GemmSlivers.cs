namespace Maner.Tensors.Kernels;

/// <summary>
/// The factor A [M, K] in slivers of 6 rows. Row by row in memory it is read where it stands: the six rows of a sliver fit the first-level
/// cache. Transposed, six neighbours of every row would be read from as many pages as there are rows, so it is packed first: packed[sliver·6·K + k·6 + row].
/// So is a last sliver that lacks rows, with zeros.
/// </summary>
internal readonly unsafe struct GemmSlivers
{
    private const int Rows = Gemm.SliverRows;

    private readonly GemmOperand _a;
    private readonly float* _packed;
    private readonly int _firstPacked;

    private GemmSlivers(GemmOperand a, float* packed, int firstPacked)
    {
        _a = a;
        _packed = packed;
        _firstPacked = firstPacked;
    }

    /// <summary>Packs what needs it, together; null for this thread alone.</summary>
    public static GemmSlivers Of(Workers? workers, GemmOperand a)
    {
        int slivers = (a.Rows + Rows - 1) / Rows;
        int firstPacked = a.RowStep == 1 ? 0 : a.Rows / Rows;
        int count = slivers - firstPacked;
        if (count == 0)
        {
            return new GemmSlivers(a, null, slivers);
        }

        ScratchUse use = workers is null ? ScratchUse.SmallGemmA : ScratchUse.GemmA;
        float* packed = Scratch.Rent(use, (nint)count * Rows * a.Columns);

        // About 16,000 elements an item: packing them takes some microseconds. Eight slivers fill whole cache lines of a transposed source.
        int perItem = Math.Max(8, 2730 / Math.Max(a.Columns, 1));
        var pack = new PackItem(a, packed, firstPacked, slivers, workers is null ? count : perItem);
        if (workers is null)
        {
            pack.Invoke(0);
        }
        else
        {
            workers.Run((count + perItem - 1) / perItem, pack);
        }

        return new GemmSlivers(a, packed, firstPacked);
    }

    /// <summary>Element (row, k) of a sliver from step <paramref name="step"/> on is result[row·rowStep + k·stepOfK].</summary>
    public float* At(int sliver, int step, out nint rowStep, out nint stepOfK)
    {
        if (sliver < _firstPacked)
        {
            (rowStep, stepOfK) = (_a.RowStep, _a.ColumnStep);
            return _a.At(sliver * Rows, step);
        }

        (rowStep, stepOfK) = (1, Rows);
        return _packed + ((nint)(sliver - _firstPacked) * Rows * _a.Columns) + ((nint)step * Rows);
    }

    private readonly struct PackItem(GemmOperand a, float* packed, int firstPacked, int slivers, int perItem) : IParallelOperation
    {
        public void Invoke(int item)
        {
            int first = firstPacked + (item * perItem), end = Math.Min(slivers, first + perItem);
            GemmPacking.PackSlivers(a, first, end, packed + ((nint)(first - firstPacked) * Rows * a.Columns));
        }
    }
}
