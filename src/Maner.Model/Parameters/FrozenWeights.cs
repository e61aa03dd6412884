using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Parameters;

/// <summary>
/// The weights of an encoder that only predicts: read from the mapped checkpoint once, 32-bit floats straight into the kernels' order. Several encoders
/// can share them (<see cref="Share"/>), each with an object of its own; the last that is disposed of frees them. Once packed they only are read, so
/// encoders on several threads may.
/// </summary>
internal sealed class FrozenWeights : IDisposable
{
    private readonly Store _store;
    private int _next;
    private bool _isDisposed;

    /// <summary>Weights of a checkpoint.</summary>
    /// <param name="checkpoint">Where they are read from; owned from here on, since word embeddings stay in it.</param>
    /// <param name="workers">The threads that pack them.</param>
    /// <param name="precision">What to keep of each number.</param>
    public FrozenWeights(Checkpoint checkpoint, Workers workers, WeightPrecision precision)
        : this(new Store(checkpoint, workers, precision))
    {
    }

    private FrozenWeights(Store store) => _store = store;

    public Checkpoint Checkpoint => _store.Checkpoint;

    /// <summary>The same weights for another encoder of the same shape, which must ask for them in the same order.</summary>
    public FrozenWeights Share()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Interlocked.Increment(ref _store.Owners);
        return new FrozenWeights(_store);
    }

    /// <summary>Weights with the same number of inputs as one, their outputs side by side. To be called in the order in which a pass multiplies.</summary>
    public PackedWeight Pack(ReadOnlySpan<Parameter> weights)
    {
        if (_next == _store.Packed.Count)
        {
            _store.Add(weights);
        }

        return _store.Packed[_next++];
    }

    /// <summary>Some outputs of a weight.</summary>
    public PackedWeight Pack(Parameter weight, int first, int outputs)
    {
        if (_next == _store.Packed.Count)
        {
            _store.Add([weight], first, outputs);
        }

        return _store.Packed[_next++];
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (Interlocked.Decrement(ref _store.Owners) == 0)
            {
                _store.Free();
            }
        }
    }

    private sealed class Store(Checkpoint checkpoint, Workers workers, WeightPrecision precision)
    {
        public int Owners = 1;

        public Checkpoint Checkpoint => checkpoint;

        public List<PackedWeight> Packed { get; } = [];

        public void Add(ReadOnlySpan<Parameter> weights, int first = 0, int? outputs = null)
        {
            var memory = new NativeBuffer?[weights.Length];
            var matrices = new Matrix[weights.Length];
            try
            {
                for (int index = 0; index < weights.Length; index++)
                {
                    Parameter weight = weights[index];
                    memory[index] = checkpoint.MapPrivate(weight.Name, weight.Shape) ?? Read(weight);
                    matrices[index] = memory[index]!.View((nint)first * weight.Columns, outputs ?? weight.Rows, weight.Columns);
                }

                Packed.Add(PackedWeight.Pack(workers, matrices, precision, after: Packed.Count == 0 ? null : Packed[^1]));
            }
            finally
            {
                foreach (NativeBuffer? buffer in memory)
                {
                    buffer?.Dispose(); // gives the pages of the file back
                }
            }
        }

        /// <summary>Numbers that are not stored as 32-bit floats, or not where floats can be used in place.</summary>
        private NativeBuffer Read(Parameter weight)
        {
            var buffer = new NativeBuffer(weight.Length, "the weights of the encoder");
            try
            {
                checkpoint.ReadOnce(weight.Name, weight.Shape, buffer.Span);
                return buffer;
            }
            catch
            {
                buffer.Dispose();
                throw;
            }
        }

        public void Free()
        {
            foreach (PackedWeight weight in Packed)
            {
                weight.Dispose();
            }

            checkpoint.Dispose();
        }
    }
}
