namespace Maner.Tensors.Kernels;

/// <summary>
/// A weight W [O, I] in the order in which the micro-kernel of this machine reads it, for products that repeat with the same weight
/// (prediction): panels of as many outputs as the kernel is wide, in each all steps of k one after another, zeros behind the last output.
/// </summary>
internal sealed unsafe class PackedWeight : IDisposable
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
            _buffer = new NativeBuffer(after is null ? _length : Math.Max(_length, FloatsTogether), "the packed weights of the encoder");
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
    /// <param name="workers">The threads that share the panels.</param>
    /// <param name="weight">W [O, I].</param>
    /// <param name="precision">What to keep of each number.</param>
    /// <param name="after">
    /// The weight that is multiplied with before this one: the end of its products fetches this one's beginning into the cache. The two may share
    /// memory, and are disposed of together. Null if that is not known.
    /// </param>
    /// <exception cref="ArgumentException">Another weight comes after <paramref name="after"/> already.</exception>
    public static PackedWeight Pack(Workers workers, Matrix weight, WeightPrecision precision = WeightPrecision.Float32, PackedWeight? after = null) =>
        Pack(workers, [weight], precision, after);

    /// <summary>Packs weights that lie apart in memory and have the same input: their outputs side by side.</summary>
    /// <param name="workers">The threads that share the panels.</param>
    /// <param name="weights">W [O, I] each.</param>
    /// <param name="precision">What to keep of each number.</param>
    /// <param name="after">As above.</param>
    /// <exception cref="ArgumentException">Another weight comes after <paramref name="after"/> already, or the weights differ in their number of inputs.</exception>
    public static PackedWeight Pack(Workers workers, Matrix[] weights, WeightPrecision precision, PackedWeight? after)
    {
        ArgumentNullException.ThrowIfNull(workers);
        ArgumentNullException.ThrowIfNull(weights);
        if (Array.FindIndex(weights, weight => weight.Columns != weights[0].Columns) is >= 0 and var other)
        {
            throw new ArgumentException($"Expected weights with {weights[0].Columns} inputs, found one with {weights[other].Columns}.", nameof(weights));
        }

        if (after?.Next is not null)
        {
            throw new ArgumentException("Expected the last weight of a sequence, found one that another comes after.", nameof(after));
        }

        var packed = new PackedWeight(weights.Sum(weight => weight.Rows), weights[0].Columns, Gemm.PanelWidth, precision, after);
        if (after is not null)
        {
            after.Next = packed;
        }

        fixed (Matrix* parts = weights)
        {
            workers.Run(
                (packed.Outputs + packed.Width - 1) / packed.Width,
                new PackPanel(parts, weights.Length, packed.Outputs, packed.Inputs, packed.Pointer, packed.Width, precision == WeightPrecision.BFloat16));
        }

        return packed;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private readonly struct PackPanel(Matrix* weights, int count, int outputs, int inputs, void* target, int width, bool isNarrow) : IParallelOperation
    {
        public void Invoke(int item)
        {
            int skip = item * width, filled = 0;
            nint length = (nint)width * inputs;
            float* panel = isNarrow ? Scratch.Rent(ScratchUse.GemmB, length) : (float*)target + (item * length);
            if (skip + width > outputs)
            {
                new Span<float>(panel, (int)length).Clear();
            }

            for (int index = 0; index < count && filled < width; index++)
            {
                // A panel may begin in one weight and end in the next.
                int columns = Math.Min(width - filled, weights[index].Rows - skip);
                if (columns > 0)
                {
                    GemmPacking.PackBlock(GemmOperand.Transposed(weights[index]), 0, inputs, skip, columns, panel + filled, width);
                }

                filled += Math.Max(columns, 0);
                skip = Math.Max(skip - weights[index].Rows, 0);
            }

            if (isNarrow)
            {
                BFloat16.Narrow(panel, (ushort*)target + (item * length), length);
            }
        }
    }
}
