namespace Maner.Tensors.Kernels;

/// <summary>
/// The factor A [M, K] in slivers of 6 rows. Row by row in memory it is read where it stands: the six rows of a sliver fit the first-level
/// cache, and a last sliver that lacks rows begins among those of the one before. Transposed, six neighbours of every row would be read from
/// as many pages as there are rows, so a block of it is packed before its turn, with zeros for rows that lack.
/// </summary>
internal readonly unsafe struct GemmSlivers(GemmOperand a)
{
    private const int Rows = Gemm.SliverRows;

    /// <summary>Slivers in all.</summary>
    public int Count => (a.Rows + Rows - 1) / Rows;

    /// <summary>Whether blocks are packed.</summary>
    public bool IsPacked => a.RowStep == 1 || a.Rows < Rows;

    /// <summary>Floats from a row to the next.</summary>
    public nint RowStep => IsPacked ? 1 : a.RowStep;

    /// <summary>Floats from a step of k to the next.</summary>
    public nint StepOfK => IsPacked ? Rows : a.ColumnStep;

    /// <summary>Rows that a last sliver, computed as so many rows, shares with the one before it because it lacks them itself.</summary>
    public int Overlap(int rows) => !IsPacked && a.Rows % Rows > 0 ? rows - (a.Rows % Rows) : 0;

    /// <summary>Floats that a packed sliver takes: an odd number of lines, since slivers a power of two apart would share few sets of the cache.</summary>
    public static nint PackedStride(int depth)
    {
        const int Line = NativeBuffer.Alignment / sizeof(float);
        return ((((nint)depth * Rows) + Line - 1) / Line | 1) * Line;
    }

    /// <summary>The first sliver of a block, packed first if it must be.</summary>
    /// <param name="block">Slivers and steps of k.</param>
    /// <param name="memory">Room for packing.</param>
    /// <param name="sliverStep">Floats from a sliver to the next.</param>
    public float* From(GemmBlock block, float* memory, out nint sliverStep)
    {
        if (!IsPacked)
        {
            sliverStep = (nint)Rows * a.RowStep;
            return a.At(block.FirstSliver * Rows, block.Step);
        }

        sliverStep = PackedStride(block.Depth);
        GemmPacking.PackSlivers(a, block.FirstSliver, block.EndSliver, block.Step, block.Depth, memory, sliverStep);
        return memory;
    }
}
