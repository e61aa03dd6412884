using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using Maner.Benchmarks.Peers;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Benchmarks;

/// <summary>GFLOP/s of the matrix products at the shapes of the three encoders, as shares of the ceiling that is measured before and after each row.</summary>
/// <param name="options">What to measure.</param>
internal sealed class GemmTable(GemmTableOptions options)
{
    private const int LeastRuns = 3;

    private static readonly (string Name, int Out, int In)[] Layers =
    [
        ("mini qkv", 768, 256), ("mini ffn1", 1024, 256), ("mini ffn2", 256, 1024),
        ("base proj", 768, 768), ("base ffn1", 3072, 768), ("base ffn2", 768, 3072),
        ("large proj", 1024, 1024), ("large ffn1", 4096, 1024), ("large ffn2", 1024, 4096),
    ];

    /// <summary>The products: the forward pass with a packed weight (prediction) and without (training), the gradients of input and weight.</summary>
    public static IReadOnlyList<string> Products { get; } = ["packed", "bf16", "NT", "NN", "TN"];

    /// <summary>Measures row by row.</summary>
    public IEnumerable<GemmRow> Measure()
    {
        using var workers = new Workers(options.Threads);
        WarmUp(workers);
        foreach ((string name, int outputs, int inputs) in Layers.Where(layer => options.Layers.Any(part => layer.Name.Contains(part, StringComparison.Ordinal))))
        {
            foreach (int rows in options.Rows)
            {
                yield return Measure(workers, name, rows, outputs, inputs, options.Seconds);
            }
        }
    }

    /// <summary>Prints rows as they are measured.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine($"{Ceiling.InstructionSet}, {options.Threads} thread(s): GFLOP/s and share of the ceiling");
        output.WriteLine($"layer        rows  ceiling{string.Concat(options.Products.Select(product => $"  {product,-11}"))}");
        foreach (GemmRow row in Measure())
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{row.Layer,-11} {row.Rows,5}  {row.Ceiling,7:F1}"));
            foreach (double gflops in row.Gflops)
            {
                output.Write(string.Create(CultureInfo.InvariantCulture, $"  {gflops,6:F1} {gflops / row.Ceiling,4:P0}"));
            }

            output.WriteLine();
        }
    }

    private GemmRow Measure(Workers workers, string name, int rows, int outputs, int inputs, double seconds)
    {
        using var x = new NativeBuffer((nint)rows * inputs);
        using var w = new NativeBuffer((nint)outputs * inputs);
        using var y = new NativeBuffer((nint)rows * outputs);
        Matrix xs = x.View(0, rows, inputs), ws = w.View(0, outputs, inputs), ys = y.View(0, rows, outputs);
        using PackedWeight packed = PackedWeight.Pack(workers, ws);
        using PackedWeight half = PackedWeight.Pack(workers, ws, WeightPrecision.BFloat16);
        double before = Ceiling.MeasureGflops(options.Threads);
        double[] gflops = [.. options.Products.Select(product => 2.0 * rows * inputs * outputs / 1e9 / Fastest(product switch
        {
            "packed" => () => Gemm.NT(workers, xs, packed, ys),
            "bf16" => () => Gemm.NT(workers, xs, half, ys),
            "NT" => () => Gemm.NT(workers, xs, ws, ys),
            "NN" => () => Gemm.NN(workers, ys, ws, xs),
            "TN" => () => Gemm.TN(workers, ys, xs, ws, accumulate: true),
            _ => throw new ArgumentException($"Expected one of {string.Join(", ", Products)}, found {product}."),
        }, seconds))];
        return new GemmRow(Ceiling.InstructionSet, name, rows, Math.Max(before, Ceiling.MeasureGflops(options.Threads)), gflops);
    }

    /// <summary>Until the runtime has compiled everything for speed, which it does some time after thirty calls.</summary>
    private void WarmUp(Workers workers)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 1;)
        {
            Measure(workers, "", rows: 40, outputs: 256, inputs: 256, seconds: 0.002);
            Measure(workers, "", rows: 40, outputs: 256, inputs: 1024, seconds: 0.002); // rows of W that share few sets of the cache are packed
        }
    }

    private static double Fastest(Action run, double seconds)
    {
        run();
        double best = double.MaxValue;
        int runs = 0;
        for (long start = Stopwatch.GetTimestamp(); runs < LeastRuns || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; runs++)
        {
            long begin = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        return best;
    }
}

/// <summary>What a table of products holds.</summary>
internal sealed record GemmTableOptions
{
    public int Threads { get; init; } = 1;

    /// <summary>Parts of the names of layers.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [""];

    /// <summary>Rows of the activations.</summary>
    public IReadOnlyList<int> Rows { get; init; } = [40, 160, 320, 1024];

    public IReadOnlyList<string> Products { get; init; } = GemmTable.Products;

    /// <summary>Seconds for each product of each row.</summary>
    public double Seconds { get; init; } = 0.15;

    /// <summary>Reads <c>[THREADS] [--layers base,large] [--rows 40,320] [--products NT,NN] [--seconds 0.5] [--json]</c>.</summary>
    public static GemmTableOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, "gemm [THREADS] [--layers base,large] [--rows 40,320] [--products NT,NN] [--seconds 0.5] [--json]");
        return new GemmTableOptions
        {
            Threads = arguments.Count > 0 && int.TryParse(arguments[0], CultureInfo.InvariantCulture, out int threads) ? threads : 1,
            Layers = options.List("--layers", [""]),
            Rows = [.. options.List("--rows", ["40", "160", "320", "1024"]).Select(text => int.Parse(text, CultureInfo.InvariantCulture))],
            Products = options.List("--products", GemmTable.Products),
            Seconds = options.Number("--seconds", 0.15),
        };
    }
}

/// <summary>A row of the table.</summary>
/// <param name="InstructionSet">What the kernels used.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Rows">Rows of the activations: M.</param>
/// <param name="Ceiling">The larger of the two ceilings measured before and after the row, in GFLOP/s.</param>
/// <param name="Gflops">GFLOP/s of each product.</param>
internal sealed record GemmRow(string InstructionSet, string Layer, int Rows, double Ceiling, IReadOnlyList<double> Gflops);

/// <summary>Generated serialisation of the rows, which pass from one process to another.</summary>
[JsonSerializable(typeof(GemmRow))]
internal sealed partial class GemmJson : JsonSerializerContext;
