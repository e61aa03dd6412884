using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Maner.Benchmarks.Peers;
using Perfolizer.Horology;

namespace Maner.Benchmarks;

/// <summary>Short runs in this process, so that the report of all kernels takes minutes; a rate for every time.</summary>
internal sealed class KernelConfig : ManualConfig
{
    public KernelConfig()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithLaunchCount(1).WithWarmupCount(4).WithIterationCount(6).WithIterationTime(TimeInterval.FromMilliseconds(50)));
        AddColumnProvider(DefaultColumnProviders.Params);
        AddColumn(TargetMethodColumn.Method, StatisticColumn.Median, StatisticColumn.StdDev, new RateColumn(), new ShareColumn());
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
        WithArtifactsPath(Path.Combine(PeerFolder.Repository, "artifacts", "benchmarks"));
        WithOptions(ConfigOptions.DisableLogFile);
    }
}
