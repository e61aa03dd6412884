using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Parameters;

/// <summary>The weights of an encoder that only predicts: read from the mapped checkpoint once, 32-bit floats straight into the kernels' order.</summary>
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
        var memory = new NativeBuffer?[weights.Length];
        var matrices = new Matrix[weights.Length];
        try
        {
            for (int index = 0; index < weights.Length; index++)
            {
                Parameter weight = weights[index];
                memory[index] = checkpoint.MapPrivate(weight.Name, weight.Shape) ?? Read(weight);
                matrices[index] = memory[index]!.View(0, weight.Rows, weight.Columns);
            }

            _packed.Add(PackedWeight.Pack(workers, matrices, precision, after: _packed.Count == 0 ? null : _packed[^1]));
            return _packed[^1];
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
        var buffer = new NativeBuffer(weight.Length);
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

    public void Dispose()
    {
        foreach (PackedWeight weight in _packed)
        {
            weight.Dispose();
        }

        checkpoint.Dispose();
    }
}
