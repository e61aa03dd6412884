namespace Maner.Model.Storage;

/// <summary>Gives a tensor's values where they lie, in row-major order, at the moment they are written.</summary>
internal delegate ReadOnlySpan<float> TensorValues();

/// <summary>One tensor for <see cref="SafeTensorsWriter"/>; its values are not copied.</summary>
/// <param name="Name">Its name, as Hugging Face's library expects it.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="DType">F32, F16 or BF16: the type in the file.</param>
/// <param name="Values">As many values as the shape says.</param>
internal sealed record TensorToWrite(string Name, IReadOnlyList<long> Shape, DType DType, TensorValues Values);
