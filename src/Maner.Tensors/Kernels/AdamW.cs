namespace Maner.Tensors.Kernels;

/// <summary>
/// One step of AdamW (Loshchilov and Hutter 2019; Adam with bias correction, Kingma and Ba 2015), in the order of operations of
/// PyTorch's <c>torch.optim.AdamW</c>. Gradient clipping is a factor, so that one pass over memory does all.
/// </summary>
/// <param name="LearningRate">The learning rate of this step.</param>
/// <param name="Number">The step's number, from 1: the bias correction's exponent.</param>
/// <param name="GradientScale">Multiplies every gradient first: 1, or less where the global norm is clipped.</param>
/// <param name="WeightDecay">Decoupled weight decay of the parameters that have any.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Added to the square root of the second moment.</param>
internal readonly record struct AdamWStep(
    float LearningRate, int Number, float GradientScale, float WeightDecay, float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f)
{
    /// <summary>What decay multiplies a parameter with in this step.</summary>
    public float DecayFactor => 1 - (LearningRate * WeightDecay);
}

/// <summary>The fused update.</summary>
internal static unsafe class AdamW
{
    private const int BlockLength = 16384;

    /// <summary>m, v and p of a run of parameters.</summary>
    /// <param name="workers">The threads that share the run.</param>
    /// <param name="step">The step.</param>
    /// <param name="decay">Whether weight decay applies to this run.</param>
    /// <param name="start">First float of the run, the same in all four buffers.</param>
    /// <param name="length">Floats in the run.</param>
    /// <param name="values">p.</param>
    /// <param name="gradients">g.</param>
    /// <param name="first">m, the first moment.</param>
    /// <param name="second">v, the second moment.</param>
    public static void Update(
        Workers workers, in AdamWStep step, bool decay, nint start, nint length,
        NativeBuffer values, NativeBuffer gradients, NativeBuffer first, NativeBuffer second)
    {
        Shapes.CheckRange(start, length, Math.Min(Math.Min(values.Length, gradients.Length), Math.Min(first.Length, second.Length)));
        int blocks = (int)((length + BlockLength - 1) / BlockLength);
        Lanes.Run(workers, blocks, new Block(
            new Constants(step, decay), length, values.Pointer + start, gradients.Pointer + start, first.Pointer + start, second.Pointer + start));
    }

    /// <summary>The same for some rows of an embedding table; their gradients and moments are in compact buffers, one row per slot.</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="step">The step; weight decay applies.</param>
    /// <param name="rows">The table's row of each slot; no row twice.</param>
    /// <param name="table">[V, H].</param>
    /// <param name="gradients">[slots, H].</param>
    /// <param name="first">[slots, H].</param>
    /// <param name="second">[slots, H].</param>
    public static void UpdateRows(
        Workers workers, in AdamWStep step, ReadOnlySpan<int> rows, Matrix table, Matrix gradients, Matrix first, Matrix second)
    {
        Shapes.Check(rows.Length <= gradients.Rows && gradients.Columns == table.Columns, $"a gradient row of {table.Columns} for each of {rows.Length} rows");
        fixed (int* index = rows)
        {
            Rows.For(workers, rows.Length, 4 * table.Columns, new TableRow(new Constants(step, decay: true), index, table, gradients, first, second));
        }
    }

    /// <summary>x ← x·f₀·f₁·…, one factor after another, as as many steps of decay alone would.</summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="x">[N, H].</param>
    /// <param name="factors">One factor a step.</param>
    public static void Decay(Workers workers, Matrix x, ReadOnlySpan<float> factors)
    {
        fixed (float* factor = factors)
        {
            Rows.For(workers, x.Rows, x.Columns, new DecayRow(x, factor, factors.Length));
        }
    }

