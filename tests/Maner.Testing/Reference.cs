namespace Maner.Testing;

/// <summary>Functions in double precision that .NET does not have.</summary>
internal static class Reference
{
    /// <summary>1 − erf(x) with a relative error of about 1e-13, also far out: a series near zero, Laplace's continued fraction beyond.</summary>
    public static double Erfc(double x)
    {
        if (x < 0)
        {
            return 2 - Erfc(-x);
        }

        if (x < 1.5)
        {
            // erf(x) = 2/√π · e^(−x²) · Σ 2^n x^(2n+1)/(1·3·…·(2n+1)): all terms positive, nothing cancels.
            double term = x, sum = x;
            for (int n = 1; term > sum * 1e-18; n++)
            {
                term *= 2 * x * x / ((2 * n) + 1);
                sum += term;
            }

            return 1 - (2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum);
        }

        // erfc(x) = e^(−x²)/√π / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), from far inside outwards.
        double fraction = x;
        for (int n = 300; n >= 1; n--)
        {
            fraction = x + (n / 2.0 / fraction);
        }

        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }

    /// <summary>Φ, the standard normal distribution's function, with a small relative error in the left tail too.</summary>
    public static double NormalCdf(double x) => 0.5 * Erfc(-x / Math.Sqrt(2));

    /// <summary>φ, its density.</summary>
    public static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    public static double Gelu(double x) => x * NormalCdf(x);

    public static double GeluSlope(double x) => NormalCdf(x) + (x * NormalDensity(x));

    /// <summary>Softmax of scale·x.</summary>
    public static double[] Softmax(ReadOnlySpan<double> x, double scale = 1)
    {
        var p = new double[x.Length];
        double max = double.NegativeInfinity, sum = 0;
        foreach (double value in x)
        {
            max = Math.Max(max, scale * value);
        }

        for (int index = 0; index < p.Length; index++)
        {
            sum += p[index] = Math.Exp((scale * x[index]) - max);
        }

        for (int index = 0; index < p.Length; index++)
        {
            p[index] /= sum;
        }

        return p;
    }

    public static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        for (int index = 0; index < doubles.Length; index++)
        {
            doubles[index] = values[index];
        }

        return doubles;
    }

    public static float[] Floats(ReadOnlySpan<double> values)
    {
        var floats = new float[values.Length];
        for (int index = 0; index < floats.Length; index++)
        {
            floats[index] = (float)values[index];
        }

        return floats;
    }
}
