using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Maner.Model.Storage;

/// <summary>Numbers of a file to <see cref="float"/>, exactly, and back with round-to-nearest-even.</summary>
internal static class FloatConversion
{
    // A float has 8 exponent bits with bias 127 and 23 fraction bits, a half 5 with bias 15 and 10 fraction bits.
    private const int FractionShift = 23 - 10;
    private const uint HalfExponent = 0x7C00u << FractionShift;
    private const uint BiasDifference = (127 - 15) << 23;

    /// <summary>binary16 to binary32. A signalling NaN becomes a quiet one with the same payload, as F16C's vcvtph2ps does.</summary>
    public static void FromHalf(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; done <= source.Length - Vector256<ushort>.Count; done += Vector256<ushort>.Count)
            {
                (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(Vector256.Create(source[done..]));
                FromHalf(lower).CopyTo(destination[done..]);
                FromHalf(upper).CopyTo(destination[(done + Vector256<float>.Count)..]);
            }
        }

        for (; done < source.Length; done++)
        {
            destination[done] = (float)BitConverter.UInt16BitsToHalf(source[done]);
        }
    }

    /// <summary>bfloat16 to binary32: the upper 16 bits.</summary>
    public static void FromBFloat(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(destination);
        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; done <= source.Length - Vector256<ushort>.Count; done += Vector256<ushort>.Count)
            {
                (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(Vector256.Create(source[done..]));
                (lower << 16).CopyTo(bits[done..]);
                (upper << 16).CopyTo(bits[(done + Vector256<uint>.Count)..]);
            }
        }

        for (; done < source.Length; done++)
        {
            bits[done] = (uint)source[done] << 16;
        }
    }

    /// <summary>binary32 to binary16.</summary>
    public static void ToHalf(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        for (int index = 0; index < source.Length; index++)
        {
            destination[index] = BitConverter.HalfToUInt16Bits((Half)source[index]);
        }
    }

    /// <summary>binary32 to bfloat16.</summary>
    public static void ToBFloat(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(source);
        for (int index = 0; index < bits.Length; index++)
        {
            uint value = bits[index];
            bool isNaN = (value & 0x7FFFFFFF) > 0x7F800000;

            // Half of the dropped range, less one when the kept part is even: ties go to even. A NaN must not round to infinity.
            uint rounded = value + 0x7FFF + ((value >> 16) & 1);
            destination[index] = (ushort)((isNaN ? value | 0x00400000 : rounded) >> 16);
        }
    }

    /// <summary>Eight halves, each zero-extended to 32 bits.</summary>
    private static Vector256<float> FromHalf(Vector256<uint> half)
    {
        Vector256<uint> sign = (half & Vector256.Create(0x8000u)) << 16;
        Vector256<uint> moved = (half & Vector256.Create(0x7FFFu)) << FractionShift;
        Vector256<uint> exponent = moved & Vector256.Create(HalfExponent);

        Vector256<uint> normal = moved + Vector256.Create(BiasDifference);

        // Infinity and NaN: the exponent is all ones there too; a NaN's first fraction bit makes it quiet.
        Vector256<uint> quiet = Vector256.GreaterThan(moved, Vector256.Create(HalfExponent)) & Vector256.Create(0x00400000u);
        Vector256<uint> special = (normal + Vector256.Create(BiasDifference)) | quiet;

        // Subnormal f·2^-24: as the fraction of 2^-14 it reads 2^-14 + f·2^-24, and the subtraction is exact.
        Vector256<uint> one = Vector256.Create(BiasDifference + (1u << 23));
        Vector256<uint> subnormal = ((moved + one).AsSingle() - one.AsSingle()).AsUInt32();

        Vector256<uint> magnitude = Vector256.ConditionalSelect(Vector256.Equals(exponent, Vector256.Create(HalfExponent)), special, normal);
        magnitude = Vector256.ConditionalSelect(Vector256.Equals(exponent, Vector256<uint>.Zero), subnormal, magnitude);
        return (magnitude | sign).AsSingle();
    }
}
