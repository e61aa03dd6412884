namespace Maner.Tensors.Kernels;

/// <summary>
/// Layer normalisation (Ba, Kiros and Hinton 2016) of a sum, as transformers use it: s = residual + dropout(x), y = γ·(s − μ)/σ + β,
/// with μ and σ² = variance + ε of each row. Post-norm layers hand on y alone, pre-norm layers s too.
/// </summary>
internal static unsafe class LayerNorm
{
    /// <summary>Adds the residual, then normalises.</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="x">[N, H]; becomes s, which the backward pass reads.</param>
    /// <param name="residual">[N, H], or null for s = x.</param>
    /// <param name="dropout">Applied to x before it meets the residual.</param>
    /// <param name="gamma">[1, H].</param>
    /// <param name="beta">[1, H], or null for none.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">[N, H].</param>
    /// <param name="statistics">[N, 2]: μ and 1/σ of each row, for the backward pass.</param>
    public static void Forward(
        Workers workers, Matrix x, Matrix? residual, Dropout dropout, Matrix gamma, Matrix? beta, float epsilon, Matrix y, Matrix statistics)
    {
        Shapes.CheckSame(x, y, "layer normalisation");
        Shapes.Check(gamma.Columns == x.Columns && (beta is not { } shift || shift.Columns == x.Columns), $"γ and β of {x.Columns} columns");
        Shapes.Check(statistics.Rows == x.Rows && statistics.Columns == 2, $"statistics [{x.Rows}, 2]");
        if (residual is { } given)
        {
            Shapes.CheckSame(x, given, "residual");
        }

        Rows.For(workers, x.Rows, x.Columns, new ForwardRow(x, residual ?? default, dropout, gamma.Pointer, beta is { } added ? added.Pointer : null, epsilon, y, statistics));
    }

    // forward: y = γ·x̂ + β, x̂ = (s − μ)/σ
    // so:      dγ += Σ_rows dy·x̂,  dβ += Σ_rows dy,  ds = (γ·dy − mean(γ·dy) − x̂·mean(γ·dy·x̂))/σ

    /// <summary>ds from dy, and the gradients of γ and β.</summary>
    /// <param name="workers">The threads that share the work.</param>
    /// <param name="s">[N, H], as the forward pass left it.</param>
    /// <param name="statistics">[N, 2], as the forward pass left it.</param>
    /// <param name="gamma">[1, H].</param>
    /// <param name="dy">[N, H].</param>
    /// <param name="ds">[N, H]; may be the same as <paramref name="dy"/>.</param>
    /// <param name="dGamma">[1, H], added to.</param>
    /// <param name="dBeta">[1, H], added to; null for none.</param>
    /// <param name="addToDs">Whether ds is added to: it holds what came to s past the normalisation.</param>
    public static void Backward(
        Workers workers, Matrix s, Matrix statistics, Matrix gamma, Matrix dy, Matrix ds, Matrix dGamma, Matrix? dBeta, bool addToDs = false)
    {
        Shapes.CheckSame(s, dy, "layer normalisation backward");
        Shapes.CheckSame(s, ds, "layer normalisation backward");
        int blocks = (s.Columns + Lanes.ColumnBlock - 1) / Lanes.ColumnBlock;
        Lanes.Run(workers, blocks, new ParameterBlock(s, statistics, dy, dGamma.Pointer, dBeta is { } shift ? shift.Pointer : null));
        Rows.For(workers, s.Rows, s.Columns, new BackwardRow(s, statistics, gamma.Pointer, dy, ds, addToDs));
    }

    private readonly struct ForwardRow(
        Matrix x, Matrix residual, Dropout dropout, float* gamma, float* beta, float epsilon, Matrix y, Matrix statistics) : ILaneOperation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes>
        {
            float* s = x.RowPointer(row);
            int columns = x.Columns;
            float* added = residual.Pointer is null ? null : residual.RowPointer(row);
            float mean = AddResidual<TLanes>(s, added, dropout.Row(row), dropout.IsOn, columns).Sum() / columns;

            TLanes squares = TLanes.Create(0);
            for (int column = 0; column < columns; column += Lanes.Count)
            {
                TLanes centred = Lanes.Load<TLanes>(s + column, columns - column, fill: mean) - TLanes.Create(mean);
                squares = TLanes.Fma(centred, centred, squares);
            }

            float inverse = 1 / MathF.Sqrt((squares.Sum() / columns) + epsilon);
            float* destination = y.RowPointer(row);
            for (int column = 0; column < columns; column += Lanes.Count)
            {
                int left = columns - column;
                TLanes normal = (Lanes.Load<TLanes>(s + column, left) - TLanes.Create(mean)) * TLanes.Create(inverse);
                TLanes scale = Lanes.Load<TLanes>(gamma + column, left);
                Lanes.Store(beta is null ? normal * scale : TLanes.Fma(normal, scale, Lanes.Load<TLanes>(beta + column, left)), destination + column, left);
            }

            statistics.RowPointer(row)[0] = mean;
            statistics.RowPointer(row)[1] = inverse;
        }

