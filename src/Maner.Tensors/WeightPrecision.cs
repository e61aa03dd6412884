namespace Maner.Tensors;

/// <summary>How the numbers of a packed weight are kept.</summary>
public enum WeightPrecision
{
    /// <summary>32-bit floats: the result is that of the unpacked matrix to the bit.</summary>
    Float32,

    /// <summary>The upper half of a 32-bit float, rounded to nearest: half the memory, 8 bits of precision, arithmetic still in 32 bits.</summary>
    BFloat16,
}
