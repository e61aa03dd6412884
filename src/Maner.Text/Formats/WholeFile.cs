namespace Maner.Text.Formats;

/// <summary>Reads files whole: pipes too, and devices without an end no further than any file of its kind goes.</summary>
internal static class WholeFile
{
    /// <summary>The bytes of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes that something without a length may have.</param>
    /// <exception cref="InvalidDataException">It has more.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Read(string path, int most = 1 << 30)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.CanSeek && stream.Length > 0)
        {
            return File.ReadAllBytes(path);
        }

        using var content = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > most)
            {
                throw new InvalidDataException($"{path}: expected an end within {most >> 20} MiB, found none. Is it a device? Name the file itself.");
            }
        }

        return content.ToArray();
    }
}
