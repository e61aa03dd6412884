using System.Text;
using Maner.Model.Storage;
using Microsoft.Win32.SafeHandles;

namespace Maner.Cli.Views;

/// <summary>The standard streams of the process, whatever the shell made of them: a terminal, a file, a pipe, or nothing.</summary>
internal static class StandardStreams
{
    /// <summary>Whether standard input is there and no person types it.</summary>
    public static bool IsInputRedirected => StandardDescriptor.IsClosed(0) || Console.IsInputRedirected;

    /// <summary>Whether a person watches standard output.</summary>
    public static bool IsOutputTerminal => !StandardDescriptor.IsClosed(1) && !Console.IsOutputRedirected;

    /// <summary>Whether a person watches standard error.</summary>
    public static bool IsErrorTerminal => !StandardDescriptor.IsClosed(2) && !Console.IsErrorRedirected;

    /// <summary>Standard input, strictly UTF-8; where it is closed a reader that says so when it is asked for text.</summary>
    public static TextReader Input() => StandardDescriptor.IsClosed(0)
        ? new ClosedReader()
        : new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

    /// <summary>Standard output; where it is closed a writer that refuses what is written.</summary>
    /// <param name="isTerminal">Whether a person watches it.</param>
    public static TextWriter Output(bool isTerminal) => StandardDescriptor.IsClosed(1) ? new ClosedWriter() : isTerminal ? Console.Out : new StreamWriter(Redirected(), new UTF8Encoding(false)) { NewLine = "\n" };

    /// <summary>Standard error, of which nothing is ever the reason to fail.</summary>
    public static TextWriter Error() => new MessageWriter(StandardDescriptor.IsClosed(2) ? TextWriter.Null : Console.Error);

    private static Stream Redirected()
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

    private sealed class ClosedReader : TextReader
    {
        public override int Read() => throw Refusal();

        public override int Peek() => throw Refusal();

        public override int Read(char[] buffer, int index, int count) => throw Refusal();

        private static InvalidDataException Refusal() => new("standard input: expected text, found it closed. Name a file, or connect standard input ('< FILE', or '< /dev/null' for nothing).");
    }

    private sealed class ClosedWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("standard output: expected a place for the result, found it closed. Redirect it ('> FILE', or '> /dev/null' for nowhere).");
    }
}
