using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Maner.Benchmarks;

/// <summary>What a benchmark does in one call, so that a time becomes a rate.</summary>
/// <param name="Flops">Floating-point operations; 0 where memory is what counts.</param>
/// <param name="Bytes">Bytes read and written, each operand once.</param>
internal readonly record struct KernelWork(double Flops, double Bytes)
{
    /// <summary>A product's work.</summary>
    public static KernelWork Product(double rows, double outputs, double inputs) => new(2 * rows * outputs * inputs, 0);

    /// <summary>The work of a pass over memory.</summary>
    /// <param name="floats">Floats read and written.</param>
    public static KernelWork Pass(double floats) => new(0, floats * sizeof(float));

    /// <summary>The work of a benchmark, which its class knows.</summary>
    public static KernelWork Of(BenchmarkCase benchmark)
    {
        object Parameter(string name) => benchmark.Parameters[name];
        string method = benchmark.Descriptor.WorkloadMethod.Name;
        return benchmark.Descriptor.Type == typeof(GemmBenchmarks)
            ? GemmBenchmarks.WorkOf((string)Parameter(nameof(GemmBenchmarks.Layer)), (int)Parameter(nameof(GemmBenchmarks.Rows)))
            : ElementwiseBenchmarks.WorkOf((string)Parameter(nameof(ElementwiseBenchmarks.Shape)), method);
    }
}

/// <summary>A column that is worked out from a benchmark's median time.</summary>
/// <param name="name">Its head.</param>
/// <param name="legend">What it is.</param>
internal abstract class MedianColumn(string name, string legend) : IColumn
{
    public string Id => ColumnName;

    public string ColumnName { get; } = name;

    public string Legend { get; } = legend;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } statistics ? Value(benchmarkCase, statistics.Median / 1e9) : "";

    /// <summary>The cell.</summary>
    protected abstract string Value(BenchmarkCase benchmark, double seconds);
}

/// <summary>GFLOP/s of a product, GB/s of a pass over memory.</summary>
internal sealed class RateColumn() : MedianColumn("Rate", "GFLOP/s of products; GB/s, every operand counted once, of passes over memory")
{
    protected override string Value(BenchmarkCase benchmark, double seconds)
    {
        KernelWork work = KernelWork.Of(benchmark);
        return string.Create(CultureInfo.InvariantCulture, $"{(work.Flops > 0 ? work.Flops : work.Bytes) / seconds / 1e9:F1} {(work.Flops > 0 ? "GFLOP/s" : "GB/s")}");
    }
}

/// <summary>Share of the ceiling of multiply-adds that was measured before and after the benchmark.</summary>
internal sealed class ShareColumn() : MedianColumn("Of ceiling", "share of the multiply-adds that as many threads did in registers just before or after, whichever was more")
{
    private static readonly Dictionary<string, double> Ceilings = [];

    /// <summary>Measures the ceiling for the benchmarks with these parameters.</summary>
    /// <param name="parameters">Their values, in the order of names.</param>
    /// <param name="threads">Threads.</param>
    public static void Measure(string parameters, int threads) =>
        Ceilings[parameters] = Math.Max(Ceilings.GetValueOrDefault(parameters), Ceiling.MeasureGflops(threads) * 1e9);

    protected override string Value(BenchmarkCase benchmark, double seconds)
    {
        double flops = KernelWork.Of(benchmark).Flops;
        string parameters = string.Join(' ', benchmark.Parameters.Items.OrderBy(item => item.Name, StringComparer.Ordinal).Select(item => item.Value));
        return flops > 0 ? string.Create(CultureInfo.InvariantCulture, $"{flops / seconds / Ceilings[parameters] * 100:F0} %") : "-";
    }
}
