using Maner.Model.Parameters;
using Maner.Tensors;
using Xunit;

namespace Maner.Testing;

/// <summary>
/// Central finite differences against analytic gradients. For every parameter apart: a step along ±r + g/‖g‖, where r is random (a normal
/// draw for each element, its sign chosen so that the two parts of the slope add up) and g the analytic gradient. So the slope is at least
/// ‖g‖, the error is relative to it, and a wrong element shows through r with its full size. The loss Σ w·y is summed in double precision;
/// the difference quotient is the fourth-order one, whose longer step keeps the noise of single precision small.
/// </summary>
internal sealed class GradientCheck(string layer, ITestOutputHelper output)
{
    /// <summary>What single precision reaches for a deep network; layers alone come to 1e-4. A wrong gradient misses it by orders of magnitude.</summary>
    public const double Tolerance = 1e-3;

    private const int Directions = 3;
    private readonly List<Variable> _variables = [];
    private readonly Rng _rng = new Rng(2024).Split(layer);

    private sealed record Variable(string Name, Func<Span<float>> Values, float[] Gradient);

    /// <summary>Adds an input and its gradient as the backward pass gave it.</summary>
    public GradientCheck Add(string name, Matrix values, Matrix gradient) =>
        Add(name, () => values.AllElements(), AssertClose.Flat(gradient));

    public GradientCheck Add(string name, Func<Span<float>> values, float[] gradient)
    {
        _variables.Add(new Variable(name, values, gradient));
        return this;
    }

    /// <summary>Adds all parameters of an arena; call it after the backward pass.</summary>
    public GradientCheck Add(ParameterArena arena)
    {
        foreach (Parameter parameter in arena.All)
        {
            Add(parameter.Name, arena.Value(parameter), arena.Gradient(parameter));
        }

        return this;
    }

    /// <summary>Compares; fails with the name of the variable that is wrong.</summary>
    /// <param name="loss">Runs the forward pass and gives Σ w·y.</param>
    /// <param name="length">Length of the step, shared by the elements of a variable: as much as the deeper network's curvature allows.</param>
    public void Run(Func<double> loss, double length = 0.12)
    {
        double total = Math.Sqrt(_variables.Sum(variable => SquaredNorm(variable.Gradient)));
        double worst = 0;
        string worstName = "nothing";
        foreach (Variable variable in _variables)
        {
            double norm = Math.Sqrt(SquaredNorm(variable.Gradient));
            Assert.True(double.IsFinite(norm), $"{layer}: the gradient of '{variable.Name}' is not finite");
            for (int direction = 0; direction < Directions; direction++)
            {
                (double analytic, double numeric) = Slopes(variable, norm, loss, length);
                if (variable.Name.EndsWith("key.bias", StringComparison.Ordinal) || variable.Name.EndsWith("k_lin.bias", StringComparison.Ordinal))
                {
                    // Softmax does not see what all keys share: this gradient is exactly zero, and all that is left is rounding.
                    Assert.True(norm <= 1e-5 * total && Math.Abs(numeric) <= 1e-3 * total, $"{layer}: '{variable.Name}': {analytic:G6} and {numeric:G6} should be 0");
                    continue;
                }

                double error = Math.Abs(analytic - numeric) / Math.Abs(analytic);
                Assert.True(
                    error <= Tolerance,
                    $"{layer}: gradient of '{variable.Name}', direction {direction}: analytic slope {analytic:G8}, numeric {numeric:G8}, relative error {error:E2}");
                if (error > worst)
                {
                    (worst, worstName) = (error, variable.Name);
                }
            }
        }

        output.WriteLine($"{layer}: worst relative error {worst:E2} ({worstName}; {_variables.Count} variables, {Directions} directions each)");
    }

    /// <summary>Σ w·y.</summary>
    public static double Loss(Matrix y, Matrix weights)
    {
        double sum = 0;
        for (int row = 0; row < y.Rows; row++)
        {
            Span<float> values = y[row], factors = weights[row];
            for (int column = 0; column < y.Columns; column++)
            {
                sum += (double)values[column] * factors[column];
            }
        }

        return sum;
    }

    private (double Analytic, double Numeric) Slopes(Variable variable, double norm, Func<double> loss, double length)
    {
        float[] original = variable.Values().ToArray();
        double step = length / Math.Max(15, Math.Sqrt(original.Length)); // few elements are no reason for wild steps
        double[] along = new double[original.Length];
        double projected = 0;
        for (int index = 0; index < along.Length; index++)
        {
            along[index] = _rng.NextNormal();
            projected += along[index] * variable.Gradient[index];
        }

        double sign = projected < 0 ? -1 : 1;
        for (int index = 0; index < along.Length; index++)
        {
            along[index] = (sign * along[index]) + (norm > 0 ? variable.Gradient[index] / norm : 0);
        }

        // The steps that single precision really makes, so that rounding the parameters costs nothing.
        double analytic = 0;
        double LossAt(double distance, double weight)
        {
            Span<float> values = variable.Values();
            for (int index = 0; index < values.Length; index++)
            {
                values[index] = (float)(original[index] + (distance * along[index]));
                analytic += weight * (values[index] - (double)original[index]) * variable.Gradient[index];
            }

            return weight * loss();
        }

        double numeric = LossAt(step, 8) + LossAt(-step, -8) + LossAt(2 * step, -1) + LossAt(-2 * step, 1);
        original.CopyTo(variable.Values());
        return (analytic / (12 * step), numeric / (12 * step));
    }

    private static double SquaredNorm(float[] values) => values.Sum(value => (double)value * value);
}
