using System.Runtime.InteropServices;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model;

/// <summary>
/// The word embeddings [V, H], trained as dense AdamW would train them at the cost of the rows that occur. A row that never had a gradient
/// has zero moments, so a step only multiplies it by the decay factor: such rows are left alone and the factors are multiplied in, one
/// by one, when a row is next read or saved. A row that occurs once in training gets a slot: a row of the compact gradients and moments.
/// The result is dense AdamW's to the bit.
/// </summary>
public sealed class EmbeddingTable : IParameterArena, IDisposable
{
    private const int Untouched = -1;
    private readonly Workers _workers;
    private readonly string _name;
    private readonly int _width;
    private readonly NativeBuffer _values;
    private readonly int[] _slotOf;
    private readonly int[] _decaysSeen;
    private readonly List<int> _rowOf = [];
    private readonly List<int> _slotsOfBatch = [];
    private readonly List<float> _decays = [];
    private NativeBuffer? _gradients;
    private NativeBuffer? _first;
    private NativeBuffer? _second;

    /// <summary>A table of zeros.</summary>
    public EmbeddingTable(Workers workers, string name, int rows, int width)
    {
        (_workers, _name, _width) = (workers, name, width);
        _values = new NativeBuffer((nint)rows * width);
        _slotOf = new int[rows];
        Array.Fill(_slotOf, Untouched);
        _decaysSeen = new int[rows];
    }

    /// <summary>Number of rows: V.</summary>
    public int RowCount => _slotOf.Length;

    /// <summary>Rows that have a slot, in the order in which they got it.</summary>
    public ReadOnlySpan<int> TouchedRows => CollectionsMarshal.AsSpan(_rowOf);

    /// <summary>All rows [V, H] with every decay multiplied in.</summary>
    public Matrix Values
    {
        get
        {
            for (int row = 0; row < RowCount; row++)
            {
                CatchUp(row);
            }

            return Table;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> Tensors =>
        [new NamedTensor(_name, [RowCount, _width], () => { _ = Values; return _values.Span; })];

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> TrainingState
    {
        get
        {
            int[] shape = [_rowOf.Count, _width];
            int length = _rowOf.Count * _width;
            return
            [
                new NamedTensor(_name + ".rows", [_rowOf.Count], () => _rowOf.Select(row => (float)row).ToArray()),
                new NamedTensor(_name + ".decays", [_decays.Count], () => CollectionsMarshal.AsSpan(_decays)),
                new NamedTensor(_name, shape, () => CopyTouched().Span[..length]),
                new NamedTensor(_name + ".first", shape, () => _first!.Slice(0, length)),
                new NamedTensor(_name + ".second", shape, () => _second!.Slice(0, length)),
            ];
        }
    }

    /// <summary>Width of a row: H.</summary>
    public int Width => _width;

    /// <summary>The gradients of <see cref="TouchedRows"/>, in their order.</summary>
    internal Matrix TouchedGradients => Compact(_gradients!);

    private Matrix Table => _values.View(0, RowCount, _width);

    /// <summary>Sets a row, before training.</summary>
    public Span<float> Row(int row) => _values.Slice((nint)row * _width, _width);

    /// <summary>Reads the first <paramref name="rows"/> rows from a checkpoint.</summary>
    public void Load(int rows, Action<string, int[], Span<float>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        read(_name, [rows, _width], _values.Slice(0, rows * _width));
    }

    /// <summary>y[n] = table[ids[n]].</summary>
    /// <exception cref="InvalidDataException">An id is outside the vocabulary.</exception>
    public void Forward(ReadOnlySpan<int> ids, Matrix y)
    {
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)RowCount)
            {
                throw new InvalidDataException(
                    $"Token id {id} is outside the encoder's vocabulary of {RowCount}. Do sentencepiece.bpe.model and config.json belong together?");
            }

            CatchUp(id);
        }

