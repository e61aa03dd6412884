using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed unsafe class SoftmaxTests
{
    public static TheoryData<int> Widths() => [1, 2, 15, 16, 17, 33, 250];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Follows_the_reference(int width)
    {
        using var matrices = new TestMatrices((ulong)width);
        foreach (double spread in new[] { 0.01, 1, 20, 80 })
        {
            Matrix x = matrices.Normal(1, width, spread);
            double[] expected = Reference.Softmax(Reference.Doubles(x[0]), scale: 0.125);

            LaneWork.Softmax(x, 0.125f, out float max, out float sum);

            // The argument of e^x is rounded to an ulp of the spread.
            AssertClose.All(Reference.Floats(expected), x[0], 1e-37, 1e-6 + (spread * 1e-6), $"softmax of {width}");
            Assert.Equal(1, Reference.Doubles(x[0]).Sum(), 1e-6);
            Assert.True(sum >= 0.99f && float.IsFinite(max));
        }
    }

    [Fact]
    public void Great_logits_do_not_overflow()
    {
        using var matrices = new TestMatrices();
        Matrix x = matrices.Row(100, 101);
        CrossEntropy.Softmax(x);

        AssertClose.All([0.26894142f, 0.73105858f], x[0], 0, 1e-6, "softmax");
    }

    [Theory]
    [InlineData(1e4f)]
    [InlineData(1e30f)]
    [InlineData(float.MaxValue)]
    public void A_spread_beyond_all_bounds_gives_one_and_zeros(float spread)
    {
        using var matrices = new TestMatrices();
        Matrix x = matrices.Row(-spread, 0, spread, -spread);
        CrossEntropy.Softmax(x);

        Assert.Equal([0, 0, 1, 0], x[0].ToArray());
    }

    [Fact]
    public void Equal_logits_share_alike()
    {
        using var matrices = new TestMatrices();
        Matrix x = matrices.Zeros(3, 40);
        x[1].Fill(-1e20f);
        x[2].Fill(3e38f);
        CrossEntropy.Softmax(x);

        Assert.All(AssertClose.Flat(x), p => Assert.Equal(0.025f, p, 1e-8f));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Backward_follows_the_reference(int width)
    {
        using var matrices = new TestMatrices((ulong)width);
        Matrix p = matrices.Normal(1, width, 2), dp = matrices.Normal(1, width);
        CrossEntropy.Softmax(p);
        double dot = 0;
        for (int column = 0; column < width; column++)
        {
            dot += (double)p[0][column] * dp[0][column];
        }

        var expected = new float[width];
        for (int column = 0; column < width; column++)
        {
            expected[column] = (float)(0.25 * p[0][column] * (dp[0][column] - dot));
        }

        LaneWork.SoftmaxBackward(p, dp, 0.25f);

        AssertClose.All(expected, dp[0], 1e-7, 1e-6, $"softmax backward of {width}");
    }
}
