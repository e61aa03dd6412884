using System.Text.Json;
using System.Text.Unicode;

namespace Maner.Model.Storage;

/// <summary>
/// Reads and checks the JSON header of a safetensors file as strictly as the reference implementation
/// (huggingface/safetensors, <c>tensor.rs</c>) and its README together: the latter also forbids duplicate names.
/// </summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The reference implementation's limit.</summary>
    public const int MaxBytes = 100_000_000;

    /// <summary>
    /// Our own limits, far above any checkpoint of this family: a hostile header must not cost many times its size in memory.
    /// </summary>
    internal const int MaxTensors = 20_000;
    internal const int MaxRank = 64;
    internal const int MaxNameBytes = 4096;
    internal const int MaxMetadataBytes = 1 << 20;

    internal const string MetadataName = "__metadata__";

    private readonly string _path;
    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _metadata;

    private SafeTensorsHeader(string path) => _path = path;

    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata ?? [];

    /// <param name="json">The header's bytes.</param>
    /// <param name="dataBytes">Bytes of the file after the header.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidDataException">Any rule of the format is broken.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataBytes, string path)
    {
        var header = new SafeTensorsHeader(path);
        if (!Utf8.IsValid(json))
        {
            throw header.Error("a header in UTF-8", "bytes that are not UTF-8");
        }

        try
        {
            header.ReadObject(json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw header.Error("a header in JSON", $"a mistake: {error.Message}", error);
        }

        header.CheckOffsets(dataBytes);
        return header;
    }

    private InvalidDataException Error(string expected, string found, Exception? inner = null) =>
        SafeTensorsFile.Error(_path, expected, found, inner);

    private InvalidDataException Error(string name, string expected, string found) =>
        Error($"tensor '{name}' with {expected}", found);

    private void ReadObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = Text(ref reader, MaxNameBytes);
            reader.Read();
            if (name == MetadataName)
            {
                ReadMetadata(ref reader);
            }
            else if (!_tensors.TryAdd(name, ReadEntry(ref reader, name)))
            {
                throw Error("every tensor's name once", $"'{name}' twice");
            }
            else if (_tensors.Count > MaxTensors)
            {
                throw Error($"at most {MaxTensors} tensors", "more");
            }
        }

        // Anything but white space after the object makes this throw.
        reader.Read();
    }

    private string Text(ref Utf8JsonReader reader, int maxBytes) => reader.ValueSpan.Length <= maxBytes
        ? reader.GetString()!
        : throw Error($"a text of at most {maxBytes} bytes", $"one of {reader.ValueSpan.Length}");

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (_metadata is not null || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Error($"one object '{MetadataName}'", _metadata is null ? reader.TokenType.ToString() : "two");
        }

        _metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        long start = reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = Text(ref reader, MaxNameBytes);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String || !_metadata.TryAdd(key, Text(ref reader, MaxMetadataBytes)))
            {
                throw Error($"texts under different names in '{MetadataName}'", $"'{key}' twice or with a value that is no text");
            }

            if (reader.BytesConsumed - start > MaxMetadataBytes)
            {
                throw Error($"at most {MaxMetadataBytes} bytes of '{MetadataName}'", "more");
            }
        }
    }

    private TensorEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        const string Layout = "an object of \"dtype\", \"shape\" and \"data_offsets\", each once";
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Error(name, Layout, reader.TokenType.ToString());
        }

        DType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = Text(ref reader, MaxNameBytes);
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null && reader.TokenType == JsonTokenType.String:
                    type = DType.OfName(Text(ref reader, MaxNameBytes));
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name, key, MaxRank);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name, key, 2);
                    break;
                default:
                    throw Error(name, Layout, $"\"{key}\" twice, unknown, or with a value of another kind");
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
        {
            throw Error(name, Layout + ", the offsets two numbers", "an incomplete one");
        }

        if (begin > end)
        {
            throw Error(name, "offsets in order", $"[{begin},{end}]");
        }

        CheckLength(name, type, shape, end - begin);
        return new TensorEntry(name, type, shape, begin, end);
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string name, string key, int most)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Error(name, $"a list of numbers in \"{key}\"", reader.TokenType.ToString());
        }

        var numbers = new List<long>(2);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (numbers.Count == most)
            {
                throw Error(name, $"at most {most} numbers in \"{key}\"", "more");
            }

            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw Error(name, $"whole numbers from 0 to {long.MaxValue} in \"{key}\"", "something else (an overflow, a fraction, a sign or no number)");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private void CheckLength(string name, DType type, List<long> shape, long length)
    {
        try
        {
            long count = 1;
            foreach (long size in shape)
            {
                count = checked(count * size);
            }

            long bits = checked(count * type.Bits);
            if (type.Bits != 0 && (bits % 8 != 0 || bits / 8 != length))
            {
                throw Error(name, $"{type} {TensorEntry.Text(shape)} = {bits / 8.0:0.###} bytes", $"offsets over {length} bytes");
            }
        }
        catch (OverflowException error)
        {
            throw Error($"tensor '{name}' with a size that 64 bits can hold", $"the shape {TensorEntry.Text(shape)}, an overflow", error);
        }
    }

    private void CheckOffsets(long dataBytes)
    {
        long end = 0;
        foreach (TensorEntry tensor in _tensors.Values.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.Begin != end)
            {
                throw Error(
                    tensor.Name,
                    $"data from byte {end}, where the tensor before it ends",
                    $"offsets [{tensor.Begin},{tensor.End}]: {(tensor.Begin < end ? "an overlap" : "a hole")}");
            }

            end = tensor.End;
        }

        if (end != dataBytes)
        {
            throw Error(
                $"{end} bytes of tensors after the header",
                $"{dataBytes}: the file is {(dataBytes < end ? "cut off" : "longer than its header says")}");
        }
    }
}
