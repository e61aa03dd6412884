namespace Maner.Tensors.Kernels;

/// <summary>What happens to the result besides the product.</summary>
/// <param name="Accumulate">C goes on from what it holds.</param>
/// <param name="Bias">Else from this [1, N], or from zero when null.</param>
/// <param name="Activated">Where GELU(C) goes [M, N], tile by tile while they are in the cache; null for none. May be C.</param>
internal readonly record struct GemmFusion(bool Accumulate = false, Matrix? Bias = null, Matrix? Activated = null);

/// <summary>The loops around a micro-kernel; compiled once for each kernel.</summary>
internal static unsafe class GemmDriver<TKernel>
    where TKernel : struct, IMicroKernel
{
    private const int SliverRows = Gemm.SliverRows;

    /// <summary>Shares the panels of B among the team; null for this thread alone.</summary>
    public static void Run(Workers? workers, GemmOperand a, GemmPanels b, Matrix c, GemmFusion fusion)
    {
        GridItem product = Prepare(workers, a, b, c, fusion, workers is null ? ScratchUse.SmallGemmA : ScratchUse.GemmA);
        if (workers is not null)
        {
            workers.Run(product.Count, product);
        }
        else if (product.Count > 0)
        {
            product.Invoke(0);
        }
    }

    /// <summary>The product as items of work, to be run with others: A may be packed into <paramref name="memory"/>, which is taken until they have run.</summary>
    public static GridItem Prepare(Workers? workers, GemmOperand a, GemmPanels b, Matrix c, GemmFusion fusion, ScratchUse memory)
    {
        if (c.Rows == 0 || c.Columns == 0)
        {
            return default;
        }

        var grid = GemmGrid.Divide(workers?.Count ?? 1, b.Count, (a.Rows + SliverRows - 1) / SliverRows);
        return new GridItem(GemmSlivers.Of(workers, a, memory), b, c, fusion, grid);
    }

    /// <summary>
    /// Some panels of B by some slivers of A. While a block of B is multiplied the next one is made ready: with each sliver the micro-kernel
    /// fetches a part of its memory into the cache, and behind the sliver that part is packed. So a matrix that stands in memory streams by
    /// behind the arithmetic, also when there are only a few rows to multiply it with.
    /// </summary>
    internal readonly struct GridItem(GemmSlivers a, GemmPanels b, Matrix c, GemmFusion fusion, GemmGrid grid) : IParallelOperation
    {
        private const int MostParts = 8;

        /// <summary>Items of the product.</summary>
        public int Count => grid.Items;

        public void Invoke(int item)
        {
            (int panel, int endPanel, int firstSliver, int endSliver) = grid.Item(item);
            int depth = b.Depth;
            int blocks = Math.Max(1, (depth + TKernel.BlockDepth - 1) / TKernel.BlockDepth);
            int blockDepth = ((((depth + blocks - 1) / blocks) + 7) / 8) * 8;
            int parts = Math.Min(endSliver - firstSliver, MostParts);
            float* current = Scratch.Rent(ScratchUse.GemmB, 2 * (nint)TKernel.Columns * TKernel.BlockDepth);
            float* next = current + ((nint)TKernel.Columns * TKernel.BlockDepth);
            nint* addresses = stackalloc nint[TKernel.BlockDepth / 4];
            float* zeros = stackalloc float[TKernel.Columns];
            new Span<float>(zeros, TKernel.Columns).Clear();

            MicroTile tile = default;
            tile.Ahead = addresses;
            tile.RowStep = a.RowStep;
            tile.Step = a.StepOfK;
            tile.Stride = c.Stride;
            nint sliverStep = a.SliverStep, sliverStride = SliverRows * (nint)c.Stride;

            int step = 0;
            tile.Depth = Math.Min(blockDepth, depth);
            tile.B = b.Ready(panel, step, tile.Depth, TKernel.StreamsPanels, out tile.StepOfB);
            if (tile.B is null)
            {
                b.Pack(panel, step, tile.Depth, 0, 1, current);
                tile.B = current;
            }

            while (panel < endPanel)
            {
                int nextStep = step + tile.Depth == depth ? 0 : step + tile.Depth;
                int nextPanel = nextStep == 0 ? panel + 1 : panel;
                int nextSteps = Math.Min(blockDepth, depth - nextStep);
                bool isMore = nextPanel < endPanel;
                nint nextStepOfB = 0;
                float* nextBlock = isMore ? b.Ready(nextPanel, nextStep, nextSteps, TKernel.StreamsPanels, out nextStepOfB) : null;
                bool toPack = isMore && nextBlock is null;

                int columns = b.ColumnsOf(panel);
                int endWhole = columns == TKernel.Columns ? c.Rows / SliverRows : 0;
                bool goesOn = step > 0 || fusion.Accumulate, toActivate = nextStep == 0 && fusion.Activated is not null;
                tile.A = a.From(step) + (firstSliver * sliverStep);
                tile.C = c.Pointer + (panel * TKernel.Columns) + (firstSliver * sliverStride);
                tile.From = fusion.Bias is { } bias ? bias.Pointer + (panel * TKernel.Columns) : zeros;
                tile.FromStride = goesOn ? tile.Stride : 0;
                for (int sliver = firstSliver; sliver < endSliver; sliver++, tile.A += sliverStep, tile.C += sliverStride)
                {
                    int part = sliver - firstSliver;
                    bool isPart = part < parts && isMore;
                    tile.AheadEnd = isPart ? addresses + b.ListMemory(nextPanel, nextStep, nextSteps, part, parts, addresses, tile.Depth / 4) : addresses;
                    tile.From = goesOn ? tile.C : tile.From;
                    if (sliver < endWhole)
                    {
                        TKernel.Run(tile);
                    }
                    else
                    {
                        Edge(tile, sliver, columns);
                    }

                    if (toActivate)
                    {
                        Activate(sliver, panel);
                    }

                    if (isPart && toPack)
                    {
                        b.Pack(nextPanel, nextStep, nextSteps, part, parts, next);
                    }
                }

                (panel, step, tile.Depth, tile.StepOfB) = (nextPanel, nextStep, nextSteps, nextStepOfB);
                tile.B = toPack ? next : nextBlock;
                float* free = current;
                current = next;
                next = free;
            }
        }

        /// <summary>A tile at the edge is computed whole, beside C, and only what belongs to it is taken over.</summary>
        private void Edge(MicroTile tile, int sliver, int columns)
        {
            int rows = Math.Min(SliverRows, c.Rows - (sliver * SliverRows)), before = rows < SliverRows ? a.Overlap : 0;
            float* edge = stackalloc float[SliverRows * TKernel.Columns];
            float* part = edge + (before * TKernel.Columns);
            MicroTile beside = tile;
            beside.A -= before * tile.RowStep;
            beside.From = beside.C = edge;
            beside.FromStride = beside.Stride = TKernel.Columns;
            Copy(tile.From, tile.FromStride, part, TKernel.Columns, rows, columns);
            TKernel.Run(beside);
            Copy(part, TKernel.Columns, tile.C, tile.Stride, rows, columns);
        }

        private void Activate(int sliver, int panel)
        {
            Matrix activated = fusion.Activated!.Value;
            int firstRow = sliver * SliverRows, firstColumn = panel * TKernel.Columns, columns = b.ColumnsOf(panel);
            for (int row = firstRow; row < Math.Min(c.Rows, firstRow + SliverRows); row++)
            {
                Gelu.Row(c.RowPointer(row) + firstColumn, activated.RowPointer(row) + firstColumn, columns);
            }
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
