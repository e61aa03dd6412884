using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

/// <summary>Products with packed weights and fused activations equal those without, bit for bit.</summary>
public sealed class PackedWeightTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 7, 9 }, { 6, 64, 512 }, { 7, 65, 513 }, { 40, 130, 1030 }, { 61, 200, 40 },
        { 605, 70, 1024 }, // several groups of slivers, and rows that share sets of the cache
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Packed_floats_give_the_bits_of_the_matrix(int rows, int outputs, int inputs)
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(rows, inputs), w = matrices.Normal(outputs, inputs), bias = matrices.Normal(1, outputs);
        Matrix expected = matrices.Zeros(rows, outputs), found = matrices.Normal(rows, outputs);
        Gemm.NT(workers, x, w, expected, bias: bias);

        using PackedWeight packed = PackedWeight.Pack(workers, w);
        Gemm.NT(workers, x, packed, found, bias);

        AssertBits.Equal(expected, found, "packed");
    }

    [Theory]
    [InlineData(WeightPrecision.Float32)]
    [InlineData(WeightPrecision.BFloat16)]
    public void Weights_that_stand_apart_give_the_bits_of_one_that_has_them_all(WeightPrecision precision)
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        Matrix whole = matrices.Normal(241, 70), x = matrices.Normal(41, 70), expected = matrices.Zeros(41, 241), found = matrices.Normal(41, 241);
        Matrix[] parts = [matrices.Copy(whole.RowRange(0, 100)), matrices.Copy(whole.RowRange(100, 5)), matrices.Copy(whole.RowRange(105, 136))];

        using PackedWeight one = PackedWeight.Pack(workers, whole, precision), several = PackedWeight.Pack(workers, parts, precision, after: null);
        Gemm.NT(workers, x, one, expected);
        Gemm.NT(workers, x, several, found);

        AssertBits.Equal(expected, found, "parts");
        Assert.Throws<ArgumentException>(() => PackedWeight.Pack(workers, [whole, matrices.Zeros(4, 71)], precision, after: null));
    }

    [Theory]
    [InlineData(WeightPrecision.Float32, 1)]
    [InlineData(WeightPrecision.Float32, 3)]
    [InlineData(WeightPrecision.BFloat16, 2)]
    public void Weights_packed_one_after_another_give_the_bits_of_each_by_itself(WeightPrecision precision, int threads)
    {
        using var workers = new Workers(threads);
        using var matrices = new TestMatrices();
        Matrix[] weights = [matrices.Normal(100, 70), matrices.Normal(33, 70), matrices.Normal(256, 70), matrices.Normal(7, 70)];
        Matrix x = matrices.Normal(41, 70);
        var packed = new List<PackedWeight>();
        foreach (Matrix weight in weights)
        {
            packed.Add(PackedWeight.Pack(workers, weight, precision, after: packed.Count == 0 ? null : packed[^1]));
        }

        for (int index = 0; index < weights.Length; index++)
        {
            Matrix expected = matrices.Zeros(41, weights[index].Rows), found = matrices.Normal(41, weights[index].Rows);
            using PackedWeight alone = PackedWeight.Pack(workers, weights[index], precision);
            Gemm.NT(workers, x, alone, expected);
            Gemm.NT(workers, x, packed[index], found);
            AssertBits.Equal(expected, found, $"weight {index}");
        }

        Assert.Throws<ArgumentException>(() => PackedWeight.Pack(workers, weights[0], precision, after: packed[1]));
        packed.ForEach(weight => weight.Dispose());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Packed_halves_give_the_bits_of_the_rounded_matrix(int rows, int outputs, int inputs)
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(rows, inputs), w = matrices.Normal(outputs, inputs);
        Matrix rounded = matrices.Copy(w);
        for (int row = 0; row < outputs; row++)
        {
            foreach (ref float value in rounded[row])
            {
                value = RoundToBFloat16(value);
            }
        }

        Matrix expected = matrices.Zeros(rows, outputs), found = matrices.Normal(rows, outputs);
        Gemm.NT(workers, x, rounded, expected);

        using PackedWeight packed = PackedWeight.Pack(workers, w, WeightPrecision.BFloat16);
        Gemm.NT(workers, x, packed, found);

        AssertBits.Equal(expected, found, "bf16");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void A_fused_activation_is_that_of_the_finished_product(int threads, bool isTanh)
    {
        using var workers = new Workers(threads);
        using var matrices = new TestMatrices();
        Activation activation = isTanh ? Activation.GeluTanh : Activation.Gelu;
        Matrix x = matrices.Normal(23, 700), w = matrices.Normal(150, 700, 0.1), bias = matrices.Normal(1, 150);
        Matrix product = matrices.Zeros(23, 150), expected = matrices.Zeros(23, 150);
        Gemm.NT(workers, x, w, product, bias: bias);
        Activations.Forward(workers, activation, product, expected);

        Matrix before = matrices.Normal(23, 150), activated = matrices.Normal(23, 150), inPlace = matrices.Normal(23, 150);
        Gemm.NT(workers, x, w, before, bias: bias, epilogue: GemmEpilogue.Activate(activation, activated));
        Gemm.NT(workers, x, w, inPlace, bias: bias, epilogue: GemmEpilogue.Activate(activation, inPlace));

        AssertBits.Equal(product, before, "before");
        AssertBits.Equal(expected, activated, "activated");
        AssertBits.Equal(expected, inPlace, "in place");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Fused_gates_are_those_of_the_finished_product(int threads, bool isPacked)
    {
        using var workers = new Workers(threads);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(23, 1100), w = matrices.Normal(150, 1100, 0.1), gates = matrices.Zeros(23, 150), target = matrices.Normal(23, 150, gap: 3);
        using PackedWeight packed = PackedWeight.Pack(workers, w);
        Matrix product = matrices.Zeros(23, 150), expected = matrices.Copy(target);
        Gemm.NT(workers, x, w, product);
        for (int row = 0; row < expected.Rows; row++)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(expected[row], product[row], expected[row]);
        }

        if (isPacked)
        {
            Gemm.NT(workers, x, packed, gates, epilogue: GemmEpilogue.Gate(target));
        }
        else
        {
            Gemm.NT(workers, x, w, gates, epilogue: GemmEpilogue.Gate(target));
        }

        AssertBits.Equal(product, gates, "gates");
        AssertBits.Equal(expected, target, "gated");
    }

    [Theory]
    [InlineData(0x3F800000u, 0x3F80)] // 1
    [InlineData(0x3F808000u, 0x3F80)] // a tie goes to the even neighbour below
    [InlineData(0x3F818000u, 0x3F82)] // and above
    [InlineData(0x3F808001u, 0x3F81)]
    [InlineData(0x7F7FFFFFu, 0x7F80)] // the largest float rounds to infinity
    [InlineData(0xFF800000u, 0xFF80)]
    [InlineData(0x00000001u, 0x0000)]
    [InlineData(0x7F800001u, 0x7FC0)] // a NaN whose upper half alone would be infinity
    public unsafe void Rounding_is_to_nearest_even(uint bits, int expected)
    {
        float value = BitConverter.UInt32BitsToSingle(bits);
        ushort rounded;
        BFloat16.Narrow(&value, &rounded, 1);
        Assert.Equal(expected, rounded);
    }

    /// <summary>By the definition: the nearest of the two floats whose lower sixteen bits are zero, the even one at a tie.</summary>
    private static float RoundToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value), below = bits & 0xFFFF0000, rest = bits & 0xFFFF;
        bool up = rest > 0x8000 || (rest == 0x8000 && (below & 0x10000) != 0);
        return BitConverter.UInt32BitsToSingle(up ? below + 0x10000 : below);
    }
}