        private static TLanes AddResidual<TLanes>(float* s, float* added, DropoutRow mask, bool isDropped, int columns)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes sum = TLanes.Create(0);
            for (int column = 0; column < columns; column += Lanes.Count)
            {
                int left = columns - column;
                TLanes value = Lanes.Load<TLanes>(s + column, left);
                if (isDropped)
                {
                    value *= mask.Factors<TLanes>(column);
                }

                if (added is not null)
                {
                    value += Lanes.Load<TLanes>(added + column, left);
                }

                Lanes.Store(value, s + column, left);
                sum += value;
            }

            return sum;
        }
    }

    /// <summary>Sums down the rows for some columns, so that a sum's order never depends on the number of threads.</summary>
    private readonly struct ParameterBlock(Matrix s, Matrix statistics, Matrix dy, float* dGamma, float* dBeta) : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            int end = Math.Min(s.Columns, (item + 1) * Lanes.ColumnBlock);
            for (int column = item * Lanes.ColumnBlock; column < end; column += Lanes.Count)
            {
                int left = end - column;
                TLanes gammaSum = Lanes.Load<TLanes>(dGamma + column, left);
                TLanes betaSum = dBeta is null ? TLanes.Create(0) : Lanes.Load<TLanes>(dBeta + column, left);
                for (int row = 0; row < s.Rows; row++)
                {
                    float* moments = statistics.RowPointer(row);
                    TLanes upstream = Lanes.Load<TLanes>(dy.RowPointer(row) + column, left);
                    TLanes normal =
                        (Lanes.Load<TLanes>(s.RowPointer(row) + column, left) - TLanes.Create(moments[0])) * TLanes.Create(moments[1]);
                    gammaSum = TLanes.Fma(upstream, normal, gammaSum);
                    betaSum += upstream;
                }

                Lanes.Store(gammaSum, dGamma + column, left);
                if (dBeta is not null)
                {
                    Lanes.Store(betaSum, dBeta + column, left);
                }
            }
        }
    }

    private readonly struct BackwardRow(Matrix s, Matrix statistics, float* gamma, Matrix dy, Matrix ds, bool addToDs) : ILaneOperation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes>
        {
            float* source = s.RowPointer(row);
            float* upstream = dy.RowPointer(row);
            float* destination = ds.RowPointer(row);
            int columns = s.Columns;
            TLanes mean = TLanes.Create(statistics.RowPointer(row)[0]);
            TLanes inverse = TLanes.Create(statistics.RowPointer(row)[1]);

            TLanes sum = TLanes.Create(0), projected = TLanes.Create(0);
            for (int column = 0; column < columns; column += Lanes.Count)
            {
                int left = columns - column;
                TLanes scaled = Lanes.Load<TLanes>(upstream + column, left) * Lanes.Load<TLanes>(gamma + column, left);
                TLanes normal = (Lanes.Load<TLanes>(source + column, left) - mean) * inverse;
                sum += scaled;
                projected = TLanes.Fma(scaled, normal, projected);
            }

            TLanes meanOfScaled = TLanes.Create(sum.Sum() / columns);
            TLanes meanOfProjected = TLanes.Create(projected.Sum() / columns);
            for (int column = 0; column < columns; column += Lanes.Count)
            {
                int left = columns - column;
                TLanes scaled = Lanes.Load<TLanes>(upstream + column, left) * Lanes.Load<TLanes>(gamma + column, left);
                TLanes normal = (Lanes.Load<TLanes>(source + column, left) - mean) * inverse;
                TLanes gradient = (scaled - meanOfScaled - (normal * meanOfProjected)) * inverse;
                Lanes.Store(addToDs ? Lanes.Load<TLanes>(destination + column, left) + gradient : gradient, destination + column, left);
            }
        }
    }
}
