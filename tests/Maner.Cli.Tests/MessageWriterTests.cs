using Maner.Cli.Views;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>Messages cannot act on a terminal, fill a screen, or end a command.</summary>
public sealed class MessageWriterTests
{
    [Fact]
    public void Control_characters_are_shown()
    {
        using var inner = new StringWriter { NewLine = "\n" };
        new MessageWriter(inner).WriteLine("a\u001b[31mb\0\tc\u009b");
        Assert.Equal("a\\u001B[31mb\\u0000\tc\\u009B\n", inner.ToString());
    }

    [Fact]
    public void A_message_without_an_end_is_cut()
    {
        using var inner = new StringWriter { NewLine = "\n" };
        new MessageWriter(inner).WriteLine(new string('x', 1_000_000));
        Assert.EndsWith("x… (983616 more characters)\n", inner.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_full_takes_the_message_and_no_more()
    {
        var writer = new MessageWriter(new Full());
        writer.WriteLine("a");
        writer.Write('b');
        writer.Flush();
    }

    [Fact]
    public void Too_little_memory_is_said_with_what_it_was_for_and_ends_with_1()
    {
        string message = MemoryShortage.Describe(new InsufficientMemoryException("12.0 MB were wanted for the word embeddings."));
        Assert.StartsWith("Not enough memory. 12.0 MB were wanted for the word embeddings. The process has ", message, StringComparison.Ordinal);
        using var error = new StringWriter();
        var context = new CliContext(TextWriter.Null, error, new Greedy(), isTerminal: false, isInputTerminal: false, CancellationToken.None);
        Assert.Equal(1, CliApp.Run(["data", "check", "-"], context));
        Assert.Contains("Not enough memory.", error.ToString(), StringComparison.Ordinal);
    }

    private sealed class Full : StringWriter
    {
        public override void Write(string? value) => throw new IOException("No space left on device");

        public override void Write(char value) => throw new IOException("No space left on device");

        public override void WriteLine(string? value) => throw new IOException("No space left on device");

        public override void WriteLine() => throw new IOException("No space left on device");

        public override void Flush() => throw new IOException("No space left on device");
    }

    private sealed class Greedy : TextReader
    {
        public override int Read(char[] buffer, int index, int count) => throw new InsufficientMemoryException();

        public override string ReadToEnd() => throw new InsufficientMemoryException();
    }
}
