namespace Maner.Tensors.Kernels;

/// <summary>
/// The factor A [M, K] in slivers of 6 rows. Row by row in memory it is read where it is: the six rows of a sliver fit the first-level
/// cache, and a last sliver that lacks rows begins among those of the one before. For a kernel that asks for it, rows so far apart that a block of
/// them would share few sets of the second-level cache are copied. Transposed, six neighbours of every row would be read from as many pages as there are rows, so a block of
/// it is packed. Rows that lack are zeros in a copy.
/// </summary>
/// <param name="a">The factor.</param>
/// <param name="copyStep">Floats from a row to the next where rows are copied; 0 where they are not.</param>
internal readonly unsafe struct GemmSlivers(GemmOperand a, int copyStep = 0)
{
    private const int Rows = Gemm.SliverRows, Line = NativeBuffer.Alignment / sizeof(float);

    /// <summary>Fewer slivers find room even in few sets.</summary>
    private const int FewestToCopy = 16;

    /// <summary>Slivers in all.</summary>
    public int Count => (a.Rows + Rows - 1) / Rows;

    /// <summary>Whether blocks are packed.</summary>
    public bool IsPacked => a.RowStep == 1 || a.Rows < Rows;

    /// <summary>Whether blocks are copied or packed.</summary>
    public bool NeedMemory => IsPacked || copyStep > 0;

    /// <summary>Floats from a row to the next.</summary>
    public nint RowStep => IsPacked ? 1 : copyStep > 0 ? copyStep : a.RowStep;

    /// <summary>Floats from a step of k to the next.</summary>
    public nint StepOfK => IsPacked ? Rows : a.ColumnStep;

    /// <summary>Rows that a last sliver, computed as so many rows, shares with the one before it because it lacks them itself.</summary>
    public int Overlap(int rows) => !NeedMemory && a.Rows % Rows > 0 ? rows - (a.Rows % Rows) : 0;

    /// <summary>The same slivers for a walk, to be copied if that helps.</summary>
    public GemmSlivers For(GemmWalk walk)
    {
        int depth = walk.First.Depth;
        int lines = Math.Max(1, a.RowStep / Line), apart = lines & -lines; // the greatest power of two in it: the rest of the sets is not used
        return !IsPacked && walk.MostSlivers >= FewestToCopy && apart * Line > depth ? new GemmSlivers(a, OddLines(depth)) : this;
    }

    /// <summary>Floats that the slivers of a walk's block take.</summary>
    public nint Memory(GemmWalk walk) => walk.MostSlivers * SliverStep(walk.First.Depth);

    /// <summary>The first sliver of a block, packed or copied first if it must be.</summary>
    /// <param name="block">Slivers and steps of k.</param>
    /// <param name="memory">Room for that.</param>
    /// <param name="sliverStep">Floats from a sliver to the next.</param>
    public float* From(GemmBlock block, float* memory, out nint sliverStep)
    {
        sliverStep = SliverStep(block.Depth);
        if (IsPacked)
        {
            GemmPacking.PackSlivers(a, block.FirstSliver, block.EndSliver, block.Step, block.Depth, memory, sliverStep);
            return memory;
        }

        int first = block.FirstSliver * Rows;
        if (copyStep == 0)
        {
            return a.At(first, block.Step);
        }

        int rows = Math.Min(a.Rows, block.EndSliver * Rows) - first;
        GemmPacking.CopyRows(a.At(first, block.Step), a.RowStep, rows, block.Depth, memory, copyStep);
        new Span<float>(memory + ((nint)rows * copyStep), (((block.EndSliver - block.FirstSliver) * Rows) - rows) * copyStep).Clear();
        return memory;
    }

    /// <summary>Lists the addresses of a sliver's part of a block, one for every 64 floats, for fetching ahead: rows may still be in the cache of the core that wrote them.</summary>
    /// <returns>Their number, at most <paramref name="capacity"/>.</returns>
    public int ListMemory(int sliver, int firstStep, int depth, nint* addresses, int capacity)
    {
        int count = 0;
        if (!NeedMemory)
        {
            int end = Math.Min(a.Rows, (sliver + 1) * Rows);
            for (int step = 0; step < depth; step += Prefetch.FloatsAhead)
            {
                for (int row = sliver * Rows; row < end && count < capacity; row++)
                {
                    addresses[count++] = (nint)a.At(row, firstStep + step);
                }
            }
        }

        return count;
    }

    /// <summary>Packed slivers, like copied rows, are an odd number of lines apart: those a power of two apart would share few sets of the cache.</summary>
    private nint SliverStep(int depth) => IsPacked ? OddLines(depth * Rows) : Rows * RowStep;

    private static int OddLines(int floats) => ((floats + Line - 1) / Line | 1) * Line;
}
