using System.Text;

namespace Maner.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        using var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The first Ctrl+C lets the command end in order; a second one ends the process as usual.
            pressed.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        };

        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        bool isTerminal = !Console.IsOutputRedirected;
        if (isTerminal)
        {
            Console.OutputEncoding = utf8;
        }

        using TextWriter output = isTerminal ? Console.Out : new StreamWriter(Console.OpenStandardOutput(), utf8) { NewLine = "\n" };
        using var input = new StreamReader(Console.OpenStandardInput(), utf8);
        return CliApp.Run(args, new CliContext(output, Console.Error, input, isTerminal, cancellation.Token));
    }
}
