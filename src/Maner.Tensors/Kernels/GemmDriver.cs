namespace Maner.Tensors.Kernels;

/// <summary>The loops around a micro-kernel; compiled once for each kernel.</summary>
internal static unsafe class GemmDriver<TKernel>
    where TKernel : struct, IMicroKernel
{
    private const int SliverRows = Gemm.SliverRows;

    /// <summary>Packs A together, then shares the panels of B among the team.</summary>
    public static void Run(Workers workers, Gemm.Operand a, Gemm.Operand b, Matrix c, bool accumulate, float* bias)
    {
        if (c.Rows == 0 || c.Columns == 0)
        {
            return;
        }

        int slivers = (a.Rows + SliverRows - 1) / SliverRows;
        float* packedA = Scratch.Rent(ScratchUse.GemmA, (nint)slivers * SliverRows * a.Columns);

        // About 16,000 elements an item: packing them takes some microseconds.
        int sliversPerItem = Math.Max(1, 2730 / Math.Max(a.Columns, 1));
        workers.Run((slivers + sliversPerItem - 1) / sliversPerItem, new PackItem(a, packedA, slivers, sliversPerItem));

        // Few panels for many threads: cut the rows too, in parts that are multiples of a sliver.
        int panels = (c.Columns + TKernel.Columns - 1) / TKernel.Columns;
        int parts = Math.Clamp(2 * workers.Count / panels, 1, Math.Max(1, slivers / 8));
        parts = workers.Count == 1 ? 1 : parts;
        workers.Run(panels * parts, new PanelItem(a, b, c, accumulate, bias, packedA, panels, parts, slivers));
    }

    /// <summary>The same without a team.</summary>
    public static void RunAlone(Gemm.Operand a, Gemm.Operand b, Matrix c, bool accumulate)
    {
        if (c.Rows == 0 || c.Columns == 0)
        {
            return;
        }

        int slivers = (a.Rows + SliverRows - 1) / SliverRows;
        float* packedA = Scratch.Rent(ScratchUse.SmallGemmA, (nint)slivers * SliverRows * a.Columns);
        new PackItem(a, packedA, slivers, slivers).Invoke(0);
        int panels = (c.Columns + TKernel.Columns - 1) / TKernel.Columns;
        var item = new PanelItem(a, b, c, accumulate, null, packedA, panels, 1, slivers);
        for (int panel = 0; panel < panels; panel++)
        {
            item.Invoke(panel);
        }
    }

    private readonly struct PackItem(Gemm.Operand a, float* packed, int slivers, int sliversPerItem) : IParallelOperation
    {
        public void Invoke(int item)
        {
            int end = Math.Min(slivers, (item + 1) * sliversPerItem);
            for (int sliver = item * sliversPerItem; sliver < end; sliver++)
            {
                GemmPacking.PackSliver(a, sliver * SliverRows, packed + ((nint)sliver * SliverRows * a.Columns));
            }
        }
    }

    private readonly struct PanelItem(
        Gemm.Operand a, Gemm.Operand b, Matrix c, bool accumulate, float* bias, float* packedA, int panels, int parts, int slivers)
        : IParallelOperation
    {
        public void Invoke(int item)
        {
            int firstColumn = item % panels * TKernel.Columns;
            int columns = Math.Min(TKernel.Columns, c.Columns - firstColumn);
            int part = item / panels;
            int firstSliver = (int)((long)slivers * part / parts);
            int endSliver = (int)((long)slivers * (part + 1) / parts);
            float* packedB = Scratch.Rent(ScratchUse.GemmB, (nint)TKernel.Columns * Gemm.BlockDepth);

            if (!accumulate)
            {
                StartWith(bias, firstSliver * SliverRows, Math.Min(c.Rows, endSliver * SliverRows), firstColumn, columns);
            }

            for (int k = 0; k < a.Columns; k += Gemm.BlockDepth)
            {
                int depth = Math.Min(Gemm.BlockDepth, a.Columns - k);
                GemmPacking.PackPanel(b, k, depth, firstColumn, columns, TKernel.Columns, packedB);
                for (int sliver = firstSliver; sliver < endSliver; sliver++)
                {
                    float* sliverA = packedA + ((nint)sliver * SliverRows * a.Columns) + ((nint)k * SliverRows);
                    Tile(sliverA, packedB, depth, sliver * SliverRows, firstColumn, columns);
                }
            }
        }

        /// <summary>C starts as the bias or as zero, so that every block of k, the first too, goes on from what C holds.</summary>
        private void StartWith(float* bias, int firstRow, int endRow, int firstColumn, int columns)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                var target = new Span<float>(c.RowPointer(row) + firstColumn, columns);
                if (bias is null)
                {
                    target.Clear();
                }
                else
                {
                    new ReadOnlySpan<float>(bias + firstColumn, columns).CopyTo(target);
                }
            }
        }

        private void Tile(float* sliverA, float* panelB, int depth, int firstRow, int firstColumn, int columns)
        {
            int rows = Math.Min(SliverRows, c.Rows - firstRow);
            float* target = c.RowPointer(firstRow) + firstColumn;
            if (rows == SliverRows && columns == TKernel.Columns)
            {
                TKernel.Run(sliverA, panelB, depth, target, c.Stride);
                return;
            }

            // A tile at the edge is computed whole, beside C: the packed operands end in zeros there.
            float* edge = stackalloc float[SliverRows * TKernel.Columns];
            for (int row = 0; row < rows; row++)
            {
                new ReadOnlySpan<float>(target + ((nint)row * c.Stride), columns).CopyTo(new Span<float>(edge + (row * TKernel.Columns), columns));
            }

            TKernel.Run(sliverA, panelB, depth, edge, TKernel.Columns);
            for (int row = 0; row < rows; row++)
            {
                new ReadOnlySpan<float>(edge + (row * TKernel.Columns), columns).CopyTo(new Span<float>(target + ((nint)row * c.Stride), columns));
            }
        }
    }
}
