namespace Maner.Model.Storage.Torch;

/// <summary>The type of a storage's elements.</summary>
/// <param name="Name">Its name in safetensors, e.g. <c>F32</c>.</param>
/// <param name="Bytes">Bytes of an element.</param>
internal sealed record TorchType(string Name, int Bytes);

/// <summary>A run of elements that tensors are views of.</summary>
/// <param name="Key">Its name in the file: digits.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Count">Number of elements.</param>
internal sealed record TorchStorage(string Key, TorchType Type, long Count)
{
    /// <summary>Number of bytes.</summary>
    public long Bytes => Count * Type.Bytes;
}

/// <summary>A view of a storage.</summary>
/// <param name="Storage">The storage; tied tensors share one.</param>
/// <param name="Offset">Its first element there.</param>
/// <param name="Size">Its shape, outermost dimension first.</param>
/// <param name="Stride">Elements of the storage from one index of a dimension to the next; 0 for a dimension that repeats.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Size, long[] Stride)
{
    /// <summary>Number of elements.</summary>
    public long Count { get; } = Size.Aggregate(1L, (product, size) => product * size);

    /// <summary>True when its elements are side by side in row-major order.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int axis = Size.Length - 1; axis >= 0; axis--)
            {
                if (Size[axis] != 1 && Stride[axis] != expected && Count > 0)
                {
                    return false;
                }

                expected *= Size[axis];
            }

            return true;
        }
    }
}

/// <summary>Where a storage's bytes are in the file.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Start">First byte in the file.</param>
/// <param name="StoredLength">Bytes in the file.</param>
/// <param name="Length">Bytes of its content.</param>
/// <param name="Crc">CRC-32 of its content; null in the legacy format, which has none.</param>
/// <param name="IsDeflated">Whether the bytes in the file are compressed.</param>
internal sealed record TorchRecord(string Name, long Start, long StoredLength, long Length, uint? Crc, bool IsDeflated);

/// <summary>The tensors of a file, and where their storages are.</summary>
/// <param name="Tensors">By name.</param>
/// <param name="Records">By the key of the storage.</param>
internal sealed record TorchContent(IReadOnlyDictionary<string, TorchTensor> Tensors, IReadOnlyDictionary<string, TorchRecord> Records);
