using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;

namespace Maner.Training.Tests;

/// <summary>An encoder that counts the batches it reads for prediction.</summary>
internal sealed class CountingEncoder(IEncoder inner) : IEncoder
{
    public int Inferences { get; private set; }

    public EncoderConfig Config => inner.Config;

    public IReadOnlyList<IParameterArena> Arenas => inner.Arenas;

    public Matrix Forward(PackedBatch batch, ReadOnlySpan<int> rows, EncoderPass pass)
    {
        Inferences += pass.IsTraining ? 0 : 1;
        return inner.Forward(batch, rows, pass);
    }

    public void Backward(Matrix dHidden) => inner.Backward(dHidden);

    public IEncoder Share(Maner.Tensors.Workers workers) => inner.Share(workers);

    public void Dispose() => inner.Dispose();
}
