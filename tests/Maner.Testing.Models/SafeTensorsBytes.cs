using System.Buffers.Binary;
using System.Text;

namespace Maner.Testing;

/// <summary>Builds safetensors files by hand, broken ones too, without the code under test.</summary>
internal static class SafeTensorsBytes
{
    /// <summary>Length, header as given, data as given.</summary>
    public static byte[] Of(string header, params byte[] data) => Of((ulong)Encoding.UTF8.GetByteCount(header), Encoding.UTF8.GetBytes(header), data);

    public static byte[] Of(ulong headerLength, byte[] header, params byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, headerLength);
        return [.. length, .. header, .. data];
    }

    /// <summary>A sound file of F32 tensors, each with the values 0, 1, 2, …</summary>
    public static byte[] OfFloats(params (string Name, int[] Shape)[] tensors)
    {
        var entries = new List<string>();
        var data = new List<byte>();
        foreach ((string name, int[] shape) in tensors)
        {
            int begin = data.Count;
            for (int value = 0; value < shape.Aggregate(1, (product, size) => product * size); value++)
            {
                data.AddRange(BitConverter.GetBytes((float)value));
            }

            entries.Add($"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[{begin},{data.Count}]}}");
        }

        return Of("{" + string.Join(",", entries) + "}", [.. data]);
    }
}
