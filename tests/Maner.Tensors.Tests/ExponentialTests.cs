using Xunit;

namespace Maner.Tensors.Tests;

public sealed class ExponentialTests(ITestOutputHelper output)
{
    [Fact]
    public void Relative_error_is_below_3e_7_from_minus_87_to_88()
    {
        double worst = 0;
        float where = 0;
        for (double x = -87; x <= 88; x += 1.7e-4)
        {
            float argument = (float)x;
            double expected = Math.Exp(argument);
            double error = Math.Abs(Exp(argument) - expected) / expected;
            if (!(error <= worst))
            {
                (worst, where) = (error, argument);
            }
        }

        output.WriteLine($"exp: worst relative error {worst:E2} at {where:G9}");
        Assert.True(worst <= 3e-7, $"relative error {worst:E2} at {where:G9}");
    }

    [Fact]
    public void Relative_error_is_as_small_around_multiples_of_half_ln_2()
    {
        // There the rounding to a whole power of two changes sides.
        for (int half = -250; half <= 250; half++)
        {
            float around = (float)(half * Math.Log(2) / 2);
            foreach (float x in new[] { MathF.BitDecrement(around), around, MathF.BitIncrement(around) })
            {
                double expected = Math.Exp(x);
                Assert.True(Math.Abs(Exp(x) - expected) <= 3e-7 * expected, $"e^{x:G9}: expected {expected:G9}, found {Exp(x):G9}");
            }
        }
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(float.Epsilon, 1f)]
    [InlineData(-88f, 0f)] // below the smallest normal float the result is 0, not a subnormal
    [InlineData(-104f, 0f)]
    [InlineData(-1e30f, 0f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    public void Special_arguments(float x, float expected) => Assert.Equal(expected, Exp(x));

    [Theory]
    [InlineData(88.7f)]
    [InlineData(89f)]
    [InlineData(1e30f)]
    [InlineData(float.PositiveInfinity)]
    public void Great_arguments_give_great_numbers(float x) => Assert.True(Exp(x) >= 3e38f, $"found {Exp(x)}");

    [Fact]
    public void Not_a_number_stays_so() => Assert.True(float.IsNaN(Exp(float.NaN)));

    [Fact]
    public void All_lanes_are_alike()
    {
        float[] arguments = [-90f, -87, -50, -20, -3, -1, -0.5f, 0, 0.5f, 1, 3, 20, 50, 80, 88, 100];
        float[] result = LaneWork.Exp(arguments);
        for (int lane = 0; lane < 16; lane++)
        {
            Assert.Equal(Exp(arguments[lane]), result[lane]);
        }
    }

    private static float Exp(float x)
    {
        Span<float> all = stackalloc float[16];
        all.Fill(x);
        return LaneWork.Exp(all)[5];
    }
}
