using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Maner.Tensors;

/// <summary>
/// A flat, zeroed run of floats outside the managed heap, aligned to 64 bytes (a cache line and one AVX-512 register).
/// Parameters, gradients, optimizer moments and activations each live in one; matrices are views of it.
/// </summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    /// <summary>Alignment in bytes.</summary>
    public const int Alignment = 64;

    [ThreadStatic]
    private static int s_onThisThread;

    private readonly void* _allocation;
    private readonly IDisposable? _owner;
    private float* _pointer;

    /// <summary>Allocates <paramref name="length"/> floats, all zero.</summary>
    /// <param name="length">Number of floats.</param>
    /// <param name="what">What they are for, where there is not enough memory.</param>
    /// <exception cref="OutOfMemoryException">There is not enough: it says how much was wanted.</exception>
    public NativeBuffer(nint length, string what = "the numbers of a computation")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = Math.Max((nuint)length, 1) * sizeof(float);

        // Zeroed by the system page by page when first touched, so that what is never touched takes no memory.
        nuint alignment = bytes >= 2 * MemoryAdvice.HugePageSize ? MemoryAdvice.HugePageSize : Alignment;
        _allocation = Allocate(bytes + alignment, what);
        _pointer = (float*)(((nuint)_allocation + alignment - 1) / alignment * alignment);
        if (alignment == MemoryAdvice.HugePageSize)
        {
            MemoryAdvice.UseHugePages(_pointer, bytes);
        }

        GC.AddMemoryPressure((long)bytes);
        s_onThisThread++;
    }

    /// <summary>Memory of somebody else: a part of a file that is mapped for this buffer alone, say.</summary>
    /// <param name="pointer">The first float.</param>
    /// <param name="length">Number of floats.</param>
    /// <param name="owner">Disposed of with the buffer.</param>
    public NativeBuffer(float* pointer, nint length, IDisposable owner)
    {
        _pointer = pointer;
        Length = length;
        _owner = owner;
        s_onThisThread++;
    }

    /// <summary>Frees the memory if nobody disposed of it.</summary>
    ~NativeBuffer() => Free();

    /// <summary>Buffers made on this thread less those disposed of on it; what is left to the finalizer counts as not disposed of. For tests of leaks.</summary>
    internal static int OpenOnThisThread => s_onThisThread;

    /// <summary>Number of floats.</summary>
    public nint Length { get; }

    /// <summary>All of it as a span; only for buffers of at most <see cref="int.MaxValue"/> floats.</summary>
    public Span<float> Span => new(Pointer, checked((int)Length));

    /// <summary>What owns memory that is somebody else's; null for a buffer's own.</summary>
    public IDisposable? Owner => _owner;

    internal float* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer is null, this);
            return _pointer;
        }
    }

    /// <summary>A part of it as a span.</summary>
    public Span<float> Slice(nint start, int length)
    {
        Shapes.CheckRange(start, length, Length);
        return new Span<float>(Pointer + start, length);
    }

    /// <summary>A view of <paramref name="rows"/> × <paramref name="columns"/> floats that start at <paramref name="start"/>, row by row.</summary>
    public Matrix View(nint start, int rows, int columns)
    {
        Shapes.CheckRange(start, (nint)rows * columns, Length);
        return new Matrix(Pointer + start, rows, columns, columns);
    }

    /// <summary>Sets every float to zero.</summary>
    public void Clear() => NativeMemory.Clear(Pointer, (nuint)Length * sizeof(float));

    /// <inheritdoc/>
    public void Dispose()
    {
        s_onThisThread -= _pointer is null ? 0 : 1;
        Free();
        _owner?.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void* Allocate(nuint bytes, string what)
    {
        try
        {
            return NativeMemory.AllocZeroed(bytes);
        }
        catch (OutOfMemoryException error)
        {
            throw new InsufficientMemoryException(string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB were wanted for {what}."), error);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Free()
    {
        if (_pointer is not null)
        {
            _pointer = null;
            if (_owner is null)
            {
                NativeMemory.Free(_allocation);
                GC.RemoveMemoryPressure(Math.Max((long)Length, 1) * sizeof(float));
            }
        }
    }
}
