using System.Globalization;
using BenchmarkDotNet.Running;
using Maner.Benchmarks;

// "gemm [threads]" prints shares of the measured ceiling; anything else goes to BenchmarkDotNet (for example: --filter '*').
if (args.Length > 0 && args[0] == "gemm")
{
    GemmTable.Print(Console.Out, args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(GemmTable).Assembly).Run(args);
}
