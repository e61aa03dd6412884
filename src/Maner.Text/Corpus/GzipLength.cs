using System.Buffers.Binary;

namespace Maner.Text.Corpus;

/// <summary>
/// Finds gzip files that end too early, which .NET's reader takes for whole. A file's last four bytes are the length of its text (RFC 1952,
/// ISIZE), or of its last part where several files were joined into one.
/// </summary>
internal static class GzipLength
{
    private const int HeaderLength = 10;

    private static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 0x08];

    /// <summary>Whether a file cannot be whole, given the length of the text that was read from it.</summary>
    public static bool IsCut(string path, long textLength)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length < sizeof(uint))
        {
            return true;
        }

        Span<byte> stated = stackalloc byte[sizeof(uint)];
        file.Seek(-stated.Length, SeekOrigin.End);
        file.ReadExactly(stated);
        return BinaryPrimitives.ReadUInt32LittleEndian(stated) != (uint)textLength && !HasSecondPart(file);
    }

    private static bool HasSecondPart(FileStream file)
    {
        file.Seek(HeaderLength, SeekOrigin.Begin);
        var buffer = new byte[1 << 16];
        int kept = 0, read;
        while ((read = file.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            Span<byte> bytes = buffer.AsSpan(0, kept + read);
            if (HasHeader(bytes))
            {
                return true;
            }

            kept = Math.Min(bytes.Length, HeaderLength - 1); // a header may lie across two reads
            bytes[^kept..].CopyTo(buffer);
        }

        return false;
    }

    /// <summary>
    /// Whether there is a header anywhere. Its first three bytes alone come up by chance in one of sixteen files of a megabyte; with what RFC 1952
    /// allows in the others, in one of two hundred thousand.
    /// </summary>
    private static bool HasHeader(ReadOnlySpan<byte> bytes)
    {
        for (int at; (at = bytes.IndexOf(Magic)) >= 0; bytes = bytes[(at + 1)..])
        {
            if (at + HeaderLength <= bytes.Length && IsHeader(bytes[at..]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Flags with three bits that are zero; how hard it was compressed (0, 2 or 4), and one of the systems that are named.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> header) => (header[3] & 0b1110_0000) == 0 && header[8] is 0 or 2 or 4 && header[9] is <= 13 or 255;
}
