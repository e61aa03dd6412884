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
        if (c.Rows == 0 || c.Columns == 0)
        {
            return;
        }

        var grid = GemmGrid.Divide(workers?.Count ?? 1, b.Count, (a.Rows + SliverRows - 1) / SliverRows);
        GemmSlivers slivers = GemmSlivers.Of(workers, a);
        var operation = new GridItem(slivers, b, c, fusion, grid);
        if (workers is null)
        {
            operation.Invoke(0);
        }
        else
        {
            workers.Run(grid.Items, operation);
        }
    }

    /// <summary>
    /// Some panels of B by some slivers of A. While a block of B is multiplied the next one is made ready: with each sliver the micro-kernel
    /// fetches a part of its memory into the cache, and behind the sliver that part is packed. So a matrix that stands in memory streams by
    /// behind the arithmetic, also when there are only a few rows to multiply it with.
    /// </summary>
    private readonly struct GridItem(GemmSlivers a, GemmPanels b, Matrix c, GemmFusion fusion, GemmGrid grid) : IParallelOperation
    {
        private const int MostParts = 8;

        public void Invoke(int item)
        {
            (int panel, int endPanel, int firstSliver, int endSliver) = grid.Item(item);
            int depth = b.Depth;
            int blocks = Math.Max(1, (depth + Gemm.BlockDepth - 1) / Gemm.BlockDepth);
            int blockDepth = ((((depth + blocks - 1) / blocks) + 7) / 8) * 8;
            int parts = Math.Min(endSliver - firstSliver, MostParts);
            float* current = Scratch.Rent(ScratchUse.GemmB, 2 * (nint)TKernel.Columns * Gemm.BlockDepth);
            float* next = current + ((nint)TKernel.Columns * Gemm.BlockDepth);
            nint* addresses = stackalloc nint[Gemm.BlockDepth / 4];

            int step = 0, steps = Math.Min(blockDepth, depth);
            float* block = MakeReady(panel, step, steps, current);
            while (panel < endPanel)
            {
                int nextStep = step + steps == depth ? 0 : step + steps;
                int nextPanel = nextStep == 0 ? panel + 1 : panel;
                int nextSteps = Math.Min(blockDepth, depth - nextStep);
                float* nextBlock = nextPanel < endPanel ? b.Ready(nextPanel, nextStep) : null;
                bool toPack = nextPanel < endPanel && nextBlock is null;

                if (step == 0)
                {
                    Start(panel, firstSliver, endSliver);
                }

                for (int sliver = firstSliver; sliver < endSliver; sliver++)
                {
                    int part = sliver - firstSliver;
                    bool isPart = part < parts && nextPanel < endPanel;
                    int fetches = isPart ? b.ListMemory(nextPanel, nextStep, nextSteps, part, parts, addresses, steps / 4) : 0;
                    Tile(sliver, step, block, steps, panel, addresses, addresses + fetches, isLast: nextStep == 0);
                    if (isPart && toPack)
                    {
                        b.Pack(nextPanel, nextStep, nextSteps, part, parts, next);
                    }
                }

                float* free = current;
                (panel, step, steps) = (nextPanel, nextStep, nextSteps);
                block = nextBlock is null ? next : nextBlock;
                current = next;
                next = free;
            }
        }

        private float* MakeReady(int panel, int step, int steps, float* target)
        {
            float* ready = b.Ready(panel, step);
            if (ready is not null)
            {
                return ready;
            }

            b.Pack(panel, step, steps, 0, 1, target);
            return target;
        }

        /// <summary>C starts as the bias or as zero, so that every block of k, the first too, goes on from what C holds.</summary>
        private void Start(int panel, int firstSliver, int endSliver)
        {
            if (fusion.Accumulate)
            {
                return;
            }

            int firstColumn = panel * TKernel.Columns, columns = b.ColumnsOf(panel);
            int endRow = Math.Min(c.Rows, endSliver * SliverRows);
            for (int row = firstSliver * SliverRows; row < endRow; row++)
            {
                var target = new Span<float>(c.RowPointer(row) + firstColumn, columns);
                if (fusion.Bias is { } bias)
                {
                    new ReadOnlySpan<float>(bias.Pointer + firstColumn, columns).CopyTo(target);
                }
                else
                {
                    target.Clear();
                }
            }
        }

        private void Tile(int sliver, int step, float* block, int steps, int panel, nint* ahead, nint* aheadEnd, bool isLast)
        {
            int firstRow = sliver * SliverRows;
            float* sliverA = a.At(sliver, step, out nint rowStep, out nint stepOfK);
            int rows = Math.Min(SliverRows, c.Rows - firstRow);
            int firstColumn = panel * TKernel.Columns, columns = b.ColumnsOf(panel);
            float* target = c.RowPointer(firstRow) + firstColumn;
            if (rows == SliverRows && columns == TKernel.Columns)
            {
                TKernel.Run(sliverA, rowStep, stepOfK, block, steps, target, c.Stride, ahead, aheadEnd);
            }
            else
            {
                // A tile at the edge is computed whole, beside C: the packed operands end in zeros there.
                float* edge = stackalloc float[SliverRows * TKernel.Columns];
                Copy(target, c.Stride, edge, TKernel.Columns, rows, columns);
                TKernel.Run(sliverA, rowStep, stepOfK, block, steps, edge, TKernel.Columns, ahead, aheadEnd);
                Copy(edge, TKernel.Columns, target, c.Stride, rows, columns);
            }

            if (isLast && fusion.Activated is { } activated)
            {
                for (int row = 0; row < rows; row++)
                {
                    Gelu.Row(target + ((nint)row * c.Stride), activated.RowPointer(firstRow + row) + firstColumn, columns);
                }
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
