using System.Buffers;
using System.Runtime.InteropServices;
using Maner.Model.Storage.Torch;
using Maner.Tensors;

namespace Maner.Model.Storage;

/// <summary>
/// A file of <c>torch.save</c> (<c>pytorch_model.bin</c>), mapped into memory. Its list of tensors is read and checked when it is opened, without running
/// anything in it; a storage is held against its checksum when it is first touched. Reading is thread-safe.
/// </summary>
internal sealed class TorchFile : ITensorFile
{
    private const int StepElements = 1 << 22;
    private const int GatherElements = 4096;

    private readonly MappedFile _file;
    private readonly TorchContent _content;
    private readonly Dictionary<string, byte[]?> _touched = new(StringComparer.Ordinal); // inflated bytes; null for a stored record that was checked
    private readonly Lock _lock = new();

    private TorchFile(string path, MappedFile file)
    {
        Path = path;
        _file = file;
        _content = TorchFormat.Read(file);
        Tensors = _content.Tensors.ToDictionary(tensor => tensor.Key, tensor => Entry(tensor.Key, tensor.Value), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>Opens a file and reads its list of tensors.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, asks for something that is not on the list, or is something else.</exception>
    public static TorchFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"'{path}': expected a file of torch.save, found none. Check the name or download the file.", path);
        }

