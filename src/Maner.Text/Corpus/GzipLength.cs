using System.Buffers.Binary;

namespace Maner.Text.Corpus;

/// <summary>
/// Finds gzip files that end too early, which .NET's reader takes for whole. A file's last four bytes are the length of its text (RFC 1952,
/// ISIZE), or of its last part where several files were joined into one.
/// </summary>
internal static class GzipLength
{
    private static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 0x08];

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
        file.Seek(Header.Length, SeekOrigin.Begin);
        var buffer = new byte[1 << 16];
        int kept = 0, read;
        while ((read = file.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            Span<byte> bytes = buffer.AsSpan(0, kept + read);
            if (bytes.IndexOf(Header) >= 0)
            {
                return true;
            }

            kept = Math.Min(bytes.Length, Header.Length - 1); // a header may stand across two reads
            bytes[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
