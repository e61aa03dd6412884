using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model;

/// <summary>The weights of an encoder that only predicts: read from the mapped checkpoint once, straight into the kernels' order.</summary>
/// <param name="checkpoint">Where they are read from; owned from here on, since word embeddings stay in it.</param>
/// <param name="workers">The team.</param>
/// <param name="precision">What to keep of each number.</param>
internal sealed class FrozenWeights(Checkpoint checkpoint, Workers workers, WeightPrecision precision) : IDisposable
{
    private readonly List<PackedWeight> _packed = [];

    public Checkpoint Checkpoint => checkpoint;

    /// <summary>Weights with the same number of inputs as one, their outputs side by side. To be called in the order in which a pass multiplies.</summary>
    public PackedWeight Pack(ReadOnlySpan<Parameter> weights)
    {
        int outputs = 0;
        foreach (Parameter weight in weights)
        {
            outputs += weight.Rows;
        }

        int inputs = weights[0].Columns;
        using var buffer = new NativeBuffer((nint)outputs * inputs);
        nint start = 0;
        foreach (Parameter weight in weights)
        {
            checkpoint.ReadOnce(weight.Name, weight.Shape, buffer.Slice(start, weight.Length));
            start += weight.Length;
        }

        _packed.Add(PackedWeight.Pack(workers, buffer.View(0, outputs, inputs), precision, after: _packed.Count == 0 ? null : _packed[^1]));
        return _packed[^1];
    }

    public void Dispose()
    {
        foreach (PackedWeight weight in _packed)
        {
            weight.Dispose();
        }

        checkpoint.Dispose();
    }
}
