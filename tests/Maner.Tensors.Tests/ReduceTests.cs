using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed class ReduceTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(13, 17)]
    [InlineData(40, 256)]
    [InlineData(7, 515)]
    public void Column_sums_are_added_in_the_order_of_rows(int rows, int width)
    {
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            using var workers = new Workers(threads);
            using var matrices = new TestMatrices();
            Matrix x = matrices.Normal(rows, width, gap: 6), sums = matrices.Normal(1, width), expected = matrices.Copy(sums);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < width; column++)
                {
                    expected[0][column] += x[row][column];
                }
            }

            Reduce.AddColumnSums(workers, x, sums);

            AssertBits.Equal(expected, sums, $"sums with {threads} threads");
        }
    }

    [Fact]
    public void A_row_is_added_to_every_row()
    {
        using var workers = new Workers(2);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(1, 37), y = matrices.Normal(50, 37, gap: 3), before = matrices.Copy(y);

        Reduce.AddRow(workers, x, y);

        for (int row = 0; row < 50; row++)
        {
            for (int column = 0; column < 37; column++)
            {
                Assert.Equal(before[row][column] + x[0][column], y[row][column]);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16384)]
    [InlineData(100_003)]
    public void Sums_of_squares_have_the_same_bits_for_any_team_and_follow_the_reference(int length)
    {
        using var buffer = new NativeBuffer(length + 20);
        TestMatrices.Fill(buffer.Span, new Rng(3), 2); // beyond the length too: that must not count
        double expected = 0;
        foreach (float value in buffer.Span[..length])
        {
            expected += (double)value * value;
        }

        double? first = null;
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            using var workers = new Workers(threads);
            double sum = Reduce.SumOfSquares(workers, buffer, length);
            first ??= sum;
            Assert.Equal(first.Value, sum);
            Assert.Equal(expected, sum, expected * 1e-6);
        }
    }
}
