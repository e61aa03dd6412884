using System.Runtime.InteropServices;
using System.Text;
using Maner.Cli.Views;
using Microsoft.Win32.SafeHandles;

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
        using TextWriter output = isTerminal ? Console.Out : new StreamWriter(RedirectedOutput(), new UTF8Encoding(false)) { NewLine = "\n" };
        using var input = new StreamReader(Console.OpenStandardInput(), utf8);
        var context = new CliContext(output, Console.Error, input, isTerminal, !Console.IsInputRedirected, cancellation.Token, !Console.IsErrorRedirected);

        // Ctrl+C, and what batch systems send before they kill.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        return CliApp.Run(args, context);

        static Stream RedirectedOutput()
        {
            // The console's own stream hides that nobody reads a pipe any more, and a filter would work on for nobody. For files it is right: it shares
            // its place with the programs before and behind it.
            Stream console = Console.OpenStandardOutput();
            if (OperatingSystem.IsWindows())
            {
                return console;
            }

            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return pipe.CanSeek ? console : pipe;
        }

        void End(PosixSignalContext signal)
        {
            // The first signal lets a command that can end in order do so; otherwise, and the second time, the process ends as usual.
            signal.Cancel = context.HandlesInterrupts && !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }
}
