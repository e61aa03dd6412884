using BenchmarkDotNet.Attributes;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Benchmarks;

/// <summary>The matrix products at the shapes of XLM-R base and large.</summary>
[Config(typeof(KernelConfig))]
public class GemmBenchmarks
{
    private static bool s_isWarm;
    private readonly List<NativeBuffer> _buffers = [];
    private Workers _workers = null!;
    private PackedWeight _packed = null!;
    private Matrix _x;
    private Matrix _w;
    private Matrix _y;

    [Params("base proj", "base ffn1", "base ffn2", "large proj", "large ffn1", "large ffn2")]
    public string Layer { get; set; } = "";

    [Params(40, 160, 320, 1024)]
    public int Rows { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (int outputs, int inputs) = ShapeOf(Layer);
        _workers = new Workers(Threads);
        (_x, _w, _y) = (New(Rows, inputs), New(outputs, inputs), New(Rows, outputs));
        _packed = PackedWeight.Pack(_workers, _w);
        if (!s_isWarm)
        {
            KernelConfig.WarmUp(ForwardPacked, Forward, GradientOfInput, GradientOfWeight);
            s_isWarm = true;
        }

        MeasureCeiling();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        MeasureCeiling();
        _packed.Dispose();
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
        _workers.Dispose();
    }

    [Benchmark]
    public void ForwardPacked() => Gemm.NT(_workers, _x, _packed, _y);

    [Benchmark]
    public void Forward() => Gemm.NT(_workers, _x, _w, _y);

    [Benchmark]
    public void GradientOfInput() => Gemm.NN(_workers, _y, _w, _x);

    [Benchmark]
    public void GradientOfWeight() => Gemm.TN(_workers, _y, _x, _w, accumulate: true);

    /// <summary>Operations of a call.</summary>
    internal static KernelWork WorkOf(string layer, int rows)
    {
        (int outputs, int inputs) = ShapeOf(layer);
        return KernelWork.Product(rows, outputs, inputs);
    }

    private static (int Outputs, int Inputs) ShapeOf(string layer)
    {
        int width = layer.StartsWith("base", StringComparison.Ordinal) ? 768 : 1024;
        return layer[^4..] switch
        {
            "ffn1" => (4 * width, width),
            "ffn2" => (width, 4 * width),
            _ => (width, width),
        };
    }

    private void MeasureCeiling() => ShareColumn.Measure(FormattableString.Invariant($"{Layer} {Rows} {Threads}"), Threads);

    private Matrix New(int rows, int columns)
    {
        var buffer = new NativeBuffer((nint)rows * columns);
        _buffers.Add(buffer);
        return buffer.View(0, rows, columns);
    }
}
