namespace Maner.Tensors.Kernels;

/// <summary>
/// A weight W [O, I] in the order in which the micro-kernel of this machine reads it, for products that repeat with the same weight
/// (prediction): panels of as many outputs as the kernel is wide, in each all steps of k one after another, zeros behind the last output.
/// </summary>
public sealed unsafe class PackedWeight : IDisposable
{
    private readonly NativeBuffer _buffer;

    private PackedWeight(int outputs, int inputs, int width, WeightPrecision precision)
    {
        (Outputs, Inputs, Width, Precision) = (outputs, inputs, width, precision);
        nint elements = (nint)((outputs + width - 1) / width) * width * inputs;
        _buffer = new NativeBuffer(precision == WeightPrecision.BFloat16 ? (elements + 1) / 2 : elements);
    }

    /// <summary>O.</summary>
    public int Outputs { get; }

    /// <summary>I.</summary>
    public int Inputs { get; }

    /// <summary>How the numbers are kept.</summary>
    public WeightPrecision Precision { get; }

    /// <summary>Columns of a panel.</summary>
    internal int Width { get; }

    internal void* Pointer => _buffer.Pointer;

    /// <summary>Packs a weight for this machine.</summary>
    /// <param name="workers">The team that shares the panels.</param>
    /// <param name="weight">W [O, I].</param>
    /// <param name="precision">What to keep of each number.</param>
    public static PackedWeight Pack(Workers workers, Matrix weight, WeightPrecision precision = WeightPrecision.Float32)
    {
        ArgumentNullException.ThrowIfNull(workers);
        var packed = new PackedWeight(weight.Rows, weight.Columns, Gemm.PanelWidth, precision);
        workers.Run((weight.Rows + packed.Width - 1) / packed.Width, new PackPanel(weight, packed.Pointer, packed.Width, precision));
        return packed;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private readonly struct PackPanel(Matrix weight, void* target, int width, WeightPrecision precision) : IParallelOperation
    {
        public void Invoke(int item)
        {
            int columns = Math.Min(width, weight.Rows - (item * width));
            nint length = (nint)width * weight.Columns;
            float* panel = precision == WeightPrecision.Float32 ? (float*)target + (item * length) : Scratch.Rent(ScratchUse.GemmB, length);
            if (columns < width)
            {
                new Span<float>(panel, (int)length).Clear();
            }

            GemmPacking.PackBlock(GemmOperand.Transposed(weight), 0, weight.Columns, item * width, columns, panel, width);
            if (precision == WeightPrecision.BFloat16)
            {
                BFloat16.Narrow(panel, (ushort*)target + (item * length), length);
            }
        }
    }
}
