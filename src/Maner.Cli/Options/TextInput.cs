using System.IO.Compression;
using Maner.Ner.Prediction;
using Maner.Text.Corpus;

namespace Maner.Cli.Options;

/// <summary>A file of text or standard input, read by every verb in the same way: UTF-8, packed with gzip or not, lines that end in LF or CRLF alone.</summary>
internal static class TextInput
{
    public const string StandardInput = "standard input";

    /// <summary>The file's name for messages.</summary>
    /// <param name="file">The file; null for standard input.</param>
    public static string NameOf(string? file) => file ?? StandardInput;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is a folder.</exception>
    public static void Require(string? file)
    {
        if (file is null || File.Exists(file))
        {
            return;
        }

        throw Directory.Exists(file)
            ? new InvalidDataException($"{file}: expected a file of text, found a folder. Name the file in it.")
            : new FileNotFoundException($"{file}: expected a file of text, found no such file. Check the name.", file);
    }

    /// <summary>A reader of a file's text; <see cref="InputLines"/> cuts it, and says where it is not UTF-8.</summary>
    /// <exception cref="InvalidDataException">While reading: what is packed is damaged, or ends too early.</exception>
    public static StreamReader Open(string file) => InputReader.Utf8(OpenBytes(File.OpenRead(file), file));

    /// <summary>The bytes of a file, unpacked as they are read.</summary>
    /// <param name="stream">The file's stream; closed with the result.</param>
    /// <param name="file">The file.</param>
    public static Stream OpenBytes(Stream stream, string file) =>
        Path.GetExtension(file).Equals(".gz", StringComparison.OrdinalIgnoreCase) ? new Unpacking(stream, file) : stream;

    /// <summary>Number of lines of a file.</summary>
    /// <exception cref="InvalidDataException">What is packed is damaged.</exception>
    public static long CountLines(string file)
    {
        using Stream stream = OpenBytes(File.OpenRead(file), file);
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        byte last = (byte)'\n';
        for (int read; (read = stream.Read(buffer)) > 0; last = buffer[read - 1])
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return lines + (last == (byte)'\n' ? 0 : 1);
    }

    /// <summary>A gzip file that is read to its end and is not whole is refused, which .NET's own reader takes for whole.</summary>
    private sealed class Unpacking(Stream packed, string file) : Stream
    {
        private readonly GZipStream _stream = new(packed, CompressionMode.Decompress);
        private long _total;
        private bool _isDone;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _total; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            try
            {
                int read = _stream.Read(buffer);
                _total += read;
                if (read == 0 && buffer.Length > 0 && !_isDone && packed.CanSeek && GzipLength.IsCut(file, _total))
                {
                    throw new InvalidDataException("data are missing");
                }

                _isDone |= read == 0;
                return read;
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"{file}: expected a whole gzip file, found damaged or missing data. Copy the file again.", error);
            }
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _stream.Dispose(); // and with it the packed one
            }

            base.Dispose(disposing);
        }
    }
}
