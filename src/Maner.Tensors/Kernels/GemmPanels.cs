using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors.Kernels;

/// <summary>
/// The factor B [K, N], from which the product takes panels of neighbouring columns in blocks of k: a matrix as it is, which is packed
/// block by block, or a weight that was packed before.
/// </summary>
internal readonly unsafe struct GemmPanels
{
    private readonly GemmOperand _matrix;
    private readonly void* _packed;
    private readonly WeightPrecision _precision;
    private readonly int _width;
    private readonly void* _next;
    private readonly nint _nextPanelBytes;
    private readonly int _nextCount;

    public GemmPanels(GemmOperand matrix, int width)
    {
        (_matrix, _width) = (matrix, width);
        (Depth, Columns) = (matrix.Rows, matrix.Columns);
    }

    public GemmPanels(PackedWeight weight)
    {
        _packed = weight.Pointer;
        (_precision, _width) = (weight.Precision, weight.Width);
        (Depth, Columns) = (weight.Inputs, weight.Outputs);
        if (weight.Next is { } next)
        {
            _next = next.Pointer;
            (_nextPanelBytes, _nextCount) = (next.PanelBytes, (next.Outputs + next.Width - 1) / next.Width);
        }
    }

    /// <summary>K.</summary>
    public int Depth { get; }

    /// <summary>N.</summary>
    public int Columns { get; }

    /// <summary>Columns of a panel: the micro-kernel's.</summary>
    public int Width => _width;

    public int Count => (Columns + _width - 1) / _width;

    public int ColumnsOf(int panel) => Math.Min(_width, Columns - (panel * _width));

    /// <summary>Steps of k that a block may have so that rows can be read where they are; any number where they cannot.</summary>
    /// <param name="inPlace">Whether rows of B may be read where they are.</param>
    public int MostSteps(bool inPlace)
    {
        const int Worthwhile = 96; // fewer, and loading and storing tiles of C would take too much of the time
        return inPlace && _packed is null && !IsTransposed && RowsWithoutConflict >= Worthwhile ? RowsWithoutConflict : int.MaxValue;
    }

    /// <summary>The block as the micro-kernel can read it, if it is like that in memory; else null.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="firstStep">Its first step of k.</param>
    /// <param name="depth">Its number of steps.</param>
    /// <param name="inPlace">Whether rows of B may be read where they are.</param>
    /// <param name="step">Floats from a step of k to the next.</param>
    public float* Ready(int panel, int firstStep, int depth, bool inPlace, out nint step)
    {
        step = _width;
        if (_packed is not null)
        {
            return _precision == WeightPrecision.Float32 ? (float*)_packed + PackedIndex(panel, firstStep) : null;
        }

        if (!inPlace || IsTransposed || ColumnsOf(panel) < _width || depth > RowsWithoutConflict)
        {
            return null;
        }

        step = _matrix.RowStep;
        return _matrix.At(firstStep, panel * _width);
    }

    /// <summary>Packs one of <paramref name="parts"/> equal parts of a block into its place.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="firstStep">Its first step of k.</param>
    /// <param name="depth">Its number of steps.</param>
    /// <param name="part">From 0; part 0 comes first.</param>
    /// <param name="parts">How many together make the block.</param>
    /// <param name="block">block[k·Width + column].</param>
    public void Pack(int panel, int firstStep, int depth, int part, int parts, float* block)
    {
        int columns = ColumnsOf(panel);
        if (part == 0 && columns < _width && _packed is null)
        {
            new Span<float>(block, depth * _width).Clear();
        }

        (int start, int end) = Part(columns, depth, part, parts);
        if (_packed is not null)
        {
            BFloat16.Widen((ushort*)_packed + PackedIndex(panel, firstStep + start), block + (start * _width), (end - start) * _width / Lanes.Count);
        }
        else if (IsTransposed)
        {
            GemmPacking.PackBlock(_matrix, firstStep, depth, (panel * _width) + start, end - start, block + start, _width);
        }
        else
        {
            GemmPacking.PackBlock(_matrix, firstStep + start, end - start, panel * _width, columns, block + (start * _width), _width);
        }
    }

    /// <summary>Lists the addresses of a part's memory, one for every 64 floats, for fetching ahead.</summary>
    /// <returns>Their number, at most <paramref name="capacity"/>.</returns>
    public int ListMemory(int panel, int firstStep, int depth, int part, int parts, nint* addresses, int capacity)
    {
        if (!IsTransposed && _packed is null && panel * _width % Prefetch.FloatsAhead > 0)
        {
            return 0; // what was fetched for a panel before reaches over this one (but for the first of an item that begins between)
        }

        (int start, int end) = Part(ColumnsOf(panel), depth, part, parts);
        int count = 0;
        if (_packed is not null)
        {
            int size = _precision == WeightPrecision.Float32 ? sizeof(float) : sizeof(ushort);
            nint address = (nint)_packed + (PackedIndex(panel, firstStep + start) * size);
            for (nint last = address + ((nint)(end - start) * _width * size); address < last && count < capacity; address += Prefetch.FloatsAhead * sizeof(float))
            {
                addresses[count++] = address;
            }
        }
        else if (IsTransposed)
        {
            for (int column = start; column < end; column++)
            {
                for (int step = 0; step < depth && count < capacity; step += Prefetch.FloatsAhead)
                {
                    addresses[count++] = (nint)_matrix.At(firstStep + step, (panel * _width) + column);
                }
            }
        }
        else
        {
            for (int step = start; step < end && count < capacity; step++)
            {
                addresses[count++] = (nint)_matrix.At(firstStep + step, panel * _width);
            }
        }

        return count;
    }

    /// <summary>The same for the beginning of what is multiplied with next: of the panel that its item with the same number begins with where both cut columns only.</summary>
    /// <param name="item">An item of this product.</param>
    /// <param name="items">Their number.</param>
    /// <param name="part">From 0.</param>
    /// <param name="parts">How many together list all.</param>
    /// <param name="addresses">Where to.</param>
    /// <param name="capacity">Its room.</param>
    /// <returns>Their number, at most <paramref name="capacity"/>; 0 where nothing is known to be next.</returns>
    public int ListMemoryOfNext(int item, int items, int part, int parts, nint* addresses, int capacity)
    {
        const int Most = 128 * 1024; // more would push out what is still at work
        if (_next is null)
        {
            return 0;
        }

        nint ahead = Prefetch.FloatsAhead * sizeof(float), count = Math.Min(_nextPanelBytes, Most) / ahead, first = count * part / parts;
        nint panel = (nint)_next + (_nextPanelBytes * (_nextCount * item / items));
        int listed = (int)Math.Min(capacity, (count * (part + 1) / parts) - first);
        for (int index = 0; index < listed; index++)
        {
            addresses[index] = panel + ((first + index) * ahead);
        }

        return Math.Max(0, listed);
    }

    /// <summary>Whether B is transposed in memory.</summary>
    public bool IsTransposed => _packed is null && _matrix.ColumnStep != 1;

    /// <summary>
    /// So many rows of a panel stay in the second-level cache together: rows a power of two apart share few of its sets. Counted for 8 ways
    /// of 1,024 sets; x64 servers and Zen have twice as much, so there is room for A and C.
    /// </summary>
    private int RowsWithoutConflict
    {
        get
        {
            const int Sets = 1024, Ways = 8;
            int lines = Math.Max(1, _matrix.RowStep * sizeof(float) / NativeBuffer.Alignment);
            int apart = lines & -lines; // the greatest power of two in it: rows meet again after Sets / apart
            return Ways * Math.Max(1, Sets / apart);
        }
    }

    private (int Start, int End) Part(int columns, int depth, int part, int parts)
    {
        // A part is a run of memory: rows of B, or, where it is transposed, columns, as many as the packing's squares have.
        int whole = IsTransposed ? columns : depth;
        int square = IsTransposed && Avx512F.IsSupported ? 16 : 8;
        int size = ((whole + parts - 1) / parts + square - 1) / square * square;
        return (Math.Min(whole, part * size), Math.Min(whole, (part + 1) * size));
    }

    private nint PackedIndex(int panel, int step) => (((nint)panel * Depth) + step) * _width;
}
