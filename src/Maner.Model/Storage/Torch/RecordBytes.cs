using System.IO.Compression;

namespace Maner.Model.Storage.Torch;

/// <summary>Reads whole records: inflates those that are compressed, and holds all against their checksum.</summary>
internal static class RecordBytes
{
    private const int StepBytes = 1 << 24;

    /// <summary>A compressed record's content.</summary>
    /// <exception cref="TorchFormatException">It is damaged, or has another length or checksum than the directory says.</exception>
    public static byte[] Inflate(IFileBytes file, TorchRecord record)
    {
        if (record.Length > Array.MaxLength)
        {
            throw new TorchFormatException($"compressed records of at most {Array.MaxLength} bytes", $"'{PickleText.Shown(record.Name)}' of {record.Length}", "Save it again with torch.save, which compresses none.");
        }

        byte[] content = new byte[record.Length];
        using var stream = new DeflateStream(file.OpenRead(record.Start, record.StoredLength), CompressionMode.Decompress);
        int length = 0;
        bool isLonger;
        try
        {
            length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            isLonger = stream.ReadByte() >= 0;
        }
        catch (InvalidDataException)
        {
            isLonger = true;
        }

        return length == content.Length && !isLonger && Crc32.Append(0, content) == record.Crc ? content : throw Wrong(record);
    }

    /// <summary>Holds a stored record against its checksum.</summary>
    /// <exception cref="TorchFormatException">A bit has changed.</exception>
    public static void Check(IFileBytes file, TorchRecord record)
    {
        uint crc = 0;
        for (long done = 0; done < record.Length; done += StepBytes)
        {
            int step = (int)Math.Min(StepBytes, record.Length - done);
            crc = Crc32.Append(crc, file.Span(record.Start + done, step));
            if (record.Length > StepBytes)
            {
                file.Forget(record.Start + done, step); // a checksum of a gigabyte must not keep it in memory
            }
        }

        if (record.Crc is { } expected && crc != expected)
        {
            throw Wrong(record);
        }
    }

    private static TorchFormatException Wrong(TorchRecord record) =>
        new($"record '{PickleText.Shown(record.Name)}' with the CRC-32 that the file gives", "another: bits have changed since it was written");
}
