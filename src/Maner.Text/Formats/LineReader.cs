using System.Globalization;
using System.Text;

namespace Maner.Text.Formats;

/// <summary>A line of a source file without its line end.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Text">The decoded text.</param>
internal readonly record struct SourceLine(int Number, string Text)
{
    public bool IsBlank => string.IsNullOrWhiteSpace(Text);
}

/// <summary>
/// Splits UTF-8 bytes into lines at LF and CRLF only. A lone CR, U+0085 and U+2028 are part of a line: they are inside
/// words of real files, where every general-purpose line reader breaks the word in two.
/// </summary>
internal static class LineReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDataException">The bytes are not UTF-8.</exception>
    public static List<SourceLine> Read(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new InvalidDataException($"{path}: expected UTF-8, found the byte-order mark of UTF-16. Save the file as UTF-8.");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        var lines = new List<SourceLine>();
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (end >= 0 && line.EndsWith((byte)'\r'))
            {
                line = line[..^1];
            }

            lines.Add(new SourceLine(lines.Count + 1, Decode(line, path, lines.Count + 1)));
        }

        return lines;
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
