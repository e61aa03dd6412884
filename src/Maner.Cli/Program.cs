using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Maner.Cli.Views;
using Microsoft.Win32.SafeHandles;

namespace Maner.Cli;

internal static class Program
{
    // Nothing here needs a library: where no file can be opened any more, none can be loaded either, not even to say so.
    private static int Main(string[] args)
    {
        try
        {
            return Start(args);
        }
#pragma warning disable CA1031 // The process would abort, with a trace and whatever core dumps are set to be.
        catch (Exception error)
#pragma warning restore CA1031
        {
            string message = LoadFailure.Is(error)
                ? "maner cannot load a part of itself: " + FirstLine(error.Message) + " Too few files may be open at a time (ulimit -n: 256 is enough), or the installation is incomplete.\n"
                : error is OutOfMemoryException ? "Not enough memory to start.\n"
                : "maner cannot start: " + FirstLine(error.Message) + "\n";
            Complain(message);
            return ExitCode.No;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Start(string[] args)
    {
        bool isTerminal = StandardStreams.IsOutputTerminal;
        if (isTerminal)
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        using var cancellation = new CancellationTokenSource();
        TextWriter output = StandardStreams.Output(isTerminal);
        using TextReader input = StandardStreams.Input();
        using TextWriter error = StandardStreams.Error();
        var context = new CliContext(output, error, input, isTerminal, !StandardStreams.IsInputRedirected, cancellation.Token, StandardStreams.IsErrorTerminal);

        // Ctrl+C, and what batch systems send before they kill.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        return CliApp.Run(args, context); // which flushes the output: what is in it after a failure stays there

        void End(PosixSignalContext signal)
        {
            // The first signal lets a command that can end in order do so; otherwise, and the second time, the process ends as usual.
            signal.Cancel = context.HandlesInterrupts && !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }

    private static string FirstLine(string text)
    {
        int end = text.IndexOf('\n');
        return end < 0 ? text : text[..end];
    }

    private static void Complain(string message)
    {
        byte[] bytes = new byte[message.Length]; // of ASCII alone, so that no encoder is needed
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = message[index] < 0x80 ? (byte)message[index] : (byte)'?';
        }

        try
        {
            using var stream = new FileStream(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            stream.Write(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // nowhere to say it
        }
    }
}
