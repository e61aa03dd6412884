using System.Runtime.InteropServices;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Parameters;

/// <summary>
/// The word embeddings [V, H], trained as dense AdamW would train them at the cost of the rows that occur. A row that never had a gradient
/// has zero moments, so a step only multiplies it by the decay factor: such rows are left alone and the factors are multiplied in, one
/// by one, when a row is next read or saved. A row that occurs once in training gets a slot: a row of the compact gradients and moments.
/// The result is dense AdamW's to the bit.
/// </summary>
internal sealed class EmbeddingTable : IParameterArena, ITokenEmbeddings, IDisposable
{
    private const int Untouched = -1;
    private readonly Workers _workers;
    private readonly string _name;
    private readonly int _width;
    private NativeBuffer _values;
    private readonly int[] _slotOf;
    private readonly int[] _decaysSeen;
    private readonly List<int> _rowOf = [];
    private readonly List<int> _slotsOfBatch = [];
    private readonly List<float> _decays = [];
    private readonly OriginalRows _originals;
    private bool _slotsInOrder = true;
    private NativeBuffer? _gradients;
    private NativeBuffer? _first;
    private NativeBuffer? _second;

    /// <summary>A table of zeros.</summary>
    public EmbeddingTable(Workers workers, string name, int rows, int width)
    {
        (_workers, _name, _width) = (workers, name, width);
        _values = new NativeBuffer((nint)rows * width, "the word embeddings");
        _slotOf = new int[rows];
        Array.Fill(_slotOf, Untouched);
        _decaysSeen = new int[rows];
        _originals = new OriginalRows(rows, width);
    }

    /// <summary>Number of rows: V.</summary>
    public int RowCount => _slotOf.Length;

    /// <summary>Rows that have a slot, in the order in which they got it.</summary>
    public ReadOnlySpan<int> TouchedRows => CollectionsMarshal.AsSpan(_rowOf);

    /// <summary>All rows [V, H] with every decay multiplied in. Snapshots from before can then no longer be restored, if there was any decay.</summary>
    public Matrix Values
    {
        get
        {
            RequireUnchanged();

            // Runs of rows that are equally far behind, so that the threads share them.
            for (int start = 0, end; start < RowCount; start = end)
            {
                int behind = Behind(start);
                for (end = start + 1; end < RowCount && Behind(end) == behind; end++)
                {
                }

                if (behind > 0)
                {
                    AdamW.Decay(_workers, Table.RowRange(start, end - start), Decays[^behind..]);
                    Array.Fill(_decaysSeen, _decays.Count, start, end - start);
                }
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
                new NamedTensor(_name, shape, TouchedValues),
                new NamedTensor(_name + ".first", shape, () => _first!.Slice(0, length)),
                new NamedTensor(_name + ".second", shape, () => _second!.Slice(0, length)),
            ];
        }
    }

    /// <summary>Width of a row: H.</summary>
    public int Width => _width;

    /// <summary>The gradients of <see cref="TouchedRows"/>, in their order.</summary>
    internal Matrix TouchedGradients => Compact(_gradients!);

    private ReadOnlySpan<float> Decays => CollectionsMarshal.AsSpan(_decays);

    private Matrix Table => _values.View(0, RowCount, _width);

    /// <summary>Sets a row, before training.</summary>
    public Span<float> Row(int row) => _values.Slice((nint)row * _width, _width);

    /// <summary>Reads the first <paramref name="rows"/> rows from a checkpoint.</summary>
    public void Load(int rows, Action<string, int[], Span<float>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        read(_name, [rows, _width], _values.Slice(0, rows * _width));
    }

    /// <summary>Takes over memory that holds all rows, before training.</summary>
    public void Adopt(NativeBuffer values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != _values.Length)
        {
            throw new ArgumentException($"Expected {_values.Length} floats, found {values.Length}.", nameof(values));
        }

