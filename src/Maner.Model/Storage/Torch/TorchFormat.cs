using System.Buffers.Binary;

namespace Maner.Model.Storage.Torch;

/// <summary>
/// Reads the list of tensors of a file that <c>torch.save</c> wrote (<c>torch/serialization.py</c>): a zip file since torch 1.6, five pickles and raw
/// storages before. Nothing in the file is run. The storages' lengths are checked, their bytes not read.
/// </summary>
internal static class TorchFormat
{
    // The pickle of torch's magic number 0x1950A86A20F9469CFC6C. It is compared, not run: what comes before a check must not be trusted.
    private static ReadOnlySpan<byte> Magic => [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E];

    private const long LegacyVersion = 1001;
    private const string Wrapper = "state_dict";
    private const string PickleRecord = "data.pkl";

    // Weights hardly compress: more than this is a bomb, not a checkpoint.
    private const int MaxInflation = 32;

    /// <summary>Reads the list of a file's tensors.</summary>
    /// <exception cref="TorchFormatException">A rule is broken.</exception>
    public static TorchContent Read(IFileBytes file)
    {
        ReadOnlySpan<byte> start = file.Span(0, (int)Math.Min(file.Length, Magic.Length));
        return start.StartsWith("PK\u0003\u0004"u8) ? ReadZip(file)
            : start.SequenceEqual(Magic) ? ReadLegacy(file)
            : throw new TorchFormatException(
                "a file of torch.save", "another beginning, neither that of a zip file nor torch's magic number",
                "Get the file that was published with the model.");
    }

    private static TorchContent ReadZip(IFileBytes file)
    {
        IReadOnlyDictionary<string, TorchRecord> entries = ZipDirectory.Read(file);
        string[] pickles = [.. entries.Keys.Where(name => name.EndsWith('/' + PickleRecord, StringComparison.Ordinal) && name.AsSpan().Count('/') == 1)];
        if (pickles is not [string pickle])
        {
            throw new TorchFormatException($"one record {PickleRecord} in a folder", $"{pickles.Length}");
        }

        string folder = pickle[..^PickleRecord.Length];
        if (entries.ContainsKey(folder + "constants.pkl"))
        {
            throw new TorchFormatException("weights", "a TorchScript program", "Get the model's weights: pytorch_model.bin or model.safetensors.");
        }

        if (entries.Values.Where(entry => entry.IsDeflated).Sum(entry => (decimal)entry.Length) > (decimal)file.Length * MaxInflation)
        {
            throw new TorchFormatException("stored records", "compressed ones that grow out of all proportion", "Save it again with torch.save, which compresses none.");
        }

        if (entries.TryGetValue(folder + "byteorder", out TorchRecord? order) && !Content(file, order, most: 16).StartsWith("little"u8))
        {
            throw new TorchFormatException("numbers in little-endian order", "another order", "Save it again on a little-endian machine.");
        }

        ReadOnlySpan<byte> code = Content(file, entries[pickle], PickleMachine.MaxBytes);
        var objects = new TorchObjects(isLegacy: false);
        object? root = PickleMachine.Run(code, objects, out int length);
        if (length != code.Length)
        {
            throw new TorchFormatException($"one pickle in {PickleRecord}", "bytes after its end", TorchFormatException.Untrusted);
        }

        var records = new Dictionary<string, TorchRecord>(objects.Storages.Count, StringComparer.Ordinal);
        foreach (TorchStorage storage in objects.Storages.Values)
        {
            string name = $"{folder}data/{storage.Key}";
            TorchRecord record = entries.GetValueOrDefault(name) ?? throw new TorchFormatException($"a record '{name}'", "none");
            records.Add(storage.Key, record.Length == storage.Bytes
                ? record
                : throw new TorchFormatException($"{storage.Bytes} bytes for {storage.Count} × {storage.Type.Name} in record '{name}'", $"{record.Length}"));
        }

        return new TorchContent(TensorsOf(root), records);
    }

