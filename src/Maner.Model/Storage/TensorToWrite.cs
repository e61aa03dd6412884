namespace Maner.Model.Storage;

/// <summary>Gives a tensor's values where they lie, in row-major order, at the moment they are written.</summary>
internal delegate ReadOnlySpan<float> TensorValues();

/// <summary>Writes a run of a tensor's values, from <paramref name="first"/> on, into a buffer that they fill.</summary>
internal delegate void TensorPart(long first, Span<float> destination);

/// <summary>One tensor for <see cref="SafeTensorsWriter"/>; its values are not copied.</summary>
/// <param name="Name">Its name, as Hugging Face's library expects it.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="DType">F32, F16 or BF16: the type in the file.</param>
/// <param name="Values">As many values as the shape says.</param>
internal sealed record TensorToWrite(string Name, IReadOnlyList<long> Shape, DType DType, TensorValues Values)
{
    /// <summary>A tensor whose values are nowhere as a whole: they are asked for part by part while it is written.</summary>
    public TensorToWrite(string name, IReadOnlyList<long> shape, DType type, TensorPart part)
        : this(name, shape, type, static () => []) => Part = part;

    /// <summary>Gives the values part by part; null where <see cref="Values"/> gives them.</summary>
    public TensorPart? Part { get; }
}
