using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Maner.Text.Corpus;

/// <summary>
/// The lines of a UTF-8 file of any size, plain or gzip (told by its first bytes), one at a time. Lines end at LF or CRLF only, as in
/// <see cref="Formats.LineReader"/>.
/// </summary>
internal sealed class LineStream : IDisposable
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string _path;
    private readonly Stream _stream;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private readonly bool _isGzip;
    private bool _atEnd;
    private long _total;

    private LineStream(string path, Stream stream, bool isGzip) => (_path, _stream, _isGzip) = (path, stream, isGzip);

    /// <summary>Number of the line that <see cref="Next"/> gave last, from 1.</summary>
    public int Number { get; private set; }

    /// <exception cref="InvalidDataException">The file starts as UTF-16 does.</exception>
    public static LineStream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Seek(0, SeekOrigin.Begin);
        bool isGzip = read == 2 && magic is [0x1F, 0x8B];
        var lines = new LineStream(path, isGzip ? new GZipStream(file, CompressionMode.Decompress) : file, isGzip);
        try
        {
            lines.SkipMark();
        }
        catch
        {
            lines.Dispose();
            throw;
        }

        return lines;
    }

    /// <summary>The next line without its end; null behind the last.</summary>
    /// <exception cref="InvalidDataException">The bytes are not UTF-8, or the compression is damaged.</exception>
    public string? Next()
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                string line = Decode(_buffer.AsSpan(_start, searched + found), endsInLineFeed: true);
                _start += searched + found + 1;
                return line;
            }

            searched = _end - _start;
            if (!Fill())
            {
                string? last = searched > 0 ? Decode(_buffer.AsSpan(_start, searched), endsInLineFeed: false) : null;
                _start = _end;
                return last;
            }
        }
    }

    public void Dispose() => _stream.Dispose();

    private void SkipMark()
    {
        while (_end < 3 && Fill())
        {
        }

        ReadOnlySpan<byte> first = _buffer.AsSpan(0, _end);
        if (first is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new InvalidDataException($"{_path}: expected UTF-8, found the byte-order mark of UTF-16. Save the file as UTF-8.");
        }

        _start = first is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
    }

    /// <summary>Reads on behind what is buffered; false at the end of the file.</summary>
    private bool Fill()
    {
        if (_atEnd)
        {
            return false;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int read;
        try
        {
            read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(error);
        }

        _end += read;
        _total += read;
        _atEnd = read == 0;
        if (_atEnd && _isGzip && GzipLength.IsCut(_path, _total))
        {
            throw Damaged(inner: null);
        }

        return read > 0;
    }

    private InvalidDataException Damaged(Exception? inner) =>
        new($"{_path}: expected a whole gzip file, found damaged or missing data behind line {Number}. Copy the file again.", inner);

    private string Decode(ReadOnlySpan<byte> line, bool endsInLineFeed)
    {
        Number++;
        line = endsInLineFeed && line is [.., (byte)'\r'] ? line[..^1] : line;
        try
        {
            return s_strictUtf8.GetString(line);
        }
        catch (DecoderFallbackException error)
        {
            string found = error.BytesUnknown is [var first, ..] ? string.Create(CultureInfo.InvariantCulture, $"byte 0x{first:X2}") : "bytes";
            throw new InvalidDataException($"{_path}:{Number}: expected UTF-8, found {found} that is not. Save the file as UTF-8.", error);
        }
    }
}