        var file = MappedFile.Open(path);
        try
        {
            return new TorchFile(path, file);
        }
        catch (TorchFormatException error)
        {
            string? foreign = ForeignFile.DescribeText(file.Span(0, (int)Math.Min(file.Length, 16)));
            file.Dispose();
            throw new InvalidDataException($"'{path}': " + (foreign is null ? error.Message : $"expected a file of torch.save, found {foreign}"), error);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a tensor as float: F32 as it is, F16 and BF16 widened exactly, F64 rounded to the nearest float.</summary>
    /// <inheritdoc/>
    public void Read(string name, Span<float> destination)
    {
        TensorEntry entry = EntryOf(name);
        if (destination.Length != entry.Count)
        {
            throw new ArgumentException($"'{name}' {entry.ShapeText} has {entry.Count} elements, the destination {destination.Length}.", nameof(destination));
        }

        Read(name, 0, destination);
    }

    /// <inheritdoc/>
    public void Read(string name, long first, Span<float> destination)
    {
        TensorEntry entry = EntryOf(name);
        if (entry.DType != DType.F32 && entry.DType != DType.F16 && entry.DType != DType.BF16 && entry.DType != DType.F64)
        {
            throw new InvalidDataException($"'{Path}': expected tensor '{name}' in F32, F16, BF16 or F64, found {entry.DType}. Is config.json from another model?");
        }

        RequireRun(entry, first, destination.Length);
        int step = _content.Tensors[name].IsContiguous ? StepElements : GatherElements;
        for (int done = 0; done < destination.Length; done += step)
        {
            Span<float> part = destination.Slice(done, Math.Min(step, destination.Length - done));
            if (entry.DType == DType.F32)
            {
                CopyElements(name, first + done, MemoryMarshal.AsBytes(part));
                continue;
            }

            int bytes = part.Length * entry.DType.Bits / 8;
            byte[] stored = ArrayPool<byte>.Shared.Rent(bytes);
            CopyElements(name, first + done, stored.AsSpan(0, bytes));
            Widen(entry.DType, stored.AsSpan(0, bytes), part);
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    /// <inheritdoc/>
    public void RequireUnchanged() => _file.RequireUnchanged();

    /// <inheritdoc/>
    public void RequireFinite(string name)
    {
        TensorEntry entry = EntryOf(name);
        if (entry.DType != DType.F32 && entry.DType != DType.F16 && entry.DType != DType.BF16 && entry.DType != DType.F64)
        {
            return;
        }

        float[] buffer = ArrayPool<float>.Shared.Rent((int)Math.Min(StepElements, Math.Max(entry.Count, 1)));
        for (long done = 0; done < entry.Count; done += buffer.Length)
        {
            Span<float> step = buffer.AsSpan(0, (int)Math.Min(buffer.Length, entry.Count - done));
            Read(name, done, step);
            if (FiniteNumbers.FirstOther(DType.F32, MemoryMarshal.AsBytes(step)) is >= 0 and int at)
            {
                throw FiniteNumbers.Refusal(Path, entry, done + at, step[at]);
            }
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>A run of a tensor's elements as they are stored, in row-major order.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="first">The run's first element.</param>
    /// <param name="destination">As many bytes as the run's elements have.</param>
    /// <exception cref="InvalidDataException">The file has no such tensor, or its bytes are damaged.</exception>
    internal void CopyElements(string name, long first, Span<byte> destination)
    {
        TensorEntry entry = EntryOf(name);
        TorchTensor tensor = _content.Tensors[name];
        int width = tensor.Storage.Type.Bytes;
        RequireRun(entry, first, destination.Length / width);
        byte[]? inflated = Touch(tensor.Storage);
        TorchRecord record = _content.Records[tensor.Storage.Key];
        if (tensor.IsContiguous)
        {
            Elements(tensor.Offset + first, destination.Length / width).CopyTo(destination);
            return;
        }

        Span<long> index = stackalloc long[TorchObjects.MaxRank];
        long rest = first;
        long place = tensor.Offset;
        for (int axis = tensor.Size.Length - 1; axis >= 0; axis--)
        {
            (rest, index[axis]) = Math.DivRem(rest, tensor.Size[axis]);
            place += index[axis] * tensor.Stride[axis];
        }

        for (int done = 0; done < destination.Length; done += width)
        {
            Elements(place, 1).CopyTo(destination[done..]);
            for (int axis = tensor.Size.Length - 1; axis >= 0; axis--)
            {
                place += tensor.Stride[axis];
                if (++index[axis] < tensor.Size[axis])
                {
                    break;
                }

                place -= index[axis] * tensor.Stride[axis];
                index[axis] = 0;
            }
        }

        ReadOnlySpan<byte> Elements(long start, int count) => inflated is null
            ? _file.Span(record.Start + (start * width), count * width)
            : inflated.AsSpan((int)(start * width), count * width);
    }

    /// <inheritdoc/>
    public NativeBuffer? MapPrivate(string name)
    {
        TensorEntry entry = EntryOf(name);
        TorchTensor tensor = _content.Tensors[name];
        if (entry.DType != DType.F32 || !tensor.IsContiguous || _content.Records[tensor.Storage.Key].IsDeflated)
        {
            return null;
        }

        Touch(tensor.Storage);
        return _file.MapPrivate(entry.Begin, entry.Count);
    }

    /// <inheritdoc/>
    public void Forget(string name)
    {
        TensorEntry entry = EntryOf(name);
        string key = _content.Tensors[name].Storage.Key;
        if (!_content.Records[key].IsDeflated)
        {
            _file.Forget(entry.Begin, entry.End - entry.Begin);
            return;
        }

        lock (_lock)
        {
            _touched.Remove(key);
        }
    }

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => _file.Dispose();

    private static void Widen(DType type, ReadOnlySpan<byte> stored, Span<float> destination)
    {
        if (type == DType.F16)
        {
            FloatConversion.FromHalf(MemoryMarshal.Cast<byte, ushort>(stored), destination);
        }
        else if (type == DType.BF16)
        {
            FloatConversion.FromBFloat(MemoryMarshal.Cast<byte, ushort>(stored), destination);
        }
        else
        {
            ReadOnlySpan<double> wide = MemoryMarshal.Cast<byte, double>(stored);
            for (int index = 0; index < destination.Length; index++)
            {
                destination[index] = (float)wide[index];
            }
        }
    }

    private static void RequireRun(TensorEntry entry, long first, long count)
    {
        if (first < 0 || first > entry.Count - count)
        {
            throw new ArgumentException($"'{entry.Name}' {entry.ShapeText} has {entry.Count} elements; asked for {count} from {first}.", nameof(first));
        }
    }

    private TensorEntry EntryOf(string name) => Tensors.GetValueOrDefault(name)
        ?? throw new InvalidDataException($"'{Path}': expected a tensor '{name}', found none of that name. Is config.json from another model?");

    /// <summary>Begin and end are those of the part of the storage that the tensor reaches over, in the file.</summary>
    private TensorEntry Entry(string name, TorchTensor tensor)
    {
        long begin = _content.Records[tensor.Storage.Key].Start + (tensor.Offset * tensor.Storage.Type.Bytes), reach = tensor.Count == 0 ? 0 : 1;
        for (int axis = 0; axis < tensor.Size.Length && tensor.Count > 0; axis++)
        {
            reach += (tensor.Size[axis] - 1) * tensor.Stride[axis];
        }

        return new TensorEntry(name, DType.OfName(tensor.Storage.Type.Name), tensor.Size, begin, begin + (reach * tensor.Storage.Type.Bytes));
    }

    /// <summary>Checks a storage's bytes when they are first asked for.</summary>
    /// <returns>Its bytes if they are compressed in the file; null if they are used where they are.</returns>
    private byte[]? Touch(TorchStorage storage)
    {
        lock (_lock)
        {
            if (!_touched.TryGetValue(storage.Key, out byte[]? inflated))
            {
                TorchRecord record = _content.Records[storage.Key];
                try
                {
                    if (record.IsDeflated)
                    {
                        inflated = RecordBytes.Inflate(_file, record);
                    }
                    else if (record.Crc is not null)
                    {
                        RecordBytes.Check(_file, record);
                    }
                }
                catch (TorchFormatException error)
                {
                    throw new InvalidDataException($"'{Path}': {error.Message}", error);
                }

                _touched.Add(storage.Key, inflated);
            }

            return inflated;
        }
    }
}
