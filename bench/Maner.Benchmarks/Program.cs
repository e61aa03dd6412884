using System.Text.Json;
using BenchmarkDotNet.Running;
using Maner.Benchmarks;
using Maner.Benchmarks.Peers;
using Maner.Benchmarks.Reading;
using Maner.Benchmarks.Serving;

// Verbs of our own; anything else goes to BenchmarkDotNet (for example: --filter '*').
switch (args.FirstOrDefault())
{
    case "gemm":
        var table = new GemmTable(GemmTableOptions.Parse(args[1..]));
        if (args.Contains("--json"))
        {
            foreach (GemmRow row in table.Measure())
            {
                Console.WriteLine(JsonSerializer.Serialize(row, GemmJson.Default.GemmRow));
            }
        }
        else
        {
            table.Print(Console.Out);
        }

        break;
    case "peers":
        PeersCommand.Run(args[1..]);
        break;
    case "batches":
        Sentences.StoreLengths();
        foreach (PeerWork work in PeerWork.All.Concat(PeerWork.Families).Where(work => args.Length == 1 || work.Name == args[1]))
        {
            Console.WriteLine(BatchFiles.Write(work));
        }

        break;
    case "maner-side":
        Console.WriteLine(JsonSerializer.Serialize(ManerSide.Run(PeerOptions.Parse(args[1..])), PeerJson.Default.PeerResult));
        break;
    case "tagging-side":
        Console.WriteLine(JsonSerializer.Serialize(TaggingSpeed.Measure(), TaggingJson.Default.TaggingPass));
        break;
    case "int16":
        Int16Kernel.Print(Console.Out);
        break;
    case "reading":
        ReadingSpeed.Print(args[1..], Console.Out);
        break;
    case "serving":
        ServingLoad.Print(args[1..], Console.Out);
        break;
    case "report":
        KernelReport.Write(args[1..]);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(GemmTable).Assembly).Run(args);
        break;
}
