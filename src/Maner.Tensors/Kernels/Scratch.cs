namespace Maner.Tensors.Kernels;

/// <summary>What a thread's scratch memory is for; uses that overlap in time must differ.</summary>
internal enum ScratchUse
{
    GemmA,
    GemmB,
    Attention,
    Partials,
    Count,
}

/// <summary>Working memory of a thread, kept between calls and only ever grown. Its content is undefined when rented.</summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static NativeBuffer?[]? _buffers;

    public static float* Rent(ScratchUse use, nint length)
    {
        NativeBuffer?[] buffers = _buffers ??= new NativeBuffer?[(int)ScratchUse.Count];
        NativeBuffer? buffer = buffers[(int)use];
        if (buffer is null || buffer.Length < length)
        {
            buffer?.Dispose();
            buffers[(int)use] = buffer = new NativeBuffer(Math.Max(length, 4096));
        }

        return buffer.Pointer;
    }
}
