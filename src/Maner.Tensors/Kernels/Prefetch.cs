using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Maner.Tensors.Kernels;

/// <summary>Fetches memory into the caches ahead of its use, on processors where the runtime can ask for it.</summary>
internal static unsafe class Prefetch
{
    /// <summary>What <see cref="Ahead"/> fetches.</summary>
    public const int FloatsAhead = 4 * Line;

    private const int Line = NativeBuffer.Alignment / sizeof(float);

    /// <summary>The next tile of C, to the first level: its loads would otherwise wait for memory.</summary>
    /// <param name="c">Its first element.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    /// <param name="columns">Its width.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile(float* c, nint stride, int columns)
    {
        if (Sse.IsSupported)
        {
            for (int row = 0; row < Gemm.SliverRows; row++, c += stride)
            {
                for (int column = 0; column < columns; column += Line)
                {
                    Sse.Prefetch0(c + column);
                }
            }
        }
    }

    /// <summary>Some neighbouring floats of a factor, to the second level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead(nint address)
    {
        if (Sse.IsSupported)
        {
            var row = (float*)address;
            Sse.Prefetch1(row);
            Sse.Prefetch1(row + Line);
            Sse.Prefetch1(row + (2 * Line));
            Sse.Prefetch1(row + (3 * Line));
        }
    }

    /// <summary>Neighbouring floats, to the first level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row(float* first, int count)
    {
        if (Sse.IsSupported)
        {
            for (int column = 0; column < count; column += Line)
            {
                Sse.Prefetch0(first + column);
            }
        }
    }

    /// <summary>A line of each of some rows, to the first level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Column(float* first, nint stride, int rows)
    {
        if (Sse.IsSupported)
        {
            for (int row = 0; row < rows; row++, first += stride)
            {
                Sse.Prefetch0(first);
            }
        }
    }
}
