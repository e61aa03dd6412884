using Maner.Tensors;

namespace Maner.Model.Parameters;

/// <summary>
/// Rows of the word embeddings as they were before training first changed them. A snapshot holds only rows that had a gradient by then;
/// for those that changed later this says what they were.
/// </summary>
/// <param name="rows">V.</param>
/// <param name="width">H.</param>
internal sealed class OriginalRows(int rows, int width) : IDisposable
{
    private readonly int[] _placeOf = new int[rows]; // from 1; 0 for rows that are not kept
    private readonly List<int> _decaysSeen = [];
    private NativeBuffer? _values;

    public bool Contains(int row) => _placeOf[row] != 0;

    /// <summary>Copies a row that is about to change, the first time only.</summary>
    /// <param name="row">The row.</param>
    /// <param name="values">Its values.</param>
    /// <param name="decaysSeen">The decays that are multiplied into them.</param>
    public void Keep(int row, ReadOnlySpan<float> values, int decaysSeen)
    {
        if (Contains(row))
        {
            return;
        }

        nint start = (nint)_decaysSeen.Count * width;
        if (_values is null || _values.Length < start + width)
        {
            _values = Grow(_values, Math.Max(2 * (_values?.Length ?? 0), 64 * (nint)width));
        }

        values.CopyTo(_values.Slice(start, width));
        _decaysSeen.Add(decaysSeen);
        _placeOf[row] = _decaysSeen.Count;
    }

    /// <summary>Writes a kept row's values back.</summary>
    /// <returns>The decays that are multiplied into them.</returns>
    public int Restore(int row, Span<float> values)
    {
        int place = _placeOf[row] - 1;
        _values!.Slice((nint)place * width, width).CopyTo(values);
        return _decaysSeen[place];
    }

    public void Dispose() => _values?.Dispose();

    /// <summary>A longer buffer that starts with what the old one holds; the old one is freed.</summary>
    internal static NativeBuffer Grow(NativeBuffer? old, nint capacity)
    {
        var grown = new NativeBuffer(capacity, "gradients and moments of word embeddings");
        if (old is not null)
        {
            for (nint start = 0; start < old.Length; start += int.MaxValue)
            {
                int length = (int)Math.Min(int.MaxValue, old.Length - start);
                old.Slice(start, length).CopyTo(grown.Slice(start, length));
            }

            old.Dispose();
        }

        return grown;
    }
}