        RowGather.Forward(_workers, Table, ids, y);
    }

    // forward: y[n] = table[ids[n]]   so: dTable[ids[n]] += dy[n]

    /// <summary>Adds the gradients of the rows that occur.</summary>
    public void Backward(ReadOnlySpan<int> ids, Matrix dy)
    {
        Touch(ids);
        _slotsOfBatch.Clear();
        foreach (int id in ids)
        {
            _slotsOfBatch.Add(_slotOf[id]);
        }

        RowGather.Backward(_workers, dy, CollectionsMarshal.AsSpan(_slotsOfBatch), Compact(_gradients!));
    }

    /// <summary>Gives slots to rows that have none. With every row touched in order, gradients are those of the table itself: see <see cref="DenseGradients"/>.</summary>
    public void Touch(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if (_slotOf[row] == Untouched)
            {
                CatchUp(row);
                _slotOf[row] = _rowOf.Count;
                _rowOf.Add(row);
            }
        }

        nint needed = (nint)_rowOf.Count * _width;
        if (_gradients is null || _gradients.Length < needed)
        {
            nint capacity = Math.Max(needed, Math.Min(2 * (_gradients?.Length ?? 0), _values.Length));
            _gradients = Grow(_gradients, capacity);
            _first = Grow(_first, capacity);
            _second = Grow(_second, capacity);
        }
    }

    /// <summary>Gradients of all rows [V, H], for a decoder that shares the table. Only for tables where every row got its slot in order.</summary>
    public Matrix DenseGradients()
    {
        if (_rowOf.Count == 0)
        {
            Touch(Enumerable.Range(0, RowCount).ToArray());
        }

        if (_rowOf.Count != RowCount || _rowOf[^1] != RowCount - 1)
        {
            throw new InvalidOperationException("Dense gradients must be asked for before the first training step.");
        }

        return Compact(_gradients!);
    }

    /// <inheritdoc/>
    public void ClearGradients() => _gradients?.Clear();

    /// <inheritdoc/>
    public double SumOfSquaredGradients() =>
        _gradients is null ? 0 : Reduce.SumOfSquares(_workers, _gradients, (nint)_rowOf.Count * _width);

    /// <inheritdoc/>
    public void Step(in AdamWStep step)
    {
        _decays.Add(step.DecayFactor);
        if (_gradients is not null)
        {
            AdamW.UpdateRows(_workers, step, TouchedRows, Table, Compact(_gradients), Compact(_first!), Compact(_second!));
        }
    }

    /// <inheritdoc/>
    public ArenaSnapshot SnapshotValues() => new(CopyTouched());

    /// <inheritdoc/>
    public void RestoreValues(ArenaSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        int rows = (int)(snapshot.Values.Length / _width);
        for (int slot = 0; slot < rows; slot++)
        {
            snapshot.Values.Slice((nint)slot * _width, _width).CopyTo(Row(_rowOf[slot]));
        }
    }

    /// <inheritdoc/>
    public void RestoreTrainingState(ITensorSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var rows = new float[source.LengthOf(_name + ".rows")];
        source.Read(_name + ".rows", rows);
        Touch(Array.ConvertAll(rows, row => (int)row));

        var decays = new float[source.LengthOf(_name + ".decays")];
        source.Read(_name + ".decays", decays);
        _decays.AddRange(decays);

        int length = rows.Length * _width;
        using var values = new NativeBuffer(length);
        source.Read(_name, values.Span[..length]);
        RestoreValues(new ArenaSnapshot(values));
        source.Read(_name + ".first", _first!.Slice(0, length));
        source.Read(_name + ".second", _second!.Slice(0, length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _values.Dispose();
        _gradients?.Dispose();
        _first?.Dispose();
        _second?.Dispose();
    }

    private Matrix Compact(NativeBuffer buffer) => buffer.View(0, _rowOf.Count, _width);

    private NativeBuffer CopyTouched()
    {
        var copy = new NativeBuffer((nint)_rowOf.Count * _width);
        RowGather.Forward(_workers, Table, TouchedRows, copy.View(0, _rowOf.Count, _width));
        return copy;
    }

    private void CatchUp(int row)
    {
        if (_slotOf[row] == Untouched && _decaysSeen[row] < _decays.Count)
        {
            AdamW.Decay(_workers, Table.RowRange(row, 1), CollectionsMarshal.AsSpan(_decays)[_decaysSeen[row]..]);
            _decaysSeen[row] = _decays.Count;
        }
    }

    private static NativeBuffer Grow(NativeBuffer? old, nint capacity)
    {
        var grown = new NativeBuffer(capacity);
        if (old is not null)
        {
            old.View(0, 1, (int)old.Length).CopyTo(grown.View(0, 1, (int)old.Length));
            old.Dispose();
        }

        return grown;
    }
}
