namespace Maner.Tensors.Kernels;

/// <summary>A tile's operands, and where its result goes.</summary>
internal unsafe struct MicroTile
{
    /// <summary>Element (row, k) of A is A[row·RowStep + k·Step].</summary>
    public float* A;

    /// <summary>Floats from a row of A to the next.</summary>
    public nint RowStep;

    /// <summary>Floats from a step of k to the next, in A.</summary>
    public nint Step;

    /// <summary>Element (k, column) of B is B[k·StepOfB + column].</summary>
    public float* B;

    /// <summary>Floats from a step of k to the next, in B.</summary>
    public nint StepOfB;

    /// <summary>Steps of k.</summary>
    public int Depth;

    /// <summary>What the sums start from: element (row, column) is From[row·FromStride + column]. C itself, or with stride 0 a bias or zeros.</summary>
    public float* From;

    /// <summary>Floats from a row of <see cref="From"/> to the next.</summary>
    public nint FromStride;

    /// <summary>The tile's first element.</summary>
    public float* C;

    /// <summary>Floats from a row of C to the next.</summary>
    public nint Stride;

    /// <summary>Addresses of 64 floats each to fetch into the cache meanwhile.</summary>
    public nint* Ahead;

    /// <summary>Behind the last of them.</summary>
    public nint* AheadEnd;
}

/// <summary>The innermost product: a tile of C stays in registers while k runs.</summary>
internal interface IMicroKernel
{
    /// <summary>Columns of the tile, and the width of a panel of B.</summary>
    static abstract int Columns { get; }

    /// <summary>The most steps of k in a block of a panel, a multiple of 16: what its level of the cache holds besides A and C.</summary>
    static abstract int BlockDepth { get; }

    /// <summary>How many addresses a tile of so many steps fetches ahead; at most a quarter of them.</summary>
    static abstract int MostAhead(int depth);

    /// <summary>
    /// Slivers of A that one block of B after another passes by, with so many steps of k: few enough that they, and their part of C, are found in
    /// a cache near the core again, and enough that B, which each such group needs again, seldom passes.
    /// </summary>
    static abstract int SliversInGroup(int depth);

    /// <summary>
    /// How many slivers may read rows of B where they are, from the second-level cache; with more, a copy of the panel in the first level pays.
    /// </summary>
    static abstract int MostSliversInPlace { get; }

    /// <summary>Whether rows of A that share sets of the cache are worth a copy: a wide kernel reads them too seldom.</summary>
    static abstract bool CopiesRows { get; }

    /// <summary>C[6, Columns] = From[6, Columns] + A[6, Depth]·B[Depth, Columns], one fused multiply-add after another in the order of k.</summary>
    static abstract void Run(in MicroTile tile);

    /// <summary>Rows of <see cref="RunTail"/>.</summary>
    static abstract int TailRows { get; }

    /// <summary>The same for a last sliver that has no more than so many rows.</summary>
    static abstract void RunTail(in MicroTile tile);
}

/// <summary>Plain C#: for processors without 256-bit vectors, and the specification of the two vector kernels.</summary>
internal readonly unsafe struct KernelScalar : IMicroKernel
{
    public static int Columns => 16;

    public static int BlockDepth => 256;

    public static int MostAhead(int depth) => 0;

    public static int SliversInGroup(int depth) => 16 * 1024 / depth;

    public static int MostSliversInPlace => 0;

    public static bool CopiesRows => false;

    public static int TailRows => Gemm.SliverRows;

    public static void RunTail(in MicroTile tile) => Run(tile);

    public static void Run(in MicroTile tile)
    {
        for (int row = 0; row < Gemm.SliverRows; row++)
        {
            float* target = tile.C + (row * tile.Stride);
            new ReadOnlySpan<float>(tile.From + (row * tile.FromStride), Columns).CopyTo(new Span<float>(target, Columns));
            for (int k = 0; k < tile.Depth; k++)
            {
                float factor = tile.A[(row * tile.RowStep) + (k * tile.Step)];
                for (int column = 0; column < Columns; column++)
                {
                    target[column] = MathF.FusedMultiplyAdd(factor, tile.B[(k * tile.StepOfB) + column], target[column]);
                }
            }
        }
    }
}
