using System.IO.Compression;

namespace Maner.Testing;

/// <summary>Compressed files.</summary>
internal static class Gzipped
{
    public static byte[] Of(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return memory.ToArray();
    }
}
