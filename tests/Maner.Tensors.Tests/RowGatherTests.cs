using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed class RowGatherTests
{
    private static readonly int[] Repeated = [3, 0, 3, 3, 5, 0, 3];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 2)]
    [InlineData(256, 2)]
    [InlineData(600, 8)] // several blocks of columns
    public void Rows_are_picked_and_added_back_in_order(int width, int threads)
    {
        using var workers = new Workers(threads);
        using var matrices = new TestMatrices();
        Matrix x = matrices.Normal(6, width, gap: 2), y = matrices.Normal(7, width, gap: 4), start = matrices.Copy(y);

        RowGather.Forward(workers, x, Repeated, y, accumulate: true);
        for (int row = 0; row < 7; row++)
        {
            for (int column = 0; column < width; column++)
            {
                Assert.Equal(start[row][column] + x[Repeated[row]][column], y[row][column]);
            }
        }

        RowGather.Forward(workers, x, Repeated, y);
        for (int row = 0; row < 7; row++)
        {
            AssertBits.Equal(x[Repeated[row]], y[row], "picked", row);
        }

        Matrix dy = matrices.Normal(7, width), dx = matrices.Normal(6, width), expected = matrices.Copy(dx);
        RowGather.Backward(workers, dy, Repeated, dx);
        for (int row = 0; row < 7; row++)
        {
            for (int column = 0; column < width; column++)
            {
                expected[Repeated[row]][column] += dy[row][column];
            }
        }

        AssertBits.Equal(expected, dx, "dx");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public void A_row_that_is_not_there_is_refused(int row)
    {
        using var workers = new Workers(1);
        using var matrices = new TestMatrices();
        Assert.Throws<ArgumentException>(() => RowGather.Forward(workers, matrices.Zeros(6, 4), [row], matrices.Zeros(1, 4)));
        Assert.Throws<ArgumentException>(() => RowGather.Backward(workers, matrices.Zeros(1, 4), [row], matrices.Zeros(6, 4)));
        Assert.Throws<ArgumentException>(() => RowGather.Forward(workers, matrices.Zeros(6, 4), [1, 2], matrices.Zeros(1, 4)));
        Assert.Throws<ArgumentException>(() => RowGather.Forward(workers, matrices.Zeros(6, 4), [1], matrices.Zeros(1, 5)));
    }
}
