namespace Maner.Tensors.Kernels;

/// <summary>
/// Matrix products in single precision. Every element of the result is one chain of fused multiply-adds in the order of k,
/// c ← fma(a[k], b[k], c), whatever the tile, the instruction set or the number of threads: work is split over rows and columns of the
/// result, never over k, and each block of k continues from the sum so far. So the bits are those of <see cref="Naive.Gemm"/>.
/// <para>
/// Layout of the work (Goto and van de Geijn 2008, in BLIS's terms): A is cut into slivers of 6 rows, B is packed into panels as wide as the
/// micro-kernel; a block of a panel, some hundred steps of k, stays in a cache near the core while slivers of A pass by it, and the next one
/// is made ready meanwhile. <see cref="GemmWalk"/> has the order of the loops, <see cref="GemmDriver{TKernel}"/> the work of each step.
/// </para>
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Rows of C that a micro-kernel computes at once.</summary>
    internal const int SliverRows = 6;

    /// <summary>C = A·Bᵀ (+ bias), or C += A·Bᵀ. A linear layer's forward pass: y = x·Wᵀ + b.</summary>
    /// <param name="workers">The threads that share the work.</param>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[N, K].</param>
    /// <param name="c">[M, N].</param>
    /// <param name="accumulate">Add to what C holds.</param>
    /// <param name="bias">[1, N], added to every row; null for none. Not together with <paramref name="accumulate"/>.</param>
    /// <param name="epilogue">What is made of C besides.</param>
    public static void NT(Workers workers, Matrix a, Matrix b, Matrix c, bool accumulate = false, Matrix? bias = null, GemmEpilogue? epilogue = null) =>
        Run(workers, GemmOperand.Plain(a), new GemmPanels(GemmOperand.Transposed(b), PanelWidth), c, new GemmFusion(accumulate, bias, epilogue));

    /// <summary>The same product with a weight that was packed before.</summary>
    /// <param name="workers">The threads that share the work.</param>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[N, K].</param>
    /// <param name="c">[M, N].</param>
    /// <param name="bias">[1, N], added to every row; null for none.</param>
    /// <param name="epilogue">What is made of C besides.</param>
    public static void NT(Workers workers, Matrix a, PackedWeight b, Matrix c, Matrix? bias = null, GemmEpilogue? epilogue = null)
    {
        ArgumentNullException.ThrowIfNull(b);
        Run(workers, GemmOperand.Plain(a), new GemmPanels(b), c, new GemmFusion(Accumulate: false, bias, epilogue));
    }

    /// <summary>C = A·B, or C += A·B. A linear layer's gradient of its input: dx = dy·W.</summary>
    /// <param name="workers">The threads that share the work.</param>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N].</param>
    /// <param name="c">[M, N].</param>
    /// <param name="accumulate">Add to what C holds.</param>
    public static void NN(Workers workers, Matrix a, Matrix b, Matrix c, bool accumulate = false) =>
        Run(workers, GemmOperand.Plain(a), new GemmPanels(GemmOperand.Plain(b), PanelWidth), c, new GemmFusion(accumulate));

    /// <summary>C = Aᵀ·B, or C += Aᵀ·B. A linear layer's gradient of its weight: dW += dyᵀ·x.</summary>
    /// <param name="workers">The threads that share the work.</param>
    /// <param name="a">[K, M].</param>
    /// <param name="b">[K, N].</param>
    /// <param name="c">[M, N].</param>
    /// <param name="accumulate">Add to what C holds.</param>
    public static void TN(Workers workers, Matrix a, Matrix b, Matrix c, bool accumulate = false) =>
        Run(workers, GemmOperand.Transposed(a), new GemmPanels(GemmOperand.Plain(b), PanelWidth), c, new GemmFusion(accumulate));

    /// <summary>Columns of this machine's micro-kernel.</summary>
    internal static int PanelWidth =>
        VectorWidth.Bits switch { 512 => Kernel512.Columns, 256 => Kernel256.Columns, _ => KernelScalar.Columns };

    /// <summary>The same products on the calling thread alone, for work that is already inside an item (attention).</summary>
    internal static void OnThisThread(GemmOperand a, GemmOperand b, Matrix c, bool accumulate) =>
        Run(null, a, new GemmPanels(b, PanelWidth), c, new GemmFusion(accumulate));

    private static void Run(Workers? workers, GemmOperand a, GemmPanels b, Matrix c, GemmFusion fusion)
    {
        Check(a, b, c, fusion);

        if (VectorWidth.Bits == 512)
        {
            GemmDriver<Kernel512>.Run(workers, a, b, c, fusion);
        }
        else if (VectorWidth.Bits == 256)
        {
            GemmDriver<Kernel256>.Run(workers, a, b, c, fusion);
        }
        else
        {
            GemmDriver<KernelScalar>.Run(workers, a, b, c, fusion);
        }
    }

    private static void Check(GemmOperand a, GemmPanels b, Matrix c, GemmFusion fusion)
    {
        Shapes.Check(
            a.Columns == b.Depth && a.Rows == c.Rows && b.Columns == c.Columns,
            $"A [M, K]·B [K, N] = C [M, N], found A [{a.Rows}, {a.Columns}], B [{b.Depth}, {b.Columns}], C [{c.Rows}, {c.Columns}]");
        Shapes.Check(
            fusion.Bias is not { } bias || (!fusion.Accumulate && bias.Rows == 1 && bias.Columns == c.Columns),
            $"a bias [1, {c.Columns}] and no accumulation");
        if (fusion.Epilogue is { } epilogue)
        {
            Shapes.CheckSame(c, epilogue.Target, "epilogue");
        }
    }
}
