using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

/// <summary>A linear layer's backward pass in one fork has the bits of its three parts.</summary>
public sealed class LinearBackwardTests
{
    [Theory]
    [InlineData(1, 64, 128, 1)] // fewer rows than a sliver: dy is packed too, beside dyᵀ
    [InlineData(5, 130, 65, 2)]
    [InlineData(41, 64, 1, 2)] // one column: rows of dy and of dyᵀ look alike
    [InlineData(41, 64, 192, 2)]
    [InlineData(100, 256, 1024, 3)]
    [InlineData(700, 80, 70, 8)]
    public void One_fork_has_the_bits_of_three(int rows, int inputs, int outputs, int threads)
    {
        using var matrices = new TestMatrices(7);
        using var workers = new Workers(threads);
        Matrix x = matrices.Normal(rows, inputs), w = matrices.Normal(outputs, inputs), dy = matrices.Normal(rows, outputs);
        foreach (bool adds in new[] { false, true })
        {
            Matrix dW = matrices.Zeros(outputs, inputs), db = matrices.Zeros(1, outputs), dx = matrices.Zeros(rows, inputs);
            Matrix expectedW = matrices.Zeros(outputs, inputs), expectedB = matrices.Zeros(1, outputs), expectedX = matrices.Zeros(rows, inputs);
            foreach (Matrix matrix in new[] { dW, dx, expectedW, expectedX })
            {
                matrix[0].Fill(3);
            }

            LinearBackward.Run(workers, x, w, dy, dW, adds, db, dx, adds);
            Gemm.TN(workers, dy, x, expectedW, adds);
            Gemm.NN(workers, dy, w, expectedX, adds);
            Reduce.AddColumnSums(workers, dy, expectedB);

            Assert.Equal(AssertClose.Flat(expectedW), AssertClose.Flat(dW));
            Assert.Equal(AssertClose.Flat(expectedB), AssertClose.Flat(db));
            Assert.Equal(AssertClose.Flat(expectedX), AssertClose.Flat(dx));
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using var matrices = new TestMatrices(7);
        using var workers = new Workers(1);
        Matrix x = matrices.Zeros(4, 8), w = matrices.Zeros(6, 8), dy = matrices.Zeros(4, 5), db = matrices.Zeros(1, 5);
        Assert.Throws<ArgumentException>(() => LinearBackward.Run(workers, x, w, dy, w, true, db, x, false));
    }
}
