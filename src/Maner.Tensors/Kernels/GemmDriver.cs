namespace Maner.Tensors.Kernels;

/// <summary>The loops around a micro-kernel; compiled once for each kernel.</summary>
internal static unsafe class GemmDriver<TKernel>
    where TKernel : struct, IMicroKernel
{
    private const int SliverRows = Gemm.SliverRows;

    /// <summary>Steps of k in a block of A that is packed: more of them would leave a group too few slivers, or the cache too little room.</summary>
    private const int PackedDepth = 512;

    /// <summary>So few slivers that C is small beside A and B.</summary>
    private const int FewSlivers = 32;

    /// <summary>Shares the result among the threads; null for this thread alone.</summary>
    public static void Run(Workers? workers, GemmOperand a, GemmPanels b, Matrix c, GemmFusion fusion)
    {
        GridItem product = Prepare(workers, a, b, c, fusion);
        if (workers is not null)
        {
            workers.Run(product.Count, product);
        }
        else if (product.Count > 0)
        {
            product.Invoke(0);
        }
    }

    /// <summary>The product as items of work, to be run with others.</summary>
    public static GridItem Prepare(Workers? workers, GemmOperand a, GemmPanels b, Matrix c, GemmFusion fusion)
    {
        if (c.Rows == 0 || c.Columns == 0)
        {
            return default;
        }

        var slivers = new GemmSlivers(a);

        // Items that share rows pack the same of A, items that share columns make the same of B ready: the larger factor is not to be shared.
        bool byRows = slivers.IsPacked && c.Rows >= c.Columns;
        return new GridItem(slivers, b, c, fusion, GemmGrid.Divide(workers?.Count ?? 1, b.Count, slivers.Count, byRows));
    }

    /// <summary>
    /// Some panels of B by some slivers of A. While a block of B is multiplied the next one is made ready: with each sliver the micro-kernel
    /// fetches a part of its memory into the cache, and behind the sliver that part is packed. So a matrix in memory streams by
    /// behind the arithmetic, also when there are only a few rows to multiply it with.
    /// </summary>
    internal readonly struct GridItem(GemmSlivers a, GemmPanels b, Matrix c, GemmFusion fusion, GemmGrid grid) : IParallelOperation
    {
        private const int MostParts = 8;

        /// <summary>Items of the product.</summary>
        public int Count => grid.Items;

        public void Invoke(int item)
        {
            (int FirstPanel, int EndPanel, int FirstSliver, int EndSliver) place = grid.Item(item);
            bool inPlace = place.EndSliver - place.FirstSliver <= TKernel.MostSliversInPlace; // whether rows of B may be read where they are
            GemmWalk walk = Walk(place, inPlace);
            GemmSlivers rows = TKernel.CopiesRows ? a.For(walk) : a;
            float* current = Scratch.Rent(ScratchUse.GemmB, 2 * (nint)TKernel.Columns * TKernel.BlockDepth);
            float* next = current + ((nint)TKernel.Columns * TKernel.BlockDepth);
            float* copyOfA = rows.NeedMemory ? Scratch.Rent(ScratchUse.GemmA, rows.Memory(walk)) : null;
            nint* addresses = stackalloc nint[TKernel.BlockDepth / 4];
            float* zeros = stackalloc float[TKernel.Columns];
            new Span<float>(zeros, TKernel.Columns).Clear();

            MicroTile tile = default;
            tile.Ahead = addresses;
            tile.RowStep = rows.RowStep;
            tile.Step = rows.StepOfK;
            tile.Stride = c.Stride;
            nint sliverStep = 0, sliverStride = SliverRows * (nint)c.Stride;
            float* slivers = null;

            GemmBlock block = walk.First;
            tile.B = b.Ready(block.Panel, block.Step, block.Depth, inPlace, out tile.StepOfB);
            if (tile.B is null)
            {
                b.Pack(block.Panel, block.Step, block.Depth, 0, 1, current);
                tile.B = current;
            }

            while (true)
            {
                bool isMore = walk.Next(block, out GemmBlock following);
                nint nextStepOfB = 0;
                float* nextBlock = isMore ? b.Ready(following.Panel, following.Step, following.Depth, inPlace, out nextStepOfB) : null;
                bool toPack = isMore && nextBlock is null;
                bool isFirst = block.Panel == walk.FirstPanel;
                if (isFirst)
                {
                    slivers = rows.From(block, copyOfA, out sliverStep);
                }

                int columns = b.ColumnsOf(block.Panel), parts = Math.Min(block.EndSliver - block.FirstSliver, MostParts);
                int endWhole = columns == TKernel.Columns ? c.Rows / SliverRows : 0;
                bool goesOn = block.Step > 0 || fusion.Accumulate, isWhole = block.Step + block.Depth == b.Depth && fusion.Epilogue is not null;
                tile.Depth = block.Depth;
                tile.A = slivers;
                tile.C = c.Pointer + (block.Panel * TKernel.Columns) + (block.FirstSliver * sliverStride);
                tile.From = fusion.Bias is { } bias ? bias.Pointer + (block.Panel * TKernel.Columns) : zeros;
                tile.FromStride = goesOn ? tile.Stride : 0;
                for (int sliver = block.FirstSliver; sliver < block.EndSliver; sliver++, tile.A += sliverStep, tile.C += sliverStride)
                {
                    int part = sliver - block.FirstSliver;
                    int capacity = TKernel.MostAhead(tile.Depth);
                    int listed = isFirst && sliver + 1 < block.EndSliver ? rows.ListMemory(sliver + 1, block.Step, block.Depth, addresses, capacity) : 0;
                    if (part < parts)
                    {
                        listed += isMore
                            ? b.ListMemory(following.Panel, following.Step, following.Depth, part, parts, addresses + listed, capacity - listed)
                            : b.ListMemoryOfNext(item, grid.Items, part, parts, addresses + listed, capacity - listed);
                    }

                    tile.AheadEnd = addresses + listed;
                    tile.From = goesOn ? tile.C : tile.From;
                    if (sliver < endWhole)
                    {
                        TKernel.Run(tile);
                    }
                    else
                    {
                        Edge(tile, rows, sliver, columns);
                    }

                    if (isWhole)
                    {
                        Finish(sliver, block.Panel);
                    }

                    if (part < parts && toPack)
                    {
                        b.Pack(following.Panel, following.Step, following.Depth, part, parts, next);
                    }
                }

                if (!isMore)
                {
                    return;
                }

                block = following;
                tile.B = toPack ? next : nextBlock;
                tile.StepOfB = nextStepOfB;
                float* free = current;
                current = next;
                next = free;
            }
        }

        private GemmWalk Walk((int FirstPanel, int EndPanel, int FirstSliver, int EndSliver) item, bool inPlace)
        {
            int inItem = item.EndSliver - item.FirstSliver;
            int deepest = a.IsPacked ? Math.Min(PackedDepth, TKernel.BlockDepth) : TKernel.BlockDepth;

            // For a few rows, reading B where it is pays even if blocks must be shallow for it: C, which every block loads and stores, is small.
            int most = inItem <= FewSlivers ? Math.Min(deepest, b.MostSteps(inPlace)) : deepest;
            int blocks = Math.Max(1, (b.Depth + most - 1) / most);
            int depth = Math.Max(16, ((b.Depth + blocks - 1) / blocks + 15) / 16 * 16);

            // Every group of slivers makes B ready again: no groups where it must be packed for each, unless A is packed too, for which there is no room as a whole.
            bool isReady = b.Ready(0, 0, depth, inPlace, out _) is not null;
            int slivers = isReady || a.IsPacked ? TKernel.SliversInGroup(depth) : inItem;
            return new GemmWalk(item, b.Depth, depth, Math.Min(inItem, slivers));
        }

        /// <summary>A tile that lacks rows or columns is computed with more, beside C, and only what belongs to it is taken over.</summary>
        private void Edge(in MicroTile tile, GemmSlivers slivers, int sliver, int columns)
        {
            int rows = Math.Min(SliverRows, c.Rows - (sliver * SliverRows)), computed = rows <= TKernel.TailRows ? TKernel.TailRows : SliverRows;
            if (rows == computed && columns == TKernel.Columns)
            {
                RunRows(tile, computed);
                return;
            }

            int before = rows < SliverRows ? slivers.Overlap(computed) : 0;
            float* edge = stackalloc float[SliverRows * TKernel.Columns];
            float* part = edge + (before * TKernel.Columns);
            MicroTile beside = tile;
            beside.A -= before * tile.RowStep;
            beside.From = beside.C = edge;
            beside.FromStride = beside.Stride = TKernel.Columns;
            Copy(tile.From, tile.FromStride, part, TKernel.Columns, rows, columns);
            RunRows(beside, computed);
            Copy(part, TKernel.Columns, tile.C, tile.Stride, rows, columns);
        }

        private static void RunRows(in MicroTile tile, int rows)
        {
            if (rows == SliverRows)
            {
                TKernel.Run(tile);
            }
            else
            {
                TKernel.RunTail(tile);
            }
        }

        private void Finish(int sliver, int panel)
        {
            int firstRow = sliver * SliverRows, firstColumn = panel * TKernel.Columns;
            fusion.Epilogue!.Value.Apply(
                c.RowPointer(firstRow) + firstColumn, c.Stride, firstRow, firstColumn, Math.Min(SliverRows, c.Rows - firstRow), b.ColumnsOf(panel));
        }

        private static void Copy(float* source, nint sourceStride, float* destination, nint destinationStride, int rows, int columns)
        {
            for (int row = 0; row < rows; row++)
            {
                new ReadOnlySpan<float>(source + (row * sourceStride), columns).CopyTo(new Span<float>(destination + (row * destinationStride), columns));
            }
        }
    }
}
