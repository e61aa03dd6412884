using BenchmarkDotNet.Attributes;
using Maner.Model.Configuration;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Benchmarks;

/// <summary>Everything but the products, for a batch of 8 sentences of 40 tokens at the shapes of XLM-R base and large.</summary>
[Config(typeof(KernelConfig))]
public class ElementwiseBenchmarks
{
    private const int Sentences = 8;
    private const int Length = 40;
    private const int Tokens = Sentences * Length;
    private const int Classes = 7;
    private const int OptimizerFloats = 1 << 23; // about a layer of base
    private static bool s_isWarm;
    private readonly List<NativeBuffer> _buffers = [];
    private readonly int[] _targets = new int[Tokens];
    private readonly Dropout _dropout = new(0.1f, 1);
    private AttentionSpan[] _spans = [];
    private EncoderConfig _config = EncoderConfig.Base;
    private Workers _workers = null!;
    private NativeBuffer _values = null!;
    private NativeBuffer _gradients = null!;
    private NativeBuffer _first = null!;
    private NativeBuffer _second = null!;
    private Matrix _x;
    private Matrix _y;
    private Matrix _z;
    private Matrix _bigX;
    private Matrix _bigY;
    private Matrix _bigZ;
    private Matrix _qkv;
    private Matrix _dQkv;
    private Matrix _statistics;
    private Matrix _gamma;
    private Matrix _sums;
    private Matrix _logits;
    private Matrix _scores;

    [Params("base", "large")]
    public string Shape { get; set; } = "base";

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _config = Config(Shape);
        _workers = new Workers(Threads);
        int width = _config.HiddenSize, inner = _config.IntermediateSize;
        _spans = [.. Enumerable.Range(0, Sentences).Select(sentence => new AttentionSpan(sentence * Length, Length, sentence * Length, Length))];
        (_x, _y, _z) = (New(Tokens, width), New(Tokens, width), New(Tokens, width));
        (_bigX, _bigY, _bigZ) = (New(Tokens, inner), New(Tokens, inner), New(Tokens, inner));
        (_qkv, _dQkv) = (New(Tokens, 3 * width), New(Tokens, 3 * width));
        (_statistics, _gamma, _sums, _logits) = (New(Tokens, 2), New(1, width), New(1, width), New(Tokens, Classes));
        _scores = New(Sentences * _config.Heads * Length, Length);
        (_values, _gradients, _first, _second) = (Buffer(OptimizerFloats), Buffer(OptimizerFloats), Buffer(OptimizerFloats), Buffer(OptimizerFloats));
        Forward();
        if (!s_isWarm)
        {
            KernelConfig.WarmUp(
                LayerNormForward, LayerNormBackward, GeluForward, GeluBackward, AttentionForward, AttentionBackward, SoftmaxOnOneThread,
                CrossEntropyWithGradient, DropoutApplied, GradientOfBias, AdamWStep, () => GradientNorm());
            s_isWarm = true;
        }

        MeasureCeiling();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        MeasureCeiling();
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
        _workers.Dispose();
    }

    [Benchmark]
    public void LayerNormForward() => Forward();

    [Benchmark]
    public void LayerNormBackward() => LayerNorm.Backward(_workers, _x, _statistics, _gamma, _y, _z, _sums, _sums);

    [Benchmark]
    public void GeluForward() => Activations.Forward(_workers, Activation.Gelu, _bigX, _bigY);

    [Benchmark]
    public void GeluBackward() => Activations.Backward(_workers, Activation.Gelu, _bigX, _bigY, _bigZ);

    [Benchmark]
    public void AttentionForward() => Attention.Forward(_workers, _spans, _config.Heads, Third(_qkv, 0), Third(_qkv, 1), Third(_qkv, 2), _dropout, _y);

    [Benchmark]
    public void AttentionBackward() => Attention.Backward(
        _workers, _spans, _config.Heads, Third(_qkv, 0), Third(_qkv, 1), Third(_qkv, 2), _dropout, _y, Third(_dQkv, 0), Third(_dQkv, 1), Third(_dQkv, 2));

    [Benchmark]
    public void SoftmaxOnOneThread() => CrossEntropy.Softmax(_scores);

    [Benchmark]
    public void CrossEntropyWithGradient() => CrossEntropy.ForwardBackward(_workers, _logits, _targets);

    [Benchmark]
    public void DropoutApplied() => _dropout.Apply(_workers, _x, _z);

    [Benchmark]
    public void GradientOfBias() => Reduce.AddColumnSums(_workers, _x, _sums);

    [Benchmark]
    public void AdamWStep() => AdamW.Update(
        _workers, new AdamWStep(1e-5f, 1, 1, 0.01f), decay: true, 0, OptimizerFloats, _values, _gradients, _first, _second);

    [Benchmark]
    public double GradientNorm() => Reduce.SumOfSquares(_workers, _gradients, OptimizerFloats);

    /// <summary>What a call reads and writes, or for attention computes.</summary>
    internal static KernelWork WorkOf(string shape, string method)
    {
        EncoderConfig config = Config(shape);
        double narrow = (double)Tokens * config.HiddenSize, wide = (double)Tokens * config.IntermediateSize;
        return method switch
        {
            nameof(LayerNormForward) => KernelWork.Pass(4 * narrow), // x and residual in, sum and y out
            nameof(LayerNormBackward) => KernelWork.Pass(3 * narrow),
            nameof(GeluForward) => KernelWork.Pass(2 * wide),
            nameof(GeluBackward) => KernelWork.Pass(3 * wide),
            nameof(AttentionForward) => KernelWork.Product(2 * narrow, Length, 1), // Q·Kᵀ and P·V
            nameof(AttentionBackward) => KernelWork.Product(5 * narrow, Length, 1), // Q·Kᵀ again, dV, dP, dQ, dK
            nameof(SoftmaxOnOneThread) => KernelWork.Pass(2.0 * Tokens * config.Heads * Length),
            nameof(CrossEntropyWithGradient) => KernelWork.Pass(2.0 * Tokens * Classes),
            nameof(DropoutApplied) => KernelWork.Pass(2 * narrow),
            nameof(GradientOfBias) => KernelWork.Pass(narrow),
            nameof(AdamWStep) => KernelWork.Pass(7.0 * OptimizerFloats), // p, g, m, v in; p, m, v out
            _ => KernelWork.Pass(OptimizerFloats),
        };
    }

    private static EncoderConfig Config(string shape) => shape == "base" ? EncoderConfig.Base : EncoderConfig.Large;

    private void MeasureCeiling() => ShareColumn.Measure(FormattableString.Invariant($"{Shape} {Threads}"), Threads);

    private void Forward() => LayerNorm.Forward(_workers, _x, _z, _dropout, _gamma, _gamma, 1e-5f, _y, _statistics);

    private Matrix Third(Matrix matrix, int part) => matrix.ColumnRange(part * matrix.Columns / 3, matrix.Columns / 3);

    private NativeBuffer Buffer(nint length)
    {
        var buffer = new NativeBuffer(length);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>A matrix of random numbers: with zeros, branches and denormals would tell another story.</summary>
    private Matrix New(int rows, int columns)
    {
        Matrix matrix = Buffer((nint)rows * columns).View(0, rows, columns);
        var rng = new Rng((ulong)(rows + columns));
        for (int row = 0; row < rows; row++)
        {
            foreach (ref float value in matrix[row])
            {
                value = (float)rng.NextDouble() - 0.5f;
            }
        }

        return matrix;
    }
}
