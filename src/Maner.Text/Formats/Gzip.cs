using System.Buffers.Binary;
using System.IO.Compression;

namespace Maner.Text.Formats;

/// <summary>Unpacks a file that is packed with gzip, told by its first bytes.</summary>
internal static class Gzip
{
    /// <summary>More than any file of labels needs, and less than fills a machine's memory from a few packed kilobytes.</summary>
    private const int Most = 1 << 30;

    /// <exception cref="InvalidDataException">The bytes are damaged, end too early, or hold more than can be read.</exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> bytes, string path)
    {
        if (bytes.Span is not [0x1F, 0x8B, ..])
        {
            return bytes;
        }

        using var packed = new MemoryStream(bytes.ToArray(), writable: false);
        using var unpacking = new GZipStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = unpacking.Read(buffer)) > 0;)
            {
                unpacked.Write(buffer, 0, read);
                if (unpacked.Length > Most)
                {
                    throw new InvalidDataException($"{path}: expected at most {Most >> 20} MiB of text, found more packed in it. Unpack it and cut it into several files.");
                }
            }
        }
        catch (InvalidDataException error) when (unpacked.Length <= Most)
        {
            throw Damaged(path, error);
        }

        // .NET takes a file that ends too early for whole. The last four bytes are the text's length, or that of its last part.
        uint stated = bytes.Length < 18 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[^4..]);
        bool isWhole = bytes.Length >= 18 && (stated == (uint)unpacked.Length || HasSecondPart(bytes.Span));
        return isWhole ? unpacked.ToArray() : throw Damaged(path, inner: null);
    }

    private static bool HasSecondPart(ReadOnlySpan<byte> bytes) => bytes[10..].IndexOf((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]) >= 0;

    private static InvalidDataException Damaged(string path, Exception? inner) =>
        new($"{path}: expected a whole gzip file, found damaged or missing data. Copy the file again.", inner);
}
