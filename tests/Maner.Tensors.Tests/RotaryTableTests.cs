using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed class RotaryTableTests
{
    [Theory]
    [InlineData(2, 10_000)]
    [InlineData(64, 10_000)]
    [InlineData(64, 160_000)]
    [InlineData(10, 1)]
    public void Factors_are_cosines_and_sines_of_single_precision_angles(int width, double theta)
    {
        using var table = new RotaryTable(width, theta);
        Matrix factors = table.For(8192);

        for (int place = 0; place < 8192; place += place < 100 ? 1 : 97)
        {
            for (int pair = 0; pair < width / 2; pair++)
            {
                float angle = place * (1 / (float)Math.Pow(theta, 2 * pair / (float)width));
                Assert.Equal((float)Math.Cos(angle), factors[place][pair], 1e-7f);
                Assert.Equal((float)Math.Sin(angle), factors[place][(width / 2) + pair], 1e-7f);
            }
        }
    }

    [Fact]
    public void A_longer_table_begins_with_the_shorter()
    {
        using RotaryTable table = new(6, 500), other = new(6, 500);
        float[][] before = [.. Enumerable.Range(0, 40).Select(place => table.For(40)[place].ToArray())];

        Matrix longer = table.For(5000);

        Assert.True(longer.Rows >= 5000);
        for (int place = 0; place < 40; place++)
        {
            Assert.Equal(before[place], longer[place].ToArray());
        }

        AssertBits.Equal(other.For(5000), longer, "factors");
    }

    [Theory]
    [InlineData(0.0, 0.0, 1.0)]
    [InlineData(1.0471975511965976, 0.8660254037844386, 0.5)]
    [InlineData(2.356194490192345, 0.7071067811865476, -0.7071067811865476)]
    [InlineData(4.0, -0.7568024953079282, -0.6536436208636119)] // glibc, here and below
    [InlineData(1000.0, 0.8268795405320025, 0.5623790762907029)]
    [InlineData(8191.0, -0.7630067893524556, -0.6463904697642574)]
    public void Sines_and_cosines_keep_their_digits(double angle, double sin, double cos)
    {
        (double foundSin, double foundCos) = PortableMath.SinCos(angle);
        Assert.Equal(sin, foundSin, 1e-14);
        Assert.Equal(cos, foundCos, 1e-14);
    }

    [Theory]
    [InlineData(160_000, 0.5, 400)]
    [InlineData(10_000, 0.25, 10)]
    [InlineData(1, 0.9, 1)]
    [InlineData(2, 10, 1024)]
    public void Powers_keep_their_digits(double x, double y, double expected) => Assert.Equal(expected, PortableMath.Pow(x, y), expected * 1e-14);
}
