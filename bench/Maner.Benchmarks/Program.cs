using Maner.Benchmarks;

GemmTable.Print(Console.Out, args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1);
