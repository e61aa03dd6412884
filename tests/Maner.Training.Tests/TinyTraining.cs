using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Maner.Testing;

namespace Maner.Training.Tests;

/// <summary>A training of a small encoder with its head: dropout, pruned rows, clipping, warm-up, weight decay; every kernel takes part.</summary>
internal sealed class TinyTraining : IDisposable
{
    private const int Classes = 7;
    private readonly Workers _workers;
    private readonly Optimizer _optimizer;
    private readonly Rng _rng;
    private readonly List<int> _rows = [];
    private readonly List<int> _targets = [];
    private readonly int[] _ids = new int[64];

    public TinyTraining(EncoderConfig config, int threads, float maxNorm = 1)
    {
        _workers = new Workers(threads);
        _rng = new Rng(99);
        Encoder = TinyEncoder.Make(config, _workers, _rng.Split("encoder"), 0.2);
        Head = new ClassificationHead(_workers, Classes, config);
        TinyEncoder.Fill(Head.Parameters, _rng.Split("head"), 0.2);
        _optimizer = new Optimizer([.. Encoder.Arenas, Head.Parameters], weightDecay: 0.1f, maxNorm);
    }

    /// <summary>A width above a block of columns, a feed-forward width above one panel, depths that are no multiple of anything.</summary>
    public static EncoderConfig Config { get; } = TinyEncoder.Config with
    {
        VocabSize = 300,
        HiddenSize = 72,
        Heads = 3,
        IntermediateSize = 264,
        MaxPositionEmbeddings = 40,
    };

    /// <summary>The same of ModernBERT's build: the last layer sees windows, of which a sentence has several blocks.</summary>
    public static EncoderConfig ModernConfig { get; } = Config with
    {
        Family = EncoderFamily.ModernBert,
        TypeVocabSize = 0,
        Layers = 4,
        MaxPositionEmbeddings = 100,
        PreNorm = new() { GlobalEvery = 2, LocalAttention = 21 },
    };

    public TransformerEncoder Encoder { get; }

    public ClassificationHead Head { get; }

    public PackedBatch Batch { get; } = new();

    /// <summary>SHA-256 over all parameters, and the last loss, after some steps.</summary>
    public static string Hash(int threads, int steps = 6, EncoderConfig? config = null)
    {
        using var training = new TinyTraining(config ?? Config, threads);
        double loss = 0;
        for (int step = 0; step < steps; step++)
        {
            training.NextBatch(1 + (step * 40), 60);
            loss = training.Step(0.002f * (step + 1));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (IParameterArena arena in training.Encoder.Arenas.Append(training.Head.Parameters))
        {
            foreach (NamedTensor tensor in arena.Tensors)
            {
                hash.AppendData(MemoryMarshal.AsBytes(tensor.Values()));
            }
        }

        hash.AppendData(BitConverter.GetBytes(loss));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Four sentences with ids from [<paramref name="firstId"/>, +<paramref name="idCount"/>); every third token carries a label.</summary>
    public void NextBatch(int firstId, int idCount)
    {
        Batch.Clear();
        _rows.Clear();
        _targets.Clear();
        foreach (int length in (ReadOnlySpan<int>)[17, 1, Encoder.Config.PreNorm is null ? 30 : 64, 9])
        {
            for (int index = 0; index < length; index++)
            {
                _ids[index] = firstId + _rng.Next(idCount);
                if (index % 3 == 2)
                {
                    _rows.Add(Batch.TokenCount + index);
                    _targets.Add(_rng.Next(Classes));
                }
            }

            Batch.Add(_ids.AsSpan(0, length));
        }
    }

    /// <summary>One step on the batch.</summary>
    /// <returns>The loss before it.</returns>
    public double Step(float learningRate)
    {
        var pass = new EncoderPass(IsTraining: true, HiddenDropout: 0.1f, AttentionDropout: 0.1f, DropoutKey: (ulong)_optimizer.StepCount);
        _optimizer.ClearGradients();
        Matrix logits = Head.Forward(Encoder.Forward(Batch, CollectionsMarshal.AsSpan(_rows), pass), pass);
        double loss = CrossEntropy.ForwardBackward(_workers, logits, CollectionsMarshal.AsSpan(_targets));
        Encoder.Backward(Head.Backward(logits));
        _optimizer.Step(learningRate);
        return loss;
    }

    /// <summary>Brings the step number and the stream of batches to where a resumed training stands.</summary>
    public void SkipSteps(int steps, int batches)
    {
        _optimizer.StepCount = steps;
        for (int batch = 0; batch < batches; batch++)
        {
            NextBatch(0, 60);
        }
    }

    /// <summary>Logits of the labelled rows.</summary>
    public Matrix Infer() =>
        Head.Forward(Encoder.Forward(Batch, CollectionsMarshal.AsSpan(_rows), EncoderPass.Inference), EncoderPass.Inference);

    public void Dispose()
    {
        Encoder.Dispose();
        Head.Dispose();
        _workers.Dispose();
    }
}
