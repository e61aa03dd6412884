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
            .WithLaunchCount(1).WithWarmupCount(3).WithIterationCount(6).WithIterationTime(TimeInterval.FromMilliseconds(50)));
        AddColumnProvider(DefaultColumnProviders.Params);
        AddColumn(TargetMethodColumn.Method, StatisticColumn.Median, StatisticColumn.StdDev, new RateColumn(), new ShareColumn());
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
        WithArtifactsPath(Path.Combine(PeerFolder.Repository, "artifacts", "benchmarks"));
        WithUnionRule(ConfigUnionRule.AlwaysUseLocal);
        WithOptions(ConfigOptions.DisableLogFile);
    }

    /// <summary>
    /// Calls kernels until the runtime has compiled them for speed, which it does in the background some time after thirty calls: short runs
    /// would otherwise time what it compiles at first.
    /// </summary>
    public static void WarmUp(params ReadOnlySpan<Action> kernels)
    {
        for (int round = 0; round < 2; round++)
        {
            foreach (Action kernel in kernels)
            {
                for (int call = 0; call < 40; call++)
                {
                    kernel();
                }
            }

            Thread.Sleep(300);
        }
    }
}
