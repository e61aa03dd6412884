using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>Softmax of a row, with the maximum subtracted so that nothing overflows.</summary>
internal static unsafe class Softmax
{
    /// <summary>x[c] ← e^(scale·x[c] − max)/sum.</summary>
    public static void Row(float* x, int columns, float scale, out float max, out float sum)
    {
        Vector512<float> factor = Vector512.Create(scale);
        Vector512<float> greatest = Vector512.Create(float.NegativeInfinity);
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            greatest = Vector512.Max(greatest, Lanes.Load(x + column, columns - column, fill: float.NegativeInfinity) * factor);
        }

        max = Lanes.Max(greatest);
        Vector512<float> total = Vector512<float>.Zero;
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            int left = columns - column;
            Vector512<float> power = Exponential.Exp(
                (Lanes.Load(x + column, left, fill: float.NegativeInfinity) * factor) - Vector512.Create(max));
            Lanes.Store(power, x + column, left);
            total += power;
        }

        sum = Lanes.Sum(total);
        Vector512<float> inverse = Vector512.Create(1 / sum);
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            int left = columns - column;
            Lanes.Store(Lanes.Load(x + column, left) * inverse, x + column, left);
        }
    }

    // forward: p = softmax(scale·x)   so: dx = scale·p∘(dp − Σ dp∘p)

    /// <summary>dp[c] ← scale·p[c]·(dp[c] − Σ dp·p).</summary>
    public static void BackwardRow(float* p, float* dp, int columns, float scale)
    {
        Vector512<float> dot = Vector512<float>.Zero;
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            int left = columns - column;
            dot = Lanes.Fma(Lanes.Load(p + column, left), Lanes.Load(dp + column, left), dot);
        }

        Vector512<float> mean = Vector512.Create(Lanes.Sum(dot));
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            int left = columns - column;
            Vector512<float> centred = Lanes.Load(dp + column, left) - mean;
            Lanes.Store(Lanes.Load(p + column, left) * centred * Vector512.Create(scale), dp + column, left);
        }
    }
}
