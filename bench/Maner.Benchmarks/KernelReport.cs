using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Maner.Benchmarks.Peers;

namespace Maner.Benchmarks;

/// <summary><c>report</c>: runs the benchmarks of the kernels and keeps their tables in <c>bench/reports</c>.</summary>
internal static class KernelReport
{
    private static readonly Type[] Kernels = [typeof(GemmBenchmarks), typeof(ElementwiseBenchmarks)];

    /// <summary>Runs and writes.</summary>
    /// <param name="names">Classes to run; empty for all.</param>
    public static void Write(IReadOnlyList<string> names)
    {
        string folder = Directory.CreateDirectory(Path.Combine(PeerFolder.Repository, "bench", "reports")).FullName;
        foreach (Type kernel in Kernels.Where(kernel => names.Count == 0 || names.Contains(kernel.Name)))
        {
            Summary summary = BenchmarkRunner.Run(kernel);
            string table = File.ReadAllText(Directory.EnumerateFiles(summary.ResultsDirectoryPath, $"*{kernel.Name}-report-github.md").First());
            string head = $"# {kernel.Name}\n\nCommit {Machine.Commit()}; {Machine.Describe()}. Written by `dotnet run -c Release --project bench/Maner.Benchmarks -- report`.\n\n";
            File.WriteAllText(Path.Combine(folder, kernel.Name + ".md"), head + table.TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd() + "\n");
        }
    }
}
