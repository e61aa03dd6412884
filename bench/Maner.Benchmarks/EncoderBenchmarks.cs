using BenchmarkDotNet.Attributes;
using Maner.Model.Configuration;
using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Benchmarks;

/// <summary>Training steps and predictions of the encoder at the shapes of the bundled encoder and of XLM-R base, random weights, 8 sentences of 40 tokens.</summary>
[MemoryDiagnoser]
public class EncoderBenchmarks
{
    private static readonly EncoderConfig Mini = EncoderConfig.Base with
    {
        VocabSize = 32002,
        HiddenSize = 256,
        Layers = 4,
        Heads = 4,
        IntermediateSize = 1024,
    };

    private readonly PackedBatch _batch = new();
    private readonly int[] _rows = new int[8 * 16];
    private Workers _workers = null!;
    private TransformerEncoder _encoder = null!;

    [Params("mini", "base")]
    public string Shape { get; set; } = "mini";

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _workers = new Workers(Threads);
        _encoder = new TransformerEncoder(Shape == "mini" ? Mini : EncoderConfig.Base, _workers);
        var rng = new Rng(1);
        _encoder.Parameters.Load((_, values) => Fill(values, rng));
        for (int sentence = 0; sentence < 8; sentence++)
        {
            _batch.Add([.. Enumerable.Range(0, 40).Select(_ => 5 + rng.Next(1000))]);
        }

        for (int row = 0; row < _rows.Length; row++)
        {
            _rows[row] = (row / 16 * 40) + (row % 16 * 2);
        }

        Step();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _encoder.Dispose();
        _workers.Dispose();
    }

    [Benchmark]
    public float Predict() => _encoder.Forward(_batch, _rows, EncoderPass.Inference)[0][0];

    [Benchmark]
    public void Step()
    {
        foreach (IParameterArena arena in _encoder.Arenas)
        {
            arena.ClearGradients();
        }

        _encoder.Backward(_encoder.Forward(_batch, _rows, new EncoderPass(IsTraining: true, 0.1f, 0.1f, DropoutKey: 1)));
        foreach (IParameterArena arena in _encoder.Arenas)
        {
            arena.Step(new AdamWStep(1e-5f, 1, GradientScale: 1, WeightDecay: 0.01f));
        }
    }

    private static void Fill(Span<float> values, Rng rng)
    {
        foreach (ref float value in values)
        {
            value = (float)(rng.NextNormal() * 0.02);
        }
    }
}
