using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Maner.Model.Storage;

namespace Maner.Testing;

/// <summary>Writes tensors as torch.save does: a zip of stored records and the pickle of an OrderedDict.</summary>
internal static class TorchBytes
{
    /// <summary>The same tensors as a safetensors file, all of 32-bit floats.</summary>
    public static byte[] Of(SafeTensorsFile file)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var pickle = new MemoryStream();
            pickle.Write([0x80, 2, .. "ccollections\nOrderedDict\n"u8, (byte)')', (byte)'R', (byte)'(']);
            int key = 0;
            foreach (TensorEntry tensor in file.Tensors.Values)
            {
                if (tensor.DType != DType.F32)
                {
                    throw new ArgumentException($"{tensor.Name} is {tensor.DType}");
                }

                WriteTensor(pickle, tensor, key.ToString(CultureInfo.InvariantCulture));
                WriteRecord(zip, $"data/{key++}", file.Bytes(tensor.Name));
            }

            pickle.Write("u."u8);
            WriteRecord(zip, "data.pkl", pickle.ToArray());
            WriteRecord(zip, "version", "3\n"u8);
        }

        return stream.ToArray();
    }

    private static void WriteRecord(ZipArchive zip, string name, ReadOnlySpan<byte> content)
    {
        using Stream record = zip.CreateEntry("archive/" + name, CompressionLevel.NoCompression).Open();
        record.Write(content);
    }

    private static void WriteTensor(MemoryStream pickle, TensorEntry tensor, string key)
    {
        Text(pickle, tensor.Name);
        pickle.Write([.. "ctorch._utils\n_rebuild_tensor_v2\n(("u8]);
        Text(pickle, "storage");
        pickle.Write("ctorch\nFloatStorage\n"u8);
        Text(pickle, key);
        Text(pickle, "cpu");
        Number(pickle, tensor.Count);
        pickle.Write("tQK\0("u8);
        foreach (long size in tensor.Shape)
        {
            Number(pickle, size);
        }

        pickle.Write("t("u8);
        for (int axis = 1; axis <= tensor.Shape.Count; axis++)
        {
            Number(pickle, tensor.Shape.Skip(axis).Aggregate(1L, (product, size) => product * size));
        }

        pickle.Write([(byte)'t', 0x89, .. "ccollections\nOrderedDict\n)RtR"u8]);
    }

    private static void Text(MemoryStream pickle, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        pickle.Write([(byte)'X', .. length, .. utf8]);
    }

    private static void Number(MemoryStream pickle, long number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)number);
        pickle.Write([(byte)'J', .. bytes]);
    }
}
