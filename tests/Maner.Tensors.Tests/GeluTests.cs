using Maner.Tensors.Kernels;
using Maner.Testing;
using Xunit;

namespace Maner.Tensors.Tests;

public sealed class GeluTests(ITestOutputHelper output) : IDisposable
{
    private readonly Workers _workers = new(2);

    public void Dispose() => _workers.Dispose();

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)] // Abramowitz and Stegun, table 26.1
    [InlineData(-1, 0.15865525393145707)]
    [InlineData(2, 0.9772498680518208)]
    [InlineData(-5, 2.866515718791939e-7)]
    [InlineData(-10, 7.61985302416053e-24)]
    public void The_reference_is_right(double x, double expected) =>
        Assert.Equal(expected, Reference.NormalCdf(x), expected * 1e-12);

    [Fact]
    public void Forward_follows_the_reference_from_minus_40_to_40()
    {
        using var matrices = new TestMatrices();
        Matrix x = Grid(matrices), y = matrices.Zeros(x.Rows, x.Columns);

        Activations.Forward(_workers, Activation.Gelu, x, y);

        // The left tail's last factor is e^(−x²/2): half an ulp of x²/2 = 72 already is 4e-6 of it.
        Compare(x, y, Reference.Gelu, from: -12, to: -3, absolute: 0, relative: 1e-5);
        Compare(x, y, Reference.Gelu, from: -3, to: 40, absolute: 1e-37, relative: 1e-6);
        Compare(x, y, Reference.Gelu, from: -40, to: -12, absolute: 1e-36, relative: 1e-5);
    }

    [Fact]
    public void Backward_follows_the_reference_from_minus_40_to_40()
    {
        using var matrices = new TestMatrices();
        Matrix x = Grid(matrices), dy = matrices.Zeros(x.Rows, x.Columns), dx = matrices.Zeros(x.Rows, x.Columns);
        for (int row = 0; row < dy.Rows; row++)
        {
            dy[row].Fill(-2);
        }

        Activations.Backward(_workers, Activation.Gelu, x, dy, dx);

        // Φ(x) and x·φ(x) cancel around −0.75, where the slope crosses zero: an absolute error is all that can be asked there.
        Compare(x, dx, value => -2 * Reference.GeluSlope(value), from: -3, to: 40, absolute: 2e-7, relative: 1e-6);
        Compare(x, dx, value => -2 * Reference.GeluSlope(value), from: -12, to: -3, absolute: 0, relative: 2e-5);
        Compare(x, dx, value => -2 * Reference.GeluSlope(value), from: -40, to: -12, absolute: 1e-35, relative: 1e-5);
    }

    [Theory]
    [InlineData(0f, 0f, 0.5f)]
    [InlineData(1e20f, 1e20f, 1f)]
    [InlineData(-1e20f, 0f, 0f)]
    [InlineData(float.MaxValue, float.MaxValue, 1f)]
    [InlineData(float.MinValue, 0f, 0f)]
    [InlineData(1e-40f, 5e-41f, 0.5f)]
    public void Extremes_stay_finite(float x, float expected, float slope)
    {
        using var matrices = new TestMatrices();
        Matrix y = matrices.Row(x), dx = matrices.Row(1);
        Activations.Backward(_workers, Activation.Gelu, y, dx, dx);
        Activations.Forward(_workers, Activation.Gelu, y, y);

        Assert.Equal(expected, y[0][0], Math.Abs(expected) * 1e-6);
        Assert.Equal(slope, dx[0][0], 1e-6);
    }

    [Fact]
    public void The_approximation_by_tanh_follows_its_formula()
    {
        using var matrices = new TestMatrices();
        Matrix x = Grid(matrices), y = matrices.Zeros(x.Rows, x.Columns), dy = matrices.Zeros(x.Rows, x.Columns), dx = matrices.Zeros(x.Rows, x.Columns);
        for (int row = 0; row < dy.Rows; row++)
        {
            dy[row].Fill(-2);
        }

        Activations.Forward(_workers, Activation.GeluTanh, x, y);
        Activations.Backward(_workers, Activation.GeluTanh, x, dy, dx);

        // ½(1 + tanh u) = 1/(1 + e^(−2u)), which unlike tanh itself keeps its digits on the left.
        static double Steepness(double value) => 2 * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * value * value));
        static double Cdf(double value) => 1 / (1 + Math.Exp(-2 * Math.Sqrt(2 / Math.PI) * (value + (0.044715 * value * value * value))));
        static double Slope(double value) => Cdf(value) + (value * Cdf(value) * Cdf(-value) * Steepness(value));
        Compare(x, y, value => value * Cdf(value), from: -40, to: -4, absolute: 1e-36, relative: 2e-5);
        Compare(x, y, value => value * Cdf(value), from: -4, to: 40, absolute: 1e-37, relative: 2e-6);
        Compare(x, dx, value => -2 * Slope(value), from: -40, to: -4, absolute: 1e-34, relative: 5e-5);
        Compare(x, dx, value => -2 * Slope(value), from: -4, to: 40, absolute: 3e-7, relative: 1e-6);
    }

    [Theory]
    [InlineData(1e20f, 1e20f, 1f)]
    [InlineData(-1e20f, 0f, 0f)]
    [InlineData(float.MaxValue, float.MaxValue, 1f)]
    [InlineData(float.MinValue, 0f, 0f)]
    [InlineData(0f, 0f, 0.5f)]
    public void Extremes_of_the_approximation_stay_finite(float x, float expected, float slope)
    {
        using var matrices = new TestMatrices();
        Matrix y = matrices.Row(x), dx = matrices.Row(1);
        Activations.Backward(_workers, Activation.GeluTanh, y, dx, dx);
        Activations.Forward(_workers, Activation.GeluTanh, y, y);

        Assert.Equal(expected, y[0][0], Math.Abs(expected) * 1e-6);
        Assert.Equal(slope, dx[0][0], 1e-6);
    }

    [Fact]
    public void Infinity_has_itself()
    {
        using var matrices = new TestMatrices();
        Matrix y = matrices.Row(float.PositiveInfinity);
        Activations.Forward(_workers, Activation.Gelu, y, y);
        Assert.Equal(float.PositiveInfinity, y[0][0]);
    }

    /// <summary>Rows of 37, no multiple of sixteen.</summary>
    private static Matrix Grid(TestMatrices matrices)
    {
        Matrix x = matrices.Zeros(4000, 37);
        for (int index = 0; index < 4000 * 37; index++)
        {
            x[index / 37][index % 37] = (float)(-40 + (80.0 * index / (4000 * 37)));
        }

        return x;
    }

    private void Compare(Matrix x, Matrix y, Func<double, double> reference, double from, double to, double absolute, double relative)
    {
        double worst = 0, worstRelative = 0;
        string message = "";
        for (int row = 0; row < x.Rows; row++)
        {
            for (int column = 0; column < x.Columns; column++)
            {
                float argument = x[row][column];
                if (argument >= from && argument < to)
                {
                    double expected = reference(argument), error = Math.Abs(y[row][column] - expected);
                    double excess = error / (absolute + (relative * Math.Abs(expected)));
                    worstRelative = Math.Max(worstRelative, error / Math.Max(Math.Abs(expected), 1e-30));
                    if (!(excess <= worst))
                    {
                        (worst, message) = (double.IsNaN(excess) ? double.MaxValue : excess, $"at {argument:G9}: expected {expected:G9}, found {y[row][column]:G9}");
                    }
                }
            }
        }

        output.WriteLine($"[{from}, {to}): worst relative error {worstRelative:E2}; {worst:F2} of the tolerance {message}");
        Assert.True(worst <= 1, message);
    }
}
