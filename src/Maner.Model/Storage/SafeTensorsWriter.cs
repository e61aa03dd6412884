using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Maner.Model.Json;

namespace Maner.Model.Storage;

/// <summary>
/// Writes safetensors files crash-safe, byte for byte as the reference implementation does (huggingface/safetensors,
/// <c>tensor.rs</c>, <c>prepare</c>): wider types first, then names in order, so that all data stay aligned to their size.
/// </summary>
internal static class SafeTensorsWriter
{
    private const int Alignment = 8;

    /// <summary>
    /// The key of <c>__metadata__</c> under which the SHA-256 is of all that the file holds, its header and the state in it too, with zeros in the hash's own place.
    /// </summary>
    internal const string HashKey = "content_sha256";

    /// <summary>The key of earlier versions, whose hash is of the tensors' data alone.</summary>
    internal const string OldHashKey = "data_sha256";

    // Bytes of one step must fit an int, the length of a span.
    private const int StepElements = 1 << 18;

    // transformers refuses a file whose metadata does not name the framework that it was written for.
    private static readonly KeyValuePair<string, string>[] DefaultMetadata = [new("format", "pt")];

    /// <summary>Writes the tensors and replaces what stood at <paramref name="path"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, in any order. Floats that F16 or BF16 cannot hold are rounded to nearest, ties to even.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>; by default, and if it lacks the key, <c>format</c> is <c>pt</c>.</param>
    /// <param name="withHash">Whether the content's SHA-256 goes into <c>__metadata__</c>, for <see cref="SafeTensorsFile.RequireIntact"/>.</param>
    /// <exception cref="IOException">The file cannot be written; the old one is intact.</exception>
    /// <exception cref="ArgumentException">
    /// A name occurs twice or is reserved, a type is not F32, F16 or BF16, or the values do not fit their shape.
    /// </exception>
    public static void Write(string path, IEnumerable<TensorToWrite> tensors, IReadOnlyDictionary<string, string>? metadata = null, bool withHash = false)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        string place = new('0', 2 * SHA256.HashSizeInBytes); // of the hash, which is known when all is written
        if (withHash)
        {
            metadata = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { [HashKey] = place };
        }

        TensorToWrite[] ordered = [.. tensors
            .OrderBy(tensor => tensor.DType == DType.F32 ? 0 : tensor.DType == DType.BF16 ? 1 : 2)
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        TensorEntry[] entries = Layout(ordered);
        ReadOnlyMemory<byte> header = Header(entries, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header.Span);
            using IncrementalHash? hash = withHash ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
            hash?.AppendData(header.Span);
            for (int index = 0; index < ordered.Length; index++)
            {
                WriteValues(stream, entries[index], ordered[index], hash);
            }

            if (hash is not null)
            {
                stream.Position = sizeof(ulong) + header.Span.IndexOf(Encoding.ASCII.GetBytes(place));
                stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())));
            }
        });
    }

    private static TensorEntry[] Layout(TensorToWrite[] tensors)
    {
        var entries = new TensorEntry[tensors.Length];
        var names = new HashSet<string>(StringComparer.Ordinal);
        long begin = 0;
        for (int index = 0; index < tensors.Length; index++)
        {
            TensorToWrite tensor = tensors[index];
            if (tensor.Name == SafeTensorsHeader.MetadataName || !names.Add(tensor.Name))
            {
                throw new ArgumentException($"The tensor name '{tensor.Name}' occurs twice or is reserved.", nameof(tensors));
            }

            if (tensor.DType != DType.F32 && tensor.DType != DType.F16 && tensor.DType != DType.BF16)
            {
                throw new ArgumentException($"'{tensor.Name}' has the type {tensor.DType}: F32, F16 and BF16 can be written.", nameof(tensors));
            }

            if (tensor.Shape.Any(size => size < 0))
            {
                throw new ArgumentException($"'{tensor.Name}' has a negative size in {TensorEntry.Text(tensor.Shape)}.", nameof(tensors));
            }

            var entry = new TensorEntry(tensor.Name, tensor.DType, tensor.Shape, begin, begin);
            entries[index] = entry with { End = checked(begin + (entry.Count * tensor.DType.Bits / 8)) };
            begin = entries[index].End;
        }

        return entries;
    }

    private static ReadOnlyMemory<byte> Header(TensorEntry[] entries, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.Line))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafeTensorsHeader.MetadataName);
            IEnumerable<KeyValuePair<string, string>> texts = metadata ?? Enumerable.Empty<KeyValuePair<string, string>>();
            foreach ((string key, string value) in texts.UnionBy(DefaultMetadata, text => text.Key).OrderBy(text => text.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            foreach (TensorEntry entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.DType.Name);
                WriteNumbers(json, "shape", entry.Shape);
                WriteNumbers(json, "data_offsets", [entry.Begin, entry.End]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        int padding = -buffer.WrittenCount & (Alignment - 1);
        buffer.GetSpan(Alignment)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenCount <= SafeTensorsHeader.MaxBytes
            ? buffer.WrittenMemory
            : throw new ArgumentException($"The header would have {buffer.WrittenCount} bytes, the format allows {SafeTensorsHeader.MaxBytes}.", nameof(entries));
    }

    private static void WriteNumbers(Utf8JsonWriter json, string key, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(key);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WriteValues(Stream stream, TensorEntry entry, TensorToWrite tensor, IncrementalHash? hash)
    {
        if (tensor.Part is { } part)
        {
            float[] buffer = new float[(int)Math.Min(StepElements, entry.Count)];
            for (long done = 0; done < entry.Count; done += buffer.Length)
            {
                Span<float> step = buffer.AsSpan(0, (int)Math.Min(buffer.Length, entry.Count - done));
                part(done, step);
                WriteValues(stream, new TensorEntry(entry.Name, entry.DType, [step.Length], 0, 0), step, hash);
            }
        }
        else
        {
            WriteValues(stream, entry, tensor.Values(), hash);
        }
    }

    private static void WriteValues(Stream stream, TensorEntry entry, ReadOnlySpan<float> values, IncrementalHash? hash)
    {
        if (values.Length != entry.Count)
        {
            throw new ArgumentException($"'{entry.Name}' {entry.ShapeText} has {entry.Count} elements, {values.Length} values were given.");
        }

        ushort[]? halves = entry.DType == DType.F32 ? null : ArrayPool<ushort>.Shared.Rent(StepElements);
        for (int done = 0; done < values.Length; done += StepElements)
        {
            ReadOnlySpan<float> step = values.Slice(done, Math.Min(StepElements, values.Length - done));
            if (halves is null)
            {
                Write(MemoryMarshal.AsBytes(step));
                continue;
            }

            if (entry.DType == DType.F16)
            {
                FloatConversion.ToHalf(step, halves);
            }
            else
            {
                FloatConversion.ToBFloat(step, halves);
            }

            Write(MemoryMarshal.AsBytes(halves.AsSpan(0, step.Length)));
        }

        if (halves is not null)
        {
            ArrayPool<ushort>.Shared.Return(halves);
        }

        void Write(ReadOnlySpan<byte> bytes)
        {
            stream.Write(bytes);
            hash?.AppendData(bytes);
        }
    }
}