    private static ReadOnlySpan<byte> Content(IFileBytes file, TorchRecord record, int most)
    {
        if (record.Length > most)
        {
            throw new TorchFormatException($"record '{record.Name}' of at most {most} bytes", $"{record.Length}");
        }

        if (record.IsDeflated)
        {
            return RecordBytes.Inflate(file, record);
        }

        RecordBytes.Check(file, record);
        return file.Span(record.Start, (int)record.Length);
    }

    private static TorchContent ReadLegacy(IFileBytes file)
    {
        long at = Magic.Length;
        var objects = new TorchObjects(isLegacy: true);
        if (Next() is not LegacyVersion)
        {
            throw new TorchFormatException($"version {LegacyVersion} of the format before torch 1.6", "another");
        }

        if (Next() is not PickleDictionary system || !system.Items.TryGetValue("little_endian", out object? isLittle) || isLittle is not true)
        {
            throw new TorchFormatException("numbers in little-endian order", "another order", "Save it again on a little-endian machine.");
        }

        object? root = Next();
        if (Next() is not PickleList keys)
        {
            throw new TorchFormatException("a list of storages", "something else");
        }

        var records = new Dictionary<string, TorchRecord>(StringComparer.Ordinal);
        foreach (object? item in keys.Items)
        {
            TorchStorage storage = (item is string key ? objects.Storages.GetValueOrDefault(key) : null)
                ?? throw new TorchFormatException("storages that tensors use", $"storage '{PickleText.Shown(item)}'");
            if (file.Length - at < sizeof(long) || file.Length - at - sizeof(long) < storage.Bytes)
            {
                throw new TorchFormatException($"storage {storage.Key} of {storage.Bytes} bytes", $"{file.Length - at} bytes to the file's end", "The download is not complete: download it again.");
            }

            long count = BinaryPrimitives.ReadInt64LittleEndian(file.Span(at, sizeof(long)));
            at += sizeof(long);
            if (count != storage.Count || !records.TryAdd(storage.Key, new TorchRecord($"storage {storage.Key}", at, storage.Bytes, storage.Bytes, Crc: null, IsDeflated: false)))
            {
                throw new TorchFormatException($"storage {storage.Key} once, with {storage.Count} elements", $"it twice, or with {count}");
            }

            at += storage.Bytes;
        }

        return at == file.Length && records.Count == objects.Storages.Count
            ? new TorchContent(TensorsOf(root), records)
            : throw new TorchFormatException(
                $"{objects.Storages.Count} storages up to the file's end", $"{records.Count}, and {file.Length - at} bytes after the last one");

        object? Next()
        {
            ReadOnlySpan<byte> code = file.Span(at, (int)Math.Min(file.Length - at, PickleMachine.MaxBytes));
            object? value = PickleMachine.Run(code, objects, out int length);
            at += length;
            return value;
        }
    }

    /// <summary>
    /// The tensors of a state_dict, or of one under the key <c>state_dict</c>, as training programs save it. What is no tensor (a step count, say) is
    /// passed over.
    /// </summary>
    private static Dictionary<string, TorchTensor> TensorsOf(object? root)
    {
        if (root is PickleDictionary outer && outer.Items.TryGetValue(Wrapper, out object? inner) && inner is PickleDictionary && !outer.Items.Values.Any(value => value is TorchTensor))
        {
            root = inner;
        }

        var tensors = new Dictionary<string, TorchTensor>(StringComparer.Ordinal);
        foreach ((object name, object? value) in (root as PickleDictionary)?.Items ?? [])
        {
            if (value is TorchTensor tensor)
            {
                tensors.Add(name as string ?? throw new TorchFormatException("a name for every tensor", "a number"), tensor);
            }
        }

        return tensors.Count > 0 ? tensors : throw new TorchFormatException("a dictionary of tensors", "none", "Get the file that holds the model's weights.");
    }
}
