namespace Maner.Tensors.Kernels;

/// <summary>
/// A weight W [O, I] in the order in which the micro-kernel of this machine reads it, for products that repeat with the same weight
/// (prediction): panels of as many outputs as the kernel is wide, in each all steps of k one after another, zeros behind the last output.
/// </summary>
public sealed unsafe class PackedWeight : IDisposable
{
    /// <summary>Weights that come one after another share memory, 32 MiB at a time: in pages of 2 MiB a matrix needs few entries of the address cache (TLB).</summary>
    private const int FloatsTogether = 8 << 20;

    private readonly NativeBuffer _buffer;
    private readonly nint _start;
    private readonly nint _length;

    private PackedWeight(int outputs, int inputs, int width, WeightPrecision precision, PackedWeight? after)
    {
        (Outputs, Inputs, Width, Precision) = (outputs, inputs, width, precision);
        nint elements = (nint)((outputs + width - 1) / width) * width * inputs;
        const int Line = NativeBuffer.Alignment / sizeof(float);
        _length = ((precision == WeightPrecision.BFloat16 ? (elements + 1) / 2 : elements) + Line - 1) / Line * Line;
        if (after is not null && after._buffer.Length - after._start - after._length >= _length)
        {
            (_buffer, _start) = (after._buffer, after._start + after._length);
        }
        else
        {
            _buffer = new NativeBuffer(after is null ? _length : Math.Max(_length, FloatsTogether));
        }
    }

    /// <summary>O.</summary>
    public int Outputs { get; }

    /// <summary>I.</summary>
    public int Inputs { get; }

    /// <summary>How the numbers are kept.</summary>
    public WeightPrecision Precision { get; }

    /// <summary>Columns of a panel.</summary>
    internal int Width { get; }

    internal void* Pointer => _buffer.Pointer + _start;

    /// <summary>What is multiplied with next, where that is known.</summary>
    internal PackedWeight? Next { get; private set; }

    /// <summary>Bytes of a panel.</summary>
    internal nint PanelBytes => (nint)Inputs * Width * (Precision == WeightPrecision.Float32 ? sizeof(float) : sizeof(ushort));

    /// <summary>Packs a weight for this machine.</summary>
    /// <param name="workers">The team that shares the panels.</param>
    /// <param name="weight">W [O, I].</param>
    /// <param name="precision">What to keep of each number.</param>
    /// <param name="after">
    /// The weight that is multiplied with before this one: the end of its products fetches this one's beginning into the cache. The two may share
    /// memory, and are disposed of together. Null if that is not known.
    /// </param>
    /// <exception cref="ArgumentException">Another weight comes after <paramref name="after"/> already.</exception>
    public static PackedWeight Pack(Workers workers, Matrix weight, WeightPrecision precision = WeightPrecision.Float32, PackedWeight? after = null)
    {
        ArgumentNullException.ThrowIfNull(workers);
        if (after?.Next is not null)
        {
            throw new ArgumentException("Expected the last weight of a sequence, found one that another comes after.", nameof(after));
        }

        var packed = new PackedWeight(weight.Rows, weight.Columns, Gemm.PanelWidth, precision, after);
        if (after is not null)
        {
            after.Next = packed;
        }

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
