using System.Buffers.Binary;
using System.Security.Cryptography;
using Maner.Tensors;

namespace Maner.Model.Storage;

/// <summary>
/// A safetensors file, mapped into memory and fully checked when it is opened. Reading is thread-safe.
/// Numbers are little-endian in the file, as on every machine that this program runs on.
/// </summary>
internal sealed unsafe class SafeTensorsFile : ITensorFile
{
    private const int LengthBytes = 8;

    // The bytes of one step must fit an int, the length of a span.
    private const int StepElements = 1 << 24;

    private const long LargeBytes = 64 << 20;

    private readonly MappedFile _file;
    private readonly long _data; // where the tensors' bytes begin

    private SafeTensorsFile(string path, MappedFile file)
    {
        Path = path;
        _file = file;
        int headerBytes = ReadHeaderLength(file, path);
        _data = LengthBytes + headerBytes;
        var header = SafeTensorsHeader.Parse(file.Span(LengthBytes, headerBytes), file.Length - _data, path);
        Tensors = header.Tensors;
        Metadata = header.Metadata;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The texts under <c>__metadata__</c>; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header; no tensor is read yet.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, or is something else.</exception>
    public static SafeTensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"'{path}': expected a safetensors file, found none. Check the name or download the file.", path);
        }

        var file = MappedFile.Open(path);
        try
        {
            return new SafeTensorsFile(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Holds the content against the SHA-256 that the file was written with.</summary>
    /// <exception cref="InvalidDataException">A byte has changed since, or the file has no hash.</exception>
    public void RequireIntact()
    {
        bool isOld = !Metadata.TryGetValue(SafeTensorsWriter.HashKey, out string? expected);
        if (isOld && !Metadata.TryGetValue(SafeTensorsWriter.OldHashKey, out expected))
        {
            throw new InvalidDataException($"{Path}: expected a file with its own SHA-256 ('{SafeTensorsWriter.HashKey}'), found none: it is of another program, or has changed since it was written.");
        }

        expected ??= "";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (!isOld)
        {
            byte[] header = _file.Span(LengthBytes, (int)(_data - LengthBytes)).ToArray();
            int at = header.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes($"\"{SafeTensorsWriter.HashKey}\":\"{expected}\""));
            if (at >= 0)
            {
                header.AsSpan(at + SafeTensorsWriter.HashKey.Length + "\"\":\"".Length, expected.Length).Fill((byte)'0');
            }

            hash.AppendData(header);
        }

        long end = Tensors.Values.Max(tensor => (long?)tensor.End) ?? 0;
        for (long done = 0; done < end; done += StepElements)
        {
            hash.AppendData(_file.Span(_data + done, (int)Math.Min(StepElements, end - done)));
        }

        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found != expected)
        {
            throw new InvalidDataException($"{Path}: expected content with SHA-256 {expected[..Math.Min(12, expected.Length)]}…, found {found[..12]}…: the file has changed since it was written.");
        }
    }

    /// <summary>
    /// Reads a tensor as float, exactly: F32 as it is, F16 and BF16 widened.
    /// </summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="destination">As long as the tensor has elements.</param>
    /// <exception cref="InvalidDataException">The file has no such tensor, or its elements are of another type.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void Read(string name, Span<float> destination)
    {
        _ = Pointer(name, out TensorEntry tensor);
        if (destination.Length != tensor.Count)
        {
            throw new ArgumentException($"'{name}' {tensor.ShapeText} has {tensor.Count} elements, the destination {destination.Length}.", nameof(destination));
        }

        Read(name, 0, destination);
    }

    /// <summary>Reads a run of a tensor's elements as float.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="first">The run's first element.</param>
    /// <param name="destination">As long as the run.</param>
    /// <exception cref="InvalidDataException">The file has no such tensor, or its elements are of another type.</exception>
    /// <exception cref="ArgumentException">The run does not lie in the tensor.</exception>
    public void Read(string name, long first, Span<float> destination)
    {
        byte* source = Pointer(name, out TensorEntry tensor);
        bool wide = tensor.DType == DType.F32;
        if (!wide && tensor.DType != DType.F16 && tensor.DType != DType.BF16)
        {
            throw Error(Path, $"tensor '{name}' in F32, F16 or BF16", $"{tensor.DType}", inner: null);
        }

        if (first < 0 || first > tensor.Count - destination.Length)
        {
            throw new ArgumentException(
                $"'{name}' {tensor.ShapeText} has {tensor.Count} elements; asked for {destination.Length} from {first}.", nameof(first));
        }

        source += first * (wide ? sizeof(float) : sizeof(ushort));
        for (int done = 0; done < destination.Length; done += StepElements)
        {
            Span<float> step = destination.Slice(done, Math.Min(StepElements, destination.Length - done));
            if (wide)
            {
                // Only the header is aligned, so a tensor may start at any byte: spans of floats are read without aligned loads.
                new ReadOnlySpan<float>(source + ((long)done * sizeof(float)), step.Length).CopyTo(step);
                continue;
            }

            var halves = new ReadOnlySpan<ushort>(source + ((long)done * sizeof(ushort)), step.Length);
            if (tensor.DType == DType.F16)
            {
                FloatConversion.FromHalf(halves, step);
            }
            else
            {
                FloatConversion.FromBFloat(halves, step);
            }
        }

        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public void RequireUnchanged() => _file.RequireUnchanged();

    /// <inheritdoc/>
    public void RequireFinite(string name)
    {
        byte* source = Pointer(name, out TensorEntry tensor);
        int width = tensor.DType.Bits / 8;
        bool isLarge = tensor.End - tensor.Begin >= LargeBytes;
        for (long done = 0; width > 0 && done < tensor.Count; done += StepElements)
        {
            var step = new ReadOnlySpan<byte>(source + (done * width), (int)Math.Min(StepElements, tensor.Count - done) * width);
            if (FiniteNumbers.FirstOther(tensor.DType, step) is >= 0 and int at)
            {
                throw FiniteNumbers.Refusal(Path, tensor, done + at, FiniteNumbers.ValueOf(tensor.DType, step, at));
            }

            if (isLarge)
            {
                _file.Forget(_data + tensor.Begin + (done * width), step.Length); // of word embeddings few rows are needed again
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>A tensor's bytes where they lie in the mapped file. They must not be touched after <see cref="Dispose"/>.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor.</exception>
    /// <exception cref="NotSupportedException">The tensor is too large for a span: use <see cref="Pointer(string)"/>.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        byte* source = Pointer(name, out TensorEntry tensor);
        long length = tensor.End - tensor.Begin;
        return length <= int.MaxValue
            ? new ReadOnlySpan<byte>(source, (int)length)
            : throw new NotSupportedException($"'{name}' has {length} bytes, more than a span can hold: use Pointer.");
    }

    /// <summary>Where a tensor's bytes start in the mapped file, at any alignment. Not to be touched after <see cref="Dispose"/>.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor.</exception>
    public byte* Pointer(string name) => Pointer(name, out _);

    /// <summary>
    /// A tensor's floats as memory that may be written: pages come from the file when they are first touched, and a page that is written
    /// becomes this process's own. The file never changes, and the buffer outlives this object.
    /// </summary>
    /// <returns>Null when the tensor is not F32, or is in the file where floats cannot be used in place: read it instead.</returns>
    /// <exception cref="InvalidDataException">The file has no such tensor.</exception>
    public NativeBuffer? MapPrivate(string name)
    {
        _ = Pointer(name, out TensorEntry tensor);
        return tensor.DType == DType.F32 ? _file.MapPrivate(_data + tensor.Begin, tensor.Count) : null;
    }

    /// <summary>Gives back the memory that holds a tensor's pages of the file; it is read again when it is next asked for.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor.</exception>
    public void Forget(string name)
    {
        _ = Pointer(name, out TensorEntry tensor);
        _file.Forget(_data + tensor.Begin, tensor.End - tensor.Begin);
    }

    /// <summary>Unmaps the file: spans and pointers into it are dead from here on.</summary>
    public void Dispose() => _file.Dispose();

    internal static InvalidDataException Error(string path, string expected, string found, Exception? inner) => new(
        $"'{path}': expected {expected}, found {found.TrimEnd('.')}. The file is damaged or no checkpoint of this kind: download or export it again.", inner);

    private byte* Pointer(string name, out TensorEntry tensor)
    {
        tensor = Tensors.GetValueOrDefault(name) ?? throw Error(Path, $"a tensor '{name}'", "none of that name", inner: null);
        return _file.Pointer(_data + tensor.Begin, tensor.End - tensor.Begin);
    }

    /// <summary>Reads the header's length and first byte, before anything is allocated for it.</summary>
    private static int ReadHeaderLength(MappedFile file, string path)
    {
        long length = file.Length;
        ReadOnlySpan<byte> start = file.Span(0, (int)Math.Min(length, LengthBytes + 1));
        if (start.Length < LengthBytes)
        {
            throw Refuse(path, start, $"at least {LengthBytes} bytes", $"{start.Length}: the header is too small");
        }

        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (header > SafeTensorsHeader.MaxBytes)
        {
            throw Refuse(path, start, $"a header of at most {SafeTensorsHeader.MaxBytes} bytes", $"{header}: the header is too large");
        }

        if ((long)header > length - LengthBytes)
        {
            throw Refuse(path, start, $"a header of {header} bytes", $"{length - LengthBytes} bytes: the file is cut off");
        }

        if (header == 0 || start[LengthBytes] != '{')
        {
            throw Refuse(path, start, "a header that starts with '{'", header == 0 ? "an empty one" : $"the byte 0x{start[LengthBytes]:X2}");
        }

        return (int)header;
    }

    private static InvalidDataException Refuse(string path, ReadOnlySpan<byte> start, string expected, string found) =>
        ForeignFile.Describe(start) is { } foreign
            ? new InvalidDataException($"'{path}': expected a safetensors file, found {foreign}")
            : Error(path, expected, found, inner: null);
}
