using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Maner.Model.Storage.Torch;

/// <summary>
/// The entries of a zip file by its central directory (PKWARE's APPNOTE 4.3 and 4.5.3), as strict as <c>torch.save</c> allows: what two readers could
/// understand differently is refused (names twice or different in the local header, overlaps, bytes after the end).
/// </summary>
internal static class ZipDirectory
{
    internal const int MaxEntries = 1 << 17;
    internal const int MaxBytes = 32 << 20;
    private const int EndBytes = 22, End64Bytes = 56, LocatorBytes = 20, EntryBytes = 46, LocalBytes = 30;
    private const int MaxCommentBytes = ushort.MaxValue;
    private const int StoredMethod = 0, DeflatedMethod = 8;
    private const ushort EncryptedFlags = 0x2041; // encrypted, strongly encrypted, with a masked directory

    /// <summary>All entries by name.</summary>
    /// <exception cref="TorchFormatException">A rule is broken.</exception>
    public static IReadOnlyDictionary<string, TorchRecord> Read(IFileBytes file)
    {
        (long start, int length, int count) = FindDirectory(file);
        ReadOnlySpan<byte> directory = file.Span(start, length);
        var entries = new Dictionary<string, TorchRecord>(count, StringComparer.Ordinal);
        var spans = new List<(long Start, long End)>(count);
        for (int index = 0; index < count; index++)
        {
            if (directory.Length < EntryBytes || !directory.StartsWith("PK\u0001\u0002"u8))
            {
                throw new TorchFormatException("a zip's directory of its entries", "a damaged one");
            }

            int nameBytes = Short(directory, 28), extraBytes = Short(directory, 30), commentBytes = Short(directory, 32);
            int entryBytes = EntryBytes + nameBytes + extraBytes + commentBytes;
            if (directory.Length < entryBytes)
            {
                throw new TorchFormatException("a zip's directory of its entries", "one that is cut off");
            }

            TorchRecord entry = ReadEntry(file, directory[..entryBytes], nameBytes, extraBytes, directoryStart: start, out long local);
            if (!entries.TryAdd(entry.Name, entry))
            {
                throw new TorchFormatException("every entry once", $"two entries '{PickleText.Shown(entry.Name)}'");
            }

            spans.Add((local, entry.Start + entry.StoredLength));
            directory = directory[entryBytes..];
        }

        spans.Sort();
        for (int index = 1; index < spans.Count; index++)
        {
            if (spans[index].Start < spans[index - 1].End)
            {
                throw new TorchFormatException("entries one after the other", "two that overlap");
            }
        }

        return entries;
    }

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    private static (long Start, int Length, int Count) FindDirectory(IFileBytes file)
    {
        long tailStart = Math.Max(0, file.Length - EndBytes - MaxCommentBytes);
        ReadOnlySpan<byte> tail = file.Span(tailStart, (int)(file.Length - tailStart));
        int at = tail.LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || tail.Length - at < EndBytes)
        {
            throw new TorchFormatException("a whole zip file", "one without its end", "The download is not complete: download it again.");
        }

        if (tail.Length - at != EndBytes + Short(tail, at + 20))
        {
            throw new TorchFormatException("a zip file", "bytes after its end");
        }

        ulong count = (ulong)Short(tail, at + 10), length = Int(tail, at + 12), start = Int(tail, at + 16);
        ulong end = (ulong)(tailStart + at);
        if (at >= LocatorBytes && tail[(at - LocatorBytes)..].StartsWith("PK\u0006\u0007"u8))
        {
            end = Long(tail, at - LocatorBytes + 8);
            if (end > (ulong)(tailStart + at - LocatorBytes - End64Bytes) || tailStart + at < LocatorBytes + End64Bytes
                || file.Span((long)end, End64Bytes) is var record && !record.StartsWith("PK\u0006\u0006"u8))
            {
                throw new TorchFormatException("a zip64 record where the zip's end says", "none");
            }

            (count, length, start) = (Long(record, 32), Long(record, 40), Long(record, 48));
        }

        return start <= end && length <= end - start && length <= MaxBytes && count <= MaxEntries && count <= length / EntryBytes
            ? ((long)start, (int)length, (int)count)
            : throw new TorchFormatException("a zip's directory inside the file", $"{count} entries in {length} bytes from byte {start}");
    }

    private static TorchRecord ReadEntry(IFileBytes file, ReadOnlySpan<byte> entry, int nameBytes, int extraBytes, long directoryStart, out long local)
    {
        ReadOnlySpan<byte> nameSpan = entry.Slice(EntryBytes, nameBytes);
        string name = Utf8.IsValid(nameSpan) ? Encoding.UTF8.GetString(nameSpan) : throw new TorchFormatException("names of entries in UTF-8", "one that is not");
        string shown = $"entry '{PickleText.Shown(name)}'";
        if (name.StartsWith('/') || name.Contains('\\') || name.Split('/').Contains(".."))
        {
            throw new TorchFormatException("entries inside one folder", shown, TorchFormatException.Untrusted);
        }

        if ((Short(entry, 8) & EncryptedFlags) != 0)
        {
            throw new TorchFormatException("entries that anyone can read", $"{shown}, which is encrypted");
        }

        int method = Short(entry, 10);
        if (method is not (StoredMethod or DeflatedMethod))
        {
            throw new TorchFormatException("entries that are stored or deflated", $"{shown} with compression {method}");
        }

        (ulong stored, ulong content, ulong localStart) = Sizes(entry, entry.Slice(EntryBytes + nameBytes, extraBytes));
        ulong limit = (ulong)directoryStart;
        if (limit < LocalBytes || localStart > limit - LocalBytes || !(file.Span((long)localStart, LocalBytes) is var header && header.StartsWith("PK\u0003\u0004"u8)))
        {
            throw new TorchFormatException($"a local header of {shown}", "none");
        }

        int localName = Short(header, 26);
        local = (long)localStart;
        long start = local + LocalBytes + localName + Short(header, 28);
        if (start > directoryStart || !file.Span(local + LocalBytes, localName).SequenceEqual(nameSpan) || Short(header, 8) != method)
        {
            throw new TorchFormatException($"the local header of {shown}", "one with another name or compression", TorchFormatException.Untrusted);
        }

        if (stored > (ulong)(directoryStart - start) || content > long.MaxValue || (method == StoredMethod && stored != content))
        {
            throw new TorchFormatException($"{shown} inside the file", $"{stored} bytes ({content} of content) from byte {start}");
        }

        return new TorchRecord(name, start, (long)stored, (long)content, Int(entry, 16), method == DeflatedMethod);
    }

    /// <summary>Sizes and place of an entry, those of 64 bits from its extra field 1, which holds only the ones that do not fit 32 bits.</summary>
    private static (ulong Stored, ulong Content, ulong Local) Sizes(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        Span<ulong> sizes = [Int(entry, 24), Int(entry, 20), Int(entry, 42)];
        while (extra.Length >= 4)
        {
            int length = Math.Min(Short(extra, 2), extra.Length - 4);
            if (Short(extra, 0) == 1)
            {
                ReadOnlySpan<byte> wide = extra.Slice(4, length);
                for (int index = 0; index < sizes.Length && wide.Length >= 8; index++)
                {
                    if (sizes[index] == uint.MaxValue)
                    {
                        sizes[index] = Long(wide, 0);
                        wide = wide[8..];
                    }
                }

                break;
            }

            extra = extra[(4 + length)..];
        }

        return (sizes[1], sizes[0], sizes[2]);
    }
}
