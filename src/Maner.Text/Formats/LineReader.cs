using System.Globalization;
using System.Text;

namespace Maner.Text.Formats;

/// <summary>
/// Splits UTF-8 bytes into lines at LF and CRLF only. A lone CR, U+0085 and U+2028 are part of a line: they are inside
/// words of real files, where every general-purpose line reader breaks the word in two.
/// </summary>
internal static class LineReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDataException">The bytes are not UTF-8.</exception>
    public static SourceLines Read(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
        {
            throw new InvalidDataException($"{path}: expected UTF-8, found the byte-order mark of UTF-32. Save the file as UTF-8.");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new InvalidDataException($"{path}: expected UTF-8, found the byte-order mark of UTF-16. Save the file as UTF-8.");
        }

        // UTF-16 and UTF-32 without a mark: every second byte of Latin letters, or three of four, is 0.
        if (bytes[..Math.Min(bytes.Length, 1 << 12)] is { Length: >= 8 } first && first.Count((byte)0) * 3 >= first.Length)
        {
            throw new InvalidDataException($"{path}: expected UTF-8, found bytes of which {(first.Count((byte)0) * 3 >= first.Length * 2 ? "three of four are 0, as in UTF-32" : "every second is 0, as in UTF-16")}. Save the file as UTF-8.");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        var ids = new int[bytes.Count((byte)'\n') + (bytes is [] or [.., (byte)'\n'] ? 0 : 1)];
        var known = new LineTable();
        var distinct = new List<string>();
        int begin = 0;
        for (int number = 0; number < ids.Length; number++)
        {
            int length = bytes[begin..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = length < 0 ? bytes[begin..] : bytes.Slice(begin, length);
            if (length >= 0 && line.EndsWith((byte)'\r'))
            {
                line = line[..^1];
            }

            int id = ids[number] = known.IdOf(line, begin, bytes);
            if (id == distinct.Count)
            {
                distinct.Add(Decode(line, path, number + 1));
            }

            begin += length + 1;
        }

        return new SourceLines(ids, distinct);
    }

    private static string Decode(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            return StrictUtf8.GetString(line);
        }
        catch (DecoderFallbackException exception)
        {
            string found = exception.BytesUnknown is [var first, ..] ? string.Create(CultureInfo.InvariantCulture, $"byte 0x{first:X2}") : "bytes";
            throw new InvalidDataException(
                $"{path}:{number}: expected UTF-8, found {found} that is not. Save the file as UTF-8.", exception);
        }
    }
}