        _values.Dispose();
        _values = values;
    }

    /// <summary>y[n] = table[ids[n]].</summary>
    /// <exception cref="InvalidDataException">An id is outside the vocabulary.</exception>
    public void Forward(ReadOnlySpan<int> ids, Matrix y)
    {
        ((ITokenEmbeddings)this).Check(ids);
        RequireUnchanged();
        foreach (int id in ids)
        {
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
                _originals.Keep(row, Row(row), _decaysSeen[row]);
                _slotsInOrder &= row == _rowOf.Count;
                _slotOf[row] = _rowOf.Count;
                _rowOf.Add(row);
            }
        }

        nint needed = (nint)_rowOf.Count * _width;
        if (_gradients is null || _gradients.Length < needed)
        {
            nint capacity = Math.Max(needed, Math.Min(2 * (_gradients?.Length ?? 0), _values.Length));
            _gradients = OriginalRows.Grow(_gradients, capacity);
            _first = OriginalRows.Grow(_first, capacity);
            _second = OriginalRows.Grow(_second, capacity);
        }
    }

    /// <summary>Gradients of all rows [V, H], for a decoder that shares the table. Only for tables where every row got its slot in order.</summary>
    public Matrix DenseGradients()
    {
        if (_rowOf.Count == 0)
        {
            Touch(Enumerable.Range(0, RowCount).ToArray());
        }

        if (_rowOf.Count != RowCount || !_slotsInOrder)
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
        if (step.DecayFactor != 1)
        {
            _decays.Add(step.DecayFactor); // a factor of 1 changes nothing, and there may be many
        }

        if (_gradients is not null)
        {
            AdamW.UpdateRows(_workers, step, TouchedRows, Table, Compact(_gradients), Compact(_first!), Compact(_second!));
        }
    }

    /// <inheritdoc/>
    public void EndTraining()
    {
        _gradients?.Dispose();
        _first?.Dispose();
        _second?.Dispose();
        (_gradients, _first, _second) = (null, null, null);
    }

    /// <inheritdoc/>
    public ArenaSnapshot SnapshotValues() => new(CopyTouched(), _decays.Count);

    /// <inheritdoc/>
    public void RestoreValues(ArenaSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _decays.RemoveRange(snapshot.Steps, _decays.Count - snapshot.Steps);
        for (int row = 0; row < RowCount; row++)
        {
            if (_originals.Contains(row))
            {
                // First read or trained after the snapshot, or before: either way it starts again from where it was loaded.
                _decaysSeen[row] = _originals.Restore(row, Row(row));
            }

            if (_decaysSeen[row] > snapshot.Steps)
            {
                throw new InvalidOperationException("The whole table was read after the snapshot, with weight decay multiplied in for good.");
            }
        }

        int rows = (int)(snapshot.Values.Length / _width);
        for (int slot = 0; slot < rows; slot++)
        {
            snapshot.Values.Slice((nint)slot * _width, _width).CopyTo(Row(_rowOf[slot]));
        }

        foreach (int row in TouchedRows[rows..])
        {
            AdamW.Decay(_workers, Table.RowRange(row, 1), Decays[_decaysSeen[row]..]);
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
        RestoreValues(new ArenaSnapshot(values, _decays.Count));
        source.Read(_name + ".first", _first!.Slice(0, length));
        source.Read(_name + ".second", _second!.Slice(0, length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndTraining();
        _values.Dispose();
        _originals.Dispose();
    }

    private Matrix Compact(NativeBuffer buffer) => buffer.View(0, _rowOf.Count, _width);

    private NativeBuffer CopyTouched()
    {
        var copy = new NativeBuffer((nint)_rowOf.Count * _width, "a copy of the best parameters");
        RowGather.Forward(_workers, Table, TouchedRows, copy.View(0, _rowOf.Count, _width));
        return copy;
    }

    /// <summary>Managed memory: it lives as long as somebody holds it, which a view of a buffer that nobody owns would not.</summary>
    private ReadOnlySpan<float> TouchedValues()
    {
        var copy = new float[_rowOf.Count * _width];
        for (int slot = 0; slot < _rowOf.Count; slot++)
        {
            Row(_rowOf[slot]).CopyTo(copy.AsSpan(slot * _width));
        }

        return copy;
    }

    /// <summary>Rows that nobody touched yet are still in the file.</summary>
    private void RequireUnchanged() => (_values.Owner as PrivateMap)?.RequireUnchanged();

    private int Behind(int row) => _slotOf[row] == Untouched ? _decays.Count - _decaysSeen[row] : 0;

    private void CatchUp(int row)
    {
        if (Behind(row) is > 0 and int behind)
        {
            _originals.Keep(row, Row(row), _decaysSeen[row]);
            AdamW.Decay(_workers, Table.RowRange(row, 1), Decays[^behind..]);
            _decaysSeen[row] = _decays.Count;
        }
    }
}
