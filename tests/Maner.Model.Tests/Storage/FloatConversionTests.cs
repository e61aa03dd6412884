using Maner.Model.Storage;
using Maner.Tensors;
using Xunit;

namespace Maner.Model.Tests.Storage;

public sealed class FloatConversionTests
{
    private static readonly ushort[] AllPatterns = [.. Enumerable.Range(0, 65536).Select(pattern => (ushort)pattern)];

    [Fact]
    public void Every_half_widens_to_the_value_that_its_bits_define()
    {
        float[] values = new float[65536];
        FloatConversion.FromHalf(AllPatterns, values);

        foreach (ushort pattern in AllPatterns)
        {
            AssertSame(HalfByDefinition(pattern), values[pattern], pattern);
        }
    }

    [Fact]
    public void Every_half_widens_to_the_same_bits_in_vectors_and_one_by_one()
    {
        float[] vector = new float[65536];
        FloatConversion.FromHalf(AllPatterns, vector);

        foreach (ushort pattern in AllPatterns)
        {
            // A single value is shorter than any vector.
            float[] single = new float[1];
            FloatConversion.FromHalf([pattern], single);
            Assert.Equal(BitConverter.SingleToUInt32Bits(single[0]), BitConverter.SingleToUInt32Bits(vector[pattern]));
        }
    }

    [Fact]
    public void Every_bfloat_is_the_upper_half_of_its_float()
    {
        float[] values = new float[65536];
        FloatConversion.FromBFloat(AllPatterns, values);

        foreach (ushort pattern in AllPatterns)
        {
            float[] single = new float[1];
            FloatConversion.FromBFloat([pattern], single);
            Assert.Equal((uint)pattern << 16, BitConverter.SingleToUInt32Bits(values[pattern]));
            Assert.Equal((uint)pattern << 16, BitConverter.SingleToUInt32Bits(single[0]));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_pattern_narrows_back_to_itself_and_NaNs_stay_NaN(bool half)
    {
        float[] values = new float[65536];
        ushort[] back = new ushort[65536];
        Convert(half, AllPatterns, values);
        ConvertBack(half, values, back);

        foreach (ushort pattern in AllPatterns)
        {
            if (float.IsNaN(values[pattern]))
            {
                float[] again = new float[1];
                Convert(half, [back[pattern]], again);
                Assert.True(float.IsNaN(again[0]), $"pattern 0x{pattern:X4} was NaN and became {again[0]}");
            }
            else
            {
                Assert.Equal(pattern, back[pattern]);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Between_neighbours_the_nearer_one_is_taken_and_the_even_one_in_the_middle(bool half)
    {
        int largest = half ? 0x7BFF : 0x7F7F;
        float[] pair = new float[2];
        ushort[] rounded = new ushort[3];
        for (ushort pattern = 0; pattern < largest; pattern++)
        {
            Convert(half, [pattern, (ushort)(pattern + 1)], pair);
            double middle = ((double)pair[0] + pair[1]) / 2;
            if ((float)middle != middle)
            {
                // Below float's own subnormals there is no middle to ask for.
                continue;
            }

            ConvertBack(half, [float.BitDecrement((float)middle), (float)middle, float.BitIncrement((float)middle)], rounded);

            ushort even = (pattern & 1) == 0 ? pattern : (ushort)(pattern + 1);
            Assert.Equal((pattern, even, (ushort)(pattern + 1)), (rounded[0], rounded[1], rounded[2]));
        }
    }

    [Fact]
    public void Too_large_for_half_becomes_infinity_and_the_largest_stays()
    {
        ushort[] rounded = new ushort[5];
        FloatConversion.ToHalf([65504, 65519.996f, 65520, float.MaxValue, float.NegativeInfinity], rounded);
        Assert.Equal([0x7BFF, 0x7BFF, 0x7C00, 0x7C00, 0xFC00], rounded);

        FloatConversion.ToBFloat([float.MaxValue, 3.3895314e38f, float.NegativeInfinity, 1e-45f, -0f], rounded);
        Assert.Equal([0x7F80, 0x7F7F, 0xFF80, 0x0000, 0x8000], rounded);
    }

    [Fact]
    public void Any_length_is_converted_to_its_end_and_not_beyond()
    {
        var rng = new Rng(5);
        for (int length = 0; length < 70; length++)
        {
            ushort[] source = [.. Enumerable.Range(0, length).Select(_ => (ushort)rng.NextUInt64())];
            float[] values = [.. Enumerable.Repeat(7f, length + 1)];

            FloatConversion.FromHalf(source, values.AsSpan(0, length));

            Assert.Equal(7, values[length]);
            for (int index = 0; index < length; index++)
            {
                AssertSame(HalfByDefinition(source[index]), values[index], source[index]);
            }
        }
    }

    private static void Convert(bool half, ReadOnlySpan<ushort> source, Span<float> destination)
    {
        if (half)
        {
            FloatConversion.FromHalf(source, destination);
        }
        else
        {
            FloatConversion.FromBFloat(source, destination);
        }
    }

    private static void ConvertBack(bool half, ReadOnlySpan<float> source, Span<ushort> destination)
    {
        if (half)
        {
            FloatConversion.ToHalf(source, destination);
        }
        else
        {
            FloatConversion.ToBFloat(source, destination);
        }
    }

    /// <summary>IEEE 754 binary16: sign, 5 exponent bits with bias 15, 10 fraction bits.</summary>
    private static double HalfByDefinition(ushort pattern)
    {
        double sign = (pattern & 0x8000) == 0 ? 1 : -1;
        int exponent = (pattern >> 10) & 0x1F;
        int fraction = pattern & 0x3FF;
        return exponent switch
        {
            0 => sign * Math.ScaleB(fraction, -24),
            31 => fraction == 0 ? sign * double.PositiveInfinity : double.NaN,
            _ => sign * Math.ScaleB(1024 + fraction, exponent - 25),
        };
    }

    private static void AssertSame(double expected, float actual, ushort pattern) => Assert.True(
        double.IsNaN(expected) ? float.IsNaN(actual) : actual == expected && float.IsNegative(actual) == double.IsNegative(expected),
        $"pattern 0x{pattern:X4}: expected {expected}, got {actual}");
}
