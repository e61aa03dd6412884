System.Console.WriteLine("maner");
