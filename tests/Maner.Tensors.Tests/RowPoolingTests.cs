using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed class RowPoolingTests
{
    private static readonly int[] s_starts = [0, 2, 3, 5, 8];

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(17, 2, true)]
    [InlineData(256, 3, false)]
    [InlineData(600, 8, true)]
    public void Groups_are_added_in_order_and_gradients_go_to_every_row(int width, int threads, bool isMean)
    {
        Pooling pooling = isMean ? Pooling.Mean : Pooling.Sum;
        using var workers = new Workers(threads);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(8, width, gap: 2), y = matrices.Normal(4, width, double.NaN), dy = matrices.Normal(4, width), dx = matrices.Normal(8, width, double.NaN);
        Matrix expected = matrices.Zeros(4, width), expectedDx = matrices.Zeros(8, width);

        RowPooling.Forward(workers, x, s_starts, pooling, y);
        RowPooling.Backward(workers, dy, s_starts, pooling, dx);

        for (int group = 0; group < 4; group++)
        {
            (int first, int end) = (s_starts[group], s_starts[group + 1]);
            float factor = isMean ? 1f / (end - first) : 1;
            for (int column = 0; column < width; column++)
            {
                float sum = x[first][column];
                for (int row = first + 1; row < end; row++)
                {
                    sum += x[row][column];
                }

                expected[group][column] = sum * factor;
                for (int row = first; row < end; row++)
                {
                    expectedDx[row][column] = dy[group][column] * factor;
                }
            }
        }

        AssertBits.Equal(expected, y, "y");
        AssertBits.Equal(expectedDx, dx, "dx");
    }

    [Theory]
    [InlineData(new[] { 0, 2, 2, 8 }, "groups with rows")]
    [InlineData(new[] { 0, 2, 5, 7 }, "groups from row 0 to 8")]
    [InlineData(new[] { 0, 8 }, "3 groups")]
    public void Groups_that_do_not_cover_the_rows_are_refused(int[] starts, string expected)
    {
        using var workers = new Workers(1);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(8, 4), y = matrices.Zeros(3, 4);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => RowPooling.Forward(workers, x, starts, Pooling.Sum, y)).Message, StringComparison.Ordinal);
    }
}
