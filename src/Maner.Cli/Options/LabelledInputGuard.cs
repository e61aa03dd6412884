using System.Text;
using Maner.Model.Storage;
using Maner.Text.Formats;
using Maner.Text.Formats.Registry;
using Maner.Text.Repairs;

namespace Maner.Cli.Options;

/// <summary>Looks at the beginning of what is to be tagged as running text, and refuses labelled sentences: their labels would be tagged as words.</summary>
internal static class LabelledInputGuard
{
    private const int LargestWhole = 1 << 24; // 16 MiB: a list in JSON is told from its end too
    private const int Head = 1 << 16;
    private const int Lines = 30;

    private const string IsText = "say --input text";

    /// <param name="file">The file.</param>
    /// <param name="isText">How to say that it is text all the same.</param>
    /// <param name="advice">What to do with labelled data; null for the option that reads it.</param>
    /// <exception cref="InvalidDataException">The file is labelled.</exception>
    public static void Check(string file, string isText = IsText, string? advice = null)
    {
        if (AtomicFile.IsSpecial(file))
        {
            return; // a pipe can be read only once
        }

        FormatSource start;
        try
        {
            start = Start(file);
        }
        catch (InvalidDataException)
        {
            return; // damaged: whoever reads the text says so
        }

        Check(start, isText, advice);
    }

    /// <summary>The file, or of a large one its first lines.</summary>
    public static FormatSource Start(string file)
    {
        using FileStream stream = File.OpenRead(file);
        bool isCut = stream.Length > LargestWhole && FormatSource.ExtensionOf(file) != ".json" && !file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var bytes = new byte[isCut ? Head : stream.Length];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return new FormatSource(file, WholeLines(bytes.AsMemory(0, read), isCut));
    }

    /// <summary>Reads the first lines of a stream, checks them, and gives a reader that begins with them again.</summary>
    /// <param name="input">The stream.</param>
    /// <param name="name">Its name for messages.</param>
    /// <param name="isText">How to say that it is text all the same.</param>
    /// <param name="advice">What to do with labelled data; null for the option that reads it.</param>
    /// <exception cref="InvalidDataException">They are labelled.</exception>
    public static TextReader Check(TextReader input, string name, string isText = IsText, string? advice = null)
    {
        var head = new StringBuilder();
        var buffer = new char[4096];
        bool isEnd = false;
        try
        {
            for (int lines = 0, read; !isEnd && lines < Lines && head.Length < Head; lines += buffer.AsSpan(0, read).Count('\n'))
            {
                read = input.Read(buffer, 0, buffer.Length);
                head.Append(buffer, 0, read);
                isEnd = read == 0;
            }
        }
        catch (DecoderFallbackException)
        {
            return new ContinuedReader(head.ToString(), input); // whoever reads on meets it again, and knows the line
        }

        Check(new FormatSource(name, WholeLines(Encoding.UTF8.GetBytes(head.ToString()), isCut: !isEnd)), isText, advice);
        return new ContinuedReader(head.ToString(), input);
    }

    private static ReadOnlyMemory<byte> WholeLines(ReadOnlyMemory<byte> content, bool isCut) => isCut ? content[..(content.Span.LastIndexOf((byte)'\n') + 1)] : content;

    private static void Check(FormatSource start, string isText, string? advice)
    {
        if (start.Bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return;
        }

        ForeignContent.RefuseBinary(start);
        try
        {
            _ = start.Lines;
        }
        catch (InvalidDataException)
        {
            return; // not UTF-8: whoever reads the text says where
        }

        ISentenceFormat? found;
        try
        {
            found = LabelledText.Find(start);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException(
                $"{start.Path}:1: expected running text, one sentence per line, found labelled data with a fault. {error.Message} If it is text all the same, {isText}.", error);
        }

        if (found is not null)
        {
            string what = found.Name is "conll" or "csv" ? "one word and its tag per line" : found.Title;
            throw new InvalidDataException(
                $"{start.Path}:1: expected running text, one sentence per line, found {what}. {advice ?? $"Tag its words with --input {found.Name}"}; if it is text all the same, {isText}.");
        }

        if (InlineLabels.Find(start) is { } labels)
        {
            throw new InvalidDataException(
                $"{start.Path}:{labels.Line.Number}: expected running text, one sentence per line, found {labels.What} ({Visible.Quote(labels.Line.Text)}). Take the labels out; if it is text all the same, {isText}.");
        }
    }

    /// <summary>What was read already, and then the rest.</summary>
    private sealed class ContinuedReader(string head, TextReader rest) : TextReader
    {
        private int _at;

        public override int Read(char[] buffer, int index, int count)
        {
            if (_at == head.Length)
            {
                return rest.Read(buffer, index, count);
            }

            int copied = Math.Min(count, head.Length - _at);
            head.CopyTo(_at, buffer, index, copied);
            _at += copied;
            return copied;
        }
    }
}
