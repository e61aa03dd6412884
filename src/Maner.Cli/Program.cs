using System.Runtime.InteropServices;
using System.Text;

namespace Maner.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        bool isTerminal = !Console.IsOutputRedirected;
        if (isTerminal)
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        using var cancellation = new CancellationTokenSource();
        using TextWriter output = isTerminal ? Console.Out : new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" };
        using var input = new StreamReader(Console.OpenStandardInput(), utf8);
        var context = new CliContext(output, Console.Error, input, isTerminal, !Console.IsInputRedirected, cancellation.Token);

        // Ctrl+C, and what batch systems send before they kill.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        return CliApp.Run(args, context);

        void End(PosixSignalContext signal)
        {
            // The first signal lets a command that can end in order do so; otherwise, and the second time, the process ends as usual.
            signal.Cancel = context.HandlesInterrupts && !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }
}
