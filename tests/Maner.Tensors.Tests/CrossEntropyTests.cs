using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed class CrossEntropyTests : IDisposable
{
    private readonly Workers _workers = new(2);

    public void Dispose() => _workers.Dispose();

    [Theory]
    [InlineData(1, 1, 1.0)]
    [InlineData(1, 2, 5.0)]
    [InlineData(40, 7, 3.0)]
    [InlineData(9, 16, 10.0)]
    [InlineData(5, 33, 30.0)]
    [InlineData(3, 2500, 4.0)]
    public void Loss_and_gradient_follow_the_reference(int rows, int classes, double spread)
    {
        using var matrices = new TestMatrices((ulong)classes);
        Matrix logits = matrices.Normal(rows, classes, spread);
        int[] targets = [.. Enumerable.Range(0, rows).Select(_ => matrices.Rng.Next(classes))];
        double expectedLoss = 0;
        var expected = new List<float>();
        for (int row = 0; row < rows; row++)
        {
            double[] p = Reference.Softmax(Reference.Doubles(logits[row]));
            expectedLoss -= Math.Log(p[targets[row]]) / rows;
            p[targets[row]] -= 1;
            expected.AddRange(p.Select(value => (float)(value / rows)));
        }

        double loss = CrossEntropy.ForwardBackward(_workers, logits, targets);

        Assert.Equal(expectedLoss, loss, (1e-6 * expectedLoss) + 2e-7);
        AssertClose.All(expected.ToArray(), logits, 3e-7 / rows, 1e-6 + (spread * 5e-7), "gradient");
    }

    [Fact]
    public void Of_a_set_of_classes_any_may_be_right()
    {
        int[][] sets = [[0, 3], [1, 2, 5], [6]];
        int[] targets = [~0, 4, ~1, ~2, 0];
        using var matrices = new TestMatrices();
        Matrix logits = matrices.Normal(targets.Length, 7, 3.0);
        double expectedLoss = 0;
        var expected = new List<float>();
        for (int row = 0; row < targets.Length; row++)
        {
            int[] set = targets[row] < 0 ? sets[~targets[row]] : [targets[row]];
            double[] p = Reference.Softmax(Reference.Doubles(logits[row]));
            double right = set.Sum(column => p[column]);
            expectedLoss -= Math.Log(right) / targets.Length;
            expected.AddRange(p.Select((value, column) => (float)((value - (set.Contains(column) ? value / right : 0)) / targets.Length)));
        }

        double loss = CrossEntropy.ForwardBackward(_workers, logits, targets, sets);

        Assert.Equal(expectedLoss, loss, 1e-6);
        AssertClose.All(expected.ToArray(), logits, 1e-7, 3e-6, "gradient");
    }

    [Fact]
    public void A_hopeless_set_costs_its_distance_and_no_infinity()
    {
        using var matrices = new TestMatrices();
        Matrix logits = matrices.Row(500, -500, -500);

        Assert.Equal(1000 - Math.Log(2), CrossEntropy.ForwardBackward(_workers, logits, [~0], [[1, 2]]), 1e-3);
        Assert.All(logits[0].ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(1, logits[0][0], 1e-6f);
        Assert.Equal(-1, logits[0][1] + logits[0][2], 1e-6f);
    }

    [Fact]
    public void A_hopeless_row_costs_its_distance_and_no_infinity()
    {
        using var matrices = new TestMatrices();
        Matrix logits = matrices.Row(0, 500, -500);

        Assert.Equal(1000, CrossEntropy.ForwardBackward(_workers, logits, [2]), 1e-3);
        Assert.Equal([0, 1, -1], logits[0].ToArray());
    }

    [Fact]
    public void No_rows_cost_nothing()
    {
        using var matrices = new TestMatrices();
        Assert.Equal(0, CrossEntropy.ForwardBackward(_workers, matrices.Zeros(0, 5), []));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_target_that_is_no_class_is_refused(int target)
    {
        using var matrices = new TestMatrices();
        ArgumentException error = Assert.Throws<ArgumentException>(() => CrossEntropy.ForwardBackward(_workers, matrices.Zeros(1, 3), [target]));

        Assert.Contains($"found {target}", error.Message, StringComparison.Ordinal);
    }
}
