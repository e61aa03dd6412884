using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Maner.Model.Storage;

/// <summary>Finds NaN and infinity in stored numbers, whose exponents are all ones in every format.</summary>
internal static class FiniteNumbers
{
    /// <summary>Place of the first element that is no finite number; -1 when all are, or the elements are not floating.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="bytes">Their bytes, little-endian, at any alignment.</param>
    public static int FirstOther(DType type, ReadOnlySpan<byte> bytes) =>
        type == DType.F32 ? FirstOfWords(bytes)
        : type == DType.F16 ? FirstOfHalves(bytes, 0x7C00)
        : type == DType.BF16 ? FirstOfHalves(bytes, 0x7F80)
        : type == DType.F64 ? MemoryMarshal.Cast<byte, double>(bytes).ToArray().AsSpan().IndexOfAnyExceptFinite()
        : -1;

    /// <summary>The refusal of a tensor with such an element.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="element">The element's place in it, row by row.</param>
    /// <param name="value">What it is.</param>
    public static InvalidDataException Refusal(string path, TensorEntry tensor, long element, double value)
    {
        long columns = tensor.Shape.Count > 1 ? Math.Max(tensor.Shape[^1], 1) : tensor.Count;
        string place = FormattableString.Invariant(tensor.Shape.Count > 1 ? $"[{element / columns}, {element % columns}]" : (FormattableString)$"[{element}]");
        string found = double.IsNaN(value) ? "NaN (not a number)" : value > 0 ? "infinity" : "minus infinity";
        return new InvalidDataException(
            $"'{path}': tensor '{tensor.Name}' {tensor.ShapeText}: expected finite numbers, found {found} at {place}. The file is damaged, or training diverged: copy the model again, or train it again.");
    }

    /// <summary>An element as a number.</summary>
    public static double ValueOf(DType type, ReadOnlySpan<byte> bytes, int element) =>
        type == DType.F32 ? BinaryPrimitives.ReadSingleLittleEndian(bytes[(element * 4)..])
        : type == DType.F16 ? (double)BinaryPrimitives.ReadHalfLittleEndian(bytes[(element * 2)..])
        : type == DType.BF16 ? BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(element * 2)..]) << 16)
        : BinaryPrimitives.ReadDoubleLittleEndian(bytes[(element * 8)..]);

    private static int FirstOfWords(ReadOnlySpan<byte> bytes)
    {
        const uint Exponent = 0x7F800000;
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
        int done = 0;
        var exponent = Vector256.Create(Exponent);
        for (; done <= words.Length - Vector256<uint>.Count && !Vector256.EqualsAny(Vector256.Create(words[done..]) & exponent, exponent); done += Vector256<uint>.Count)
        {
        }

        for (; done < words.Length; done++)
        {
            if ((words[done] & Exponent) == Exponent)
            {
                return done;
            }
        }

        return -1;
    }

    private static int FirstOfHalves(ReadOnlySpan<byte> bytes, ushort exponentBits)
    {
        ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
        int done = 0;
        var exponent = Vector256.Create(exponentBits);
        for (; done <= halves.Length - Vector256<ushort>.Count && !Vector256.EqualsAny(Vector256.Create(halves[done..]) & exponent, exponent); done += Vector256<ushort>.Count)
        {
        }

        for (; done < halves.Length; done++)
        {
            if ((halves[done] & exponentBits) == exponentBits)
            {
                return done;
            }
        }

        return -1;
    }

    private static int IndexOfAnyExceptFinite(this Span<double> numbers)
    {
        for (int index = 0; index < numbers.Length; index++)
        {
            if (!double.IsFinite(numbers[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
