using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

/// <summary>One, two and four registers: all three on every processor, since vectors also work where it lacks them, only slowly.</summary>
public sealed unsafe class LanesTests
{
    private static readonly float[] s_specials =
    [
        0, -0f, 1, -1, 0.5f, -2, float.Epsilon, -float.Epsilon, 1.1754944e-38f, 1e-30f, -3e38f, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 12582912,
    ];

    [Fact]
    public void Have_the_same_bits()
    {
        var rng = new Rng(3);
        float* inputs = stackalloc float[3 * Lanes.Count];
        for (int round = 0; round < 300; round++)
        {
            for (int index = 0; index < 3 * Lanes.Count; index++)
            {
                inputs[index] = round % 3 == 0
                    ? s_specials[(int)(rng.NextDouble() * s_specials.Length)]
                    : (float)((rng.NextDouble() - 0.5) * Math.Pow(10, (rng.NextDouble() * 20) - 10));
            }

            int count = 1 + (round % (Lanes.Count - 1));
            uint[] one = All<Lanes512>(inputs, count), two = All<Lanes256>(inputs, count), four = All<Lanes128>(inputs, count);
            Assert.Equal(one, two);
            Assert.Equal(one, four);
        }
    }

    [Fact]
    public void Scaling_by_powers_of_two_rounds_once_down_to_the_smallest_normal_number_and_up_to_infinity()
    {
        for (int power = -126; power <= 128; power++)
        {
            foreach (float value in new[] { 0.70710677f, 0.99999994f, 1, 1.4142135f })
            {
                float expected = (float)(value * Math.Pow(2, power));
                Assert.Equal(expected, Scaled<Lanes512>(value, power));
                Assert.Equal(expected, Scaled<Lanes256>(value, power));
                Assert.Equal(expected, Scaled<Lanes128>(value, power));
            }
        }
    }

    [Fact]
    public void A_part_of_a_register_touches_no_other_memory()
    {
        using var matrices = new TestMatrices();
        for (int count = 1; count < Lanes.Count; count++)
        {
            Matrix source = matrices.Normal(1, count), expected = matrices.Copy(source);
            foreach (Matrix found in new[] { Copied<Lanes512>(source), Copied<Lanes256>(source), Copied<Lanes128>(source) })
            {
                AssertBits.Equal(expected, found, $"{count} lanes");
            }
        }

        Matrix Copied<TLanes>(Matrix source)
            where TLanes : struct, ILanes<TLanes>
        {
            Matrix target = matrices.Zeros(1, source.Columns); // has guards before and behind
            TLanes lanes = TLanes.LoadPartial(source.Pointer, source.Columns, fill: 7);
            lanes.StorePartial(target.Pointer, source.Columns);
            float* whole = stackalloc float[Lanes.Count];
            lanes.Store(whole);
            for (int lane = source.Columns; lane < Lanes.Count; lane++)
            {
                Assert.Equal(7, whole[lane]);
            }

            return target;
        }
    }

    private static float Scaled<TLanes>(float value, int power)
        where TLanes : struct, ILanes<TLanes>
    {
        float* result = stackalloc float[Lanes.Count];
        TLanes.Scale(TLanes.Create(value), TLanes.Create(power)).Store(result);
        return result[Lanes.Count - 1];
    }

    /// <summary>The bits of all operations' results; one pattern for whatever is no number.</summary>
    private static uint[] All<TLanes>(float* inputs, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes a = TLanes.Load(inputs), b = TLanes.Load(inputs + Lanes.Count), c = TLanes.Load(inputs + (2 * Lanes.Count)), one = TLanes.Create(1);
        TLanes bits = TLanes.CountFrom(0xFFFFFFF8u), mixed = TLanes.MultiplyBits(TLanes.XorShifted(bits, 7, 0x5bd1e995u), 0x9E3779B1u);
        TLanes[] results =
        [
            a + b, a - b, a * b, a / b, -a, TLanes.Fma(a, b, c), TLanes.Sqrt(a), TLanes.Abs(a), TLanes.Min(one, b), TLanes.Max(one, b),
            TLanes.WhereLess(a, b, c, one), TLanes.LoadPartial(inputs, count, -2), TLanes.LoadUpperHalves((ushort*)inputs), Exponential.Exp(a), Gelu.Value(a),
            Gelu.Slope(a, out TLanes value), value, GeluTanh.Value(a), GeluTanh.Slope(a, out TLanes other), other,
            TLanes.ZeroWhereBitsLess(mixed, 0x80000000u, 3), TLanes.ZeroWhereBitsLess(bits, 3, 3), TLanes.ZeroWhereBitsLess(TLanes.XorShifted(mixed, 16), 0x7FFFFFFFu, 1.5f),
        ];
        uint[] found = new uint[(results.Length * Lanes.Count) + 2];
        fixed (uint* first = found)
        {
            float* next = (float*)first;
            foreach (TLanes result in results)
            {
                result.Store(next);
                next += Lanes.Count;
            }

            next[0] = a.Sum();
            next[1] = TLanes.Abs(TLanes.Min(one, a)).Greatest();
            for (int index = 0; index < found.Length; index++)
            {
                found[index] = float.IsNaN(((float*)first)[index]) ? 0x7FC00000u : found[index];
            }
        }

        return found;
    }
}
