using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Running;
using Maner.Benchmarks;
using Maner.Benchmarks.Peers;

switch (args.FirstOrDefault())
{
    case "gemm":
        GemmTable.Print(Console.Out, args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1);
        break;
    case "batches":
        Sentences.StoreLengths();
        foreach (PeerWork work in PeerWork.All.Where(work => args.Length == 1 || work.Name == args[1]))
        {
            Console.WriteLine(BatchFiles.Write(work));
        }

        break;
    case "maner-side":
        Console.WriteLine(JsonSerializer.Serialize(ManerSide.Run(PeerOptions.Parse(args[1..])), PeerJson.Default.PeerResult));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(GemmTable).Assembly).Run(args);
        break;
}