    private static void UpdateRun<TLanes>(in Constants constants, int length, float* values, float* gradients, float* first, float* second)
        where TLanes : struct, ILanes<TLanes>
    {
        for (int offset = 0; offset < length; offset += Lanes.Count)
        {
            int left = length - offset;
            TLanes g = Lanes.Load<TLanes>(gradients + offset, left) * TLanes.Create(constants.GradientScale);
            TLanes m = Lanes.Load<TLanes>(first + offset, left);
            TLanes v = Lanes.Load<TLanes>(second + offset, left);
            m = TLanes.Fma(g, TLanes.Create(constants.OneMinusBeta1), m * TLanes.Create(constants.Beta1));
            v = TLanes.Fma(g * TLanes.Create(constants.OneMinusBeta2), g, v * TLanes.Create(constants.Beta2));
            TLanes denominator = TLanes.Fma(
                TLanes.Sqrt(v), TLanes.Create(constants.InverseRootCorrection2), TLanes.Create(constants.Epsilon));
            TLanes p = Lanes.Load<TLanes>(values + offset, left) * TLanes.Create(constants.DecayFactor);
            p = TLanes.Fma(m / denominator, TLanes.Create(-constants.StepSize), p);
            Lanes.Store(m, first + offset, left);
            Lanes.Store(v, second + offset, left);
            Lanes.Store(p, values + offset, left);
        }
    }

    /// <summary>What a step multiplies with, worked out once in double precision.</summary>
    internal readonly struct Constants(in AdamWStep step, bool decay)
    {
        public float GradientScale { get; } = step.GradientScale;

        public float Beta1 { get; } = step.Beta1;

        public float Beta2 { get; } = step.Beta2;

        public float OneMinusBeta1 { get; } = (float)(1 - (double)step.Beta1);

        public float OneMinusBeta2 { get; } = (float)(1 - (double)step.Beta2);

        public float Epsilon { get; } = step.Epsilon;

        public float DecayFactor { get; } = decay ? step.DecayFactor : 1;

        public float StepSize { get; } = (float)(step.LearningRate / (1 - Math.Pow(step.Beta1, step.Number)));

        public float InverseRootCorrection2 { get; } = (float)(1 / Math.Sqrt(1 - Math.Pow(step.Beta2, step.Number)));
    }

    private readonly struct TableRow(Constants constants, int* rows, Matrix table, Matrix gradients, Matrix first, Matrix second) : ILaneOperation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes> =>
            UpdateRun<TLanes>(constants, table.Columns, table.RowPointer(rows[row]), gradients.RowPointer(row), first.RowPointer(row), second.RowPointer(row));
    }

    private readonly struct DecayRow(Matrix x, float* factors, int count) : ILaneOperation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes>
        {
            // Factors come by the thousand, each product waits for the one before it: four chains at a time keep the multiplier busy.
            float* target = x.RowPointer(row);
            int column = 0;
            for (; column + (4 * Lanes.Count) <= x.Columns; column += 4 * Lanes.Count)
            {
                float* four = target + column;
                TLanes value0 = TLanes.Load(four), value1 = TLanes.Load(four + Lanes.Count);
                TLanes value2 = TLanes.Load(four + (2 * Lanes.Count)), value3 = TLanes.Load(four + (3 * Lanes.Count));
                for (int step = 0; step < count; step++)
                {
                    TLanes factor = TLanes.Create(factors[step]);
                    value0 *= factor;
                    value1 *= factor;
                    value2 *= factor;
                    value3 *= factor;
                }

                value0.Store(four);
                value1.Store(four + Lanes.Count);
                value2.Store(four + (2 * Lanes.Count));
                value3.Store(four + (3 * Lanes.Count));
            }

            for (; column < x.Columns; column += Lanes.Count)
            {
                int left = x.Columns - column;
                TLanes value = Lanes.Load<TLanes>(target + column, left);
                for (int step = 0; step < count; step++)
                {
                    value *= TLanes.Create(factors[step]);
                }

                Lanes.Store(value, target + column, left);
            }
        }
    }

    private readonly struct Block(Constants constants, nint length, float* values, float* gradients, float* first, float* second)
        : ILaneOperation
    {
        public void Invoke<TLanes>(int item)
            where TLanes : struct, ILanes<TLanes>
        {
            nint start = (nint)item * BlockLength;
            int count = (int)Math.Min(BlockLength, length - start);
            UpdateRun<TLanes>(constants, count, values + start, gradients + start, first + start, second + start);
        }
    }
}
