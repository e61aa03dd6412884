namespace Maner.Tensors.Kernels;

/// <summary>
/// Elementary functions whose bits are the same on every system, which those of the C library are not: only operations that are rounded correctly.
/// Errors are some units in the last place of a double; results become floats. For tables, not for the elements of a batch.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.69314718055994530942;
    private const double QuarterTurn = 1.5707963267341256; // the first 33 bits of π/2: times a whole number below 2²⁰ it is exact
    private const double QuarterTurnRest = 6.077100506506192e-11;

    /// <summary>x^y, for x above 0.</summary>
    public static double Pow(double x, double y) => Exp(y * Log(x));

    /// <summary>Sine and cosine of an angle in radians, from 0 to a million.</summary>
    public static (double Sin, double Cos) SinCos(double angle)
    {
        double turns = Math.Round(angle * (2 / Math.PI));
        double r = angle - (turns * QuarterTurn) - (turns * QuarterTurnRest), square = r * r;
        double sin = 1, cos = 1;
        for (int k = 18; k > 0; k -= 2)
        {
            cos = 1 - (square * cos / (k * (k - 1)));
            sin = 1 - (square * sin / (k * (k + 1)));
        }

        sin *= r;
        return ((long)turns & 3) switch { 0 => (sin, cos), 1 => (cos, -sin), 2 => (-sin, -cos), _ => (-cos, sin) };
    }

    // ln(m·2ᵉ) = e·ln 2 + 2·artanh(t) with t = (m − 1)/(m + 1), |t| ≤ 0.172
    private static double Log(double x)
    {
        int exponent = Math.ILogB(x);
        double mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        double t = (mantissa - 1) / (mantissa + 1), square = t * t, sum = 0;
        for (int k = 27; k > 0; k -= 2)
        {
            sum = (1.0 / k) + (square * sum);
        }

        return (exponent * Ln2) + (2 * t * sum);
    }

    private static double Exp(double x)
    {
        double exponent = Math.Round(x / Ln2), r = x - (exponent * Ln2), sum = 1;
        for (int k = 20; k > 0; k--)
        {
            sum = 1 + (r * sum / k);
        }

        return Math.ScaleB(sum, (int)exponent);
    }
}
