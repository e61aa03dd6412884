namespace Maner.Model.Storage;

/// <summary>A number type of a safetensors file, by its name there.</summary>
internal sealed class DType
{
    // The names and sizes of the reference implementation (safetensors/src/tensor.rs, enum Dtype).
    private static readonly Dictionary<string, DType> Known = new DType[]
    {
        new("BOOL", 8), new("F4", 4), new("F6_E2M3", 6), new("F6_E3M2", 6), new("U8", 8), new("I8", 8),
        new("F8_E5M2", 8), new("F8_E4M3", 8), new("F8_E8M0", 8), new("I16", 16), new("U16", 16), new("F16", 16), new("BF16", 16),
        new("I32", 32), new("U32", 32), new("F32", 32), new("C64", 64), new("F64", 64), new("I64", 64), new("U64", 64),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    private DType(string name, int bits)
    {
        Name = name;
        Bits = bits;
    }

    /// <summary>IEEE 754 binary32.</summary>
    public static DType F32 { get; } = Known["F32"];

    /// <summary>IEEE 754 binary16.</summary>
    public static DType F16 { get; } = Known["F16"];

    /// <summary>bfloat16: the upper half of a binary32.</summary>
    public static DType BF16 { get; } = Known["BF16"];

    /// <summary>IEEE 754 binary64.</summary>
    public static DType F64 { get; } = Known["F64"];

    /// <summary>64-bit signed integers, the type of index buffers.</summary>
    public static DType I64 { get; } = Known["I64"];

    /// <summary>The name in the file, e.g. <c>F32</c>.</summary>
    public string Name { get; }

    /// <summary>Size of an element in bits; 0 when the type is not known here.</summary>
    public int Bits { get; }

    /// <summary>The type of a name. An unknown name gives a type of unknown size: only reading such a tensor is an error.</summary>
    public static DType OfName(string name) => Known.GetValueOrDefault(name) ?? new DType(name, bits: 0);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
