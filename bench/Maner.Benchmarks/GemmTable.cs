using System.Diagnostics;
using System.Globalization;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Benchmarks;

/// <summary>GFLOP/s of the three products at the shapes of XLM-R base, large and the embedded encoder, as shares of the ceiling.</summary>
internal static class GemmTable
{
    private static readonly (string Name, int Out, int In)[] Layers =
    [
        ("mini qkv", 768, 256), ("mini ffn1", 1024, 256), ("mini ffn2", 256, 1024),
        ("base proj", 768, 768), ("base ffn1", 3072, 768), ("base ffn2", 768, 3072),
        ("large proj", 1024, 1024), ("large ffn1", 4096, 1024), ("large ffn2", 1024, 4096),
    ];

    public static void Print(TextWriter output, int threads)
    {
        using var workers = new Workers(threads);
        double ceiling = Ceiling.MeasureGflops() * threads;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ceiling {ceiling:F1} GFLOP/s on {threads} thread(s)"));
        output.WriteLine("layer        rows      NT          NN          TN");
        foreach ((string name, int outputs, int inputs) in Layers)
        {
            foreach (int rows in new[] { 40, 160, 320, 1024 })
            {
                using var x = new NativeBuffer((nint)rows * inputs);
                using var w = new NativeBuffer((nint)outputs * inputs);
                using var y = new NativeBuffer((nint)rows * outputs);
                Matrix xs = x.View(0, rows, inputs), ws = w.View(0, outputs, inputs), ys = y.View(0, rows, outputs);
                double flops = 2.0 * rows * inputs * outputs;
                output.Write(string.Create(CultureInfo.InvariantCulture, $"{name,-11} {rows,5}"));
                foreach (Action run in new Action[]
                {
                    () => Gemm.NT(workers, xs, ws, ys),
                    () => Gemm.NN(workers, ys, ws, xs),
                    () => Gemm.TN(workers, ys, xs, ws, accumulate: true),
                })
                {
                    double gflops = flops / Fastest(run) / 1e9;
                    output.Write(string.Create(CultureInfo.InvariantCulture, $"  {gflops,6:F1} {gflops / ceiling,4:P0}"));
                }

                output.WriteLine();
            }
        }
    }

    private static double Fastest(Action run)
    {
        run();
        double best = double.MaxValue;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 0.15;)
        {
            long begin = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        return best;
    }
}
