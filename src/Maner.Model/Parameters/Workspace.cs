using Maner.Tensors;

namespace Maner.Model.Parameters;

/// <summary>
/// Memory for activations: matrices are rented one after another and given back all at once, or back to a mark. It grows until it has
/// seen the largest batch and from then on allocates nothing. Rented memory is not cleared.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private const int FloatsPerLine = NativeBuffer.Alignment / sizeof(float);
    private readonly List<NativeBuffer> _blocks = [];
    private int _block;
    private nint _used;

    /// <summary>The place up to which memory is rented now.</summary>
    public (int Block, nint Used) Mark => (_block, _used);

    /// <summary>A matrix on a cache line of its own, with undefined content.</summary>
    public Matrix Rent(int rows, int columns)
    {
        nint length = (((nint)rows * columns) + FloatsPerLine - 1) / FloatsPerLine * FloatsPerLine;
        while (_block < _blocks.Count && _used + length > _blocks[_block].Length)
        {
            _block++;
            _used = 0;
        }

        if (_block == _blocks.Count)
        {
            nint grown = _blocks.Count == 0 ? 1 << 16 : 2 * _blocks[^1].Length;
            _blocks.Add(new NativeBuffer(Math.Max(length, grown), "the activations of a batch"));
            _used = 0;
        }

        Matrix matrix = _blocks[_block].View(_used, rows, columns);
        _used += length;
        return matrix;
    }

    /// <summary>Gives back all that was rented after the mark.</summary>
    public void ReleaseTo((int Block, nint Used) mark) => (_block, _used) = mark;

    /// <summary>Gives back everything.</summary>
    public void Reset() => ReleaseTo((0, 0));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeBuffer block in _blocks)
        {
            block.Dispose();
        }

        _blocks.Clear();
    }
}
