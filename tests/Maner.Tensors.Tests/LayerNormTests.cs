using System.Numerics.Tensors;
using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed class LayerNormTests
{
    private const float Epsilon = 1e-5f;

    [Theory]
    [InlineData(1, 1, 0.0, 1)]
    [InlineData(3, 2, 0.0, 1)]
    [InlineData(5, 15, 0.3, 1)]
    [InlineData(5, 16, 0.0, 1)]
    [InlineData(7, 17, 0.3, 1)]
    [InlineData(9, 33, 0.0, 1)]
    [InlineData(40, 250, 0.1, 1)]
    [InlineData(3, 1024, 0.0, 1)]
    [InlineData(5, 256, 0.1, 1e-6)] // far below ε, which then makes the scale
    [InlineData(5, 256, 0.1, 1e-3)]
    [InlineData(5, 256, 0.1, 1e4)]
    [InlineData(5, 256, 0.1, 1e15)]
    public void Forward_and_backward_follow_the_reference(int rows, int width, double rate, double scale)
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices((ulong)width);
        Matrix x = matrices.Normal(rows, width, gap: 3), residual = matrices.Normal(rows, width, 2);
        foreach (Matrix matrix in new[] { x, residual })
        {
            for (int row = 0; row < rows; row++)
            {
                TensorPrimitives.Multiply(matrix[row], (float)scale, matrix[row]);
            }
        }

        Matrix gamma = matrices.Normal(1, width), beta = matrices.Normal(1, width), y = matrices.Zeros(rows, width);
        Matrix statistics = matrices.Zeros(rows, 2), dy = matrices.Normal(rows, width);
        Matrix dGamma = matrices.Normal(1, width), dBeta = matrices.Normal(1, width);
        var dropout = new Dropout((float)rate, key: 5);
        Matrix dropped = matrices.Copy(x);
        dropout.Apply(workers, dropped, dropped);
        double[] expectedGamma = Reference.Doubles(dGamma[0]), expectedBeta = Reference.Doubles(dBeta[0]);

        LayerNorm.Forward(workers, x, residual, dropout, gamma, beta, Epsilon, y, statistics);
        Matrix ds = matrices.Zeros(rows, width);
        LayerNorm.Backward(workers, x, statistics, gamma, dy, ds, dGamma, dBeta);

        for (int row = 0; row < rows; row++)
        {
            double[] sum = [.. Reference.Doubles(dropped[row]).Zip(Reference.Doubles(residual[row]), (left, right) => left + right)];
            double mean = sum.Average(), variance = sum.Average(value => (value - mean) * (value - mean));
            double inverse = 1 / Math.Sqrt(variance + Epsilon);
            double[] normal = [.. sum.Select(value => (value - mean) * inverse)];
            double[] scaled = [.. Enumerable.Range(0, width).Select(column => (double)gamma[0][column] * dy[row][column])];
            double meanScaled = scaled.Average(), meanProjected = scaled.Zip(normal, (left, right) => left * right).Average();
            var expected = new double[width];
            var expectedDs = new double[width];
            for (int column = 0; column < width; column++)
            {
                expected[column] = (gamma[0][column] * normal[column]) + beta[0][column];
                expectedDs[column] = (scaled[column] - meanScaled - (normal[column] * meanProjected)) * inverse;
                expectedGamma[column] += dy[row][column] * normal[column];
                expectedBeta[column] += dy[row][column];
            }

            AssertClose.All(Reference.Floats(sum), x[row], 1e-6 * scale, 1e-6, "the sum that backward reads");
            AssertClose.All(Reference.Floats(expected), y[row], 1e-6, 2e-6, "y");
            AssertClose.All(Reference.Floats(expectedDs), ds[row], 1e-6 * inverse, 1e-6, "ds");
        }

        AssertClose.All(Reference.Floats(expectedGamma), dGamma[0], 5e-6, 5e-6, "dγ");
        AssertClose.All(Reference.Floats(expectedBeta), dBeta[0], 5e-6, 5e-6, "dβ");
    }

    [Fact]
    public void A_row_far_from_zero_keeps_its_digits()
    {
        using var workers = new Workers(1);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Zeros(1, 33), gamma = matrices.Zeros(1, 33), beta = matrices.Zeros(1, 33), y = matrices.Zeros(1, 33);
        gamma[0].Fill(1);
        for (int column = 0; column < 33; column++)
        {
            x[0][column] = 1000 + (column % 3); // Σx² − (Σx)²/n would lose the variance of 0.67 in a sum of 3.3e7
        }

        LayerNorm.Forward(workers, x, null, Dropout.None, gamma, beta, Epsilon, y, matrices.Zeros(1, 2));

        double deviation = Math.Sqrt((2.0 / 3) + Epsilon);
        AssertClose.All([(float)(-1 / deviation), 0, (float)(1 / deviation)], y[0][..3], 1e-4, 1e-4, "y");
    }

    [Fact]
    public void A_constant_row_becomes_beta()
    {
        using var workers = new Workers(1);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Zeros(1, 20), beta = matrices.Normal(1, 20), y = matrices.Zeros(1, 20);
        x[0].Fill(4);

        LayerNorm.Forward(workers, x, null, Dropout.None, matrices.Normal(1, 20), beta, Epsilon, y, matrices.Zeros(1, 2));

        AssertBits.Equal(beta, y, "y");
    }

    [Fact]
    public void The_gradient_may_take_the_place_of_its_upstream()
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        Matrix s = matrices.Normal(9, 37), gamma = matrices.Normal(1, 37), dy = matrices.Normal(9, 37), statistics = matrices.Zeros(9, 2);
        LayerNorm.Forward(workers, s, null, Dropout.None, gamma, matrices.Zeros(1, 37), Epsilon, matrices.Zeros(9, 37), statistics);
        Matrix apart = matrices.Zeros(9, 37), dGamma = matrices.Zeros(1, 37), dGammaInPlace = matrices.Zeros(1, 37);

        LayerNorm.Backward(workers, s, statistics, gamma, dy, apart, dGamma, matrices.Zeros(1, 37));
        LayerNorm.Backward(workers, s, statistics, gamma, dy, dy, dGammaInPlace, matrices.Zeros(1, 37));

        AssertBits.Equal(apart, dy, "ds");
        AssertBits.Equal(dGamma, dGammaInPlace, "dγ");
    }

    [Fact]
    public void Without_beta_it_is_that_of_zero_and_a_gradient_that_waits_is_added_to()
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        Matrix s = matrices.Normal(9, 37), gamma = matrices.Normal(1, 37), zero = matrices.Zeros(1, 37), dy = matrices.Normal(9, 37), statistics = matrices.Zeros(9, 2);
        Matrix expected = matrices.Zeros(9, 37), found = matrices.Zeros(9, 37);
        LayerNorm.Forward(workers, s, null, Dropout.None, gamma, zero, Epsilon, expected, statistics);
        LayerNorm.Forward(workers, s, null, Dropout.None, gamma, null, Epsilon, found, statistics);
        AssertBits.Equal(expected, found, "y");

        Matrix apart = matrices.Zeros(9, 37), waiting = matrices.Normal(9, 37), before = matrices.Copy(waiting), dGamma = matrices.Zeros(1, 37), other = matrices.Zeros(1, 37);
        LayerNorm.Backward(workers, s, statistics, gamma, dy, apart, dGamma, matrices.Zeros(1, 37));
        LayerNorm.Backward(workers, s, statistics, gamma, dy, waiting, other, dBeta: null, addToDs: true);

        AssertBits.Equal(dGamma, other, "dγ");
        for (int row = 0; row < 9; row++)
        {
            float[] sum = [.. before[row].ToArray().Zip(apart[row].ToArray(), (left, right) => left + right)];
            AssertBits.Equal(sum, waiting[row], "ds", row);
        }
    }
}
