namespace Maner.Tensors.Kernels;

/// <summary>Softmax of a row, with the maximum subtracted so that nothing overflows.</summary>
internal static unsafe class Softmax
{
    /// <summary>x[c] ← e^(scale·x[c] − max)/sum.</summary>
    public static void Row<TLanes>(float* x, int columns, float scale, out float max, out float sum)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes factor = TLanes.Create(scale);
        TLanes greatest = TLanes.Create(float.NegativeInfinity);
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            greatest = TLanes.Max(greatest, Lanes.Load<TLanes>(x + column, columns - column, fill: float.NegativeInfinity) * factor);
        }

        max = greatest.Greatest();
        TLanes total = TLanes.Create(0);
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            int left = columns - column;
            TLanes power = Exponential.Exp(
                (Lanes.Load<TLanes>(x + column, left, fill: float.NegativeInfinity) * factor) - TLanes.Create(max));
            Lanes.Store(power, x + column, left);
            total += power;
        }

        sum = total.Sum();
        TLanes inverse = TLanes.Create(1 / sum);
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            int left = columns - column;
            Lanes.Store(Lanes.Load<TLanes>(x + column, left) * inverse, x + column, left);
        }
    }

    // forward: p = softmax(scale·x)   so: dx = scale·p∘(dp − Σ dp∘p)

    /// <summary>dp[c] ← scale·p[c]·(dp[c] − Σ dp·p).</summary>
    public static void BackwardRow<TLanes>(float* p, float* dp, int columns, float scale)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes dot = TLanes.Create(0);
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            int left = columns - column;
            dot = TLanes.Fma(Lanes.Load<TLanes>(p + column, left), Lanes.Load<TLanes>(dp + column, left), dot);
        }

        TLanes mean = TLanes.Create(dot.Sum());
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            int left = columns - column;
            TLanes centred = Lanes.Load<TLanes>(dp + column, left) - mean;
            Lanes.Store(Lanes.Load<TLanes>(p + column, left) * centred * TLanes.Create(scale), dp + column, left);
        }
    }
}
