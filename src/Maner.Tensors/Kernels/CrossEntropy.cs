using System.Buffers;

namespace Maner.Tensors.Kernels;

/// <summary>Softmax with cross-entropy: loss = −log p[target], p = softmax(logits), averaged over rows.</summary>
internal static unsafe class CrossEntropy
{
    private const int MostOnStack = 64;

    /// <summary>
    /// The mean loss; the logits become their own gradient.
    /// forward: loss = mean_rows(log Σ_c e^z[c] − z[target])   so: dz = (softmax(z) − onehot(target))/rows
    /// </summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="logits">[N, C] in; the gradient of the mean loss out.</param>
    /// <param name="targets">N classes.</param>
    /// <param name="sets">Sets of classes of which one is right, nobody knows which; a target below zero is ~(its number).</param>
    /// <returns>The loss in nats, averaged over the rows; 0 for no rows.</returns>
    public static double ForwardBackward(Workers workers, Matrix logits, ReadOnlySpan<int> targets, IReadOnlyList<int[]>? sets = null)
    {
        double[] losses = ArrayPool<double>.Shared.Rent(logits.Rows);
        ForwardBackward(workers, logits, targets, 1f / logits.Rows, losses.AsSpan(0, logits.Rows), sets);
        double sum = 0;
        foreach (double loss in losses.AsSpan(0, logits.Rows))
        {
            sum += loss;
        }

        ArrayPool<double>.Shared.Return(losses);
        return logits.Rows == 0 ? 0 : sum / logits.Rows;
    }

    /// <summary>
    /// Every row's loss; the logits become the gradient of the losses' weighted sum.
    /// forward: loss = scale·Σ_rows(log Σ_c e^z[c] − z[target])   so: dz = scale·(softmax(z) − onehot(target))
    /// </summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="logits">[N, C] in; the gradient out.</param>
    /// <param name="targets">N classes.</param>
    /// <param name="scale">What a row weighs: one over the number of rows of all parts that the mean is over.</param>
    /// <param name="losses">N losses in nats, unscaled.</param>
    /// <param name="sets">
    /// Sets A of classes of which one is right, nobody knows which; a target below zero is ~(its number).
    /// forward: loss = −log Σ_{c∈A} p_c   so: dz_c = p_c − [c∈A]·p_c/Σ_{a∈A} p_a
    /// </param>
    public static void ForwardBackward(
        Workers workers, Matrix logits, ReadOnlySpan<int> targets, float scale, Span<double> losses, IReadOnlyList<int[]>? sets = null)
    {
        Shapes.Check(targets.Length == logits.Rows, $"{logits.Rows} targets, one per row, found {targets.Length}");
        Shapes.Check(losses.Length == logits.Rows, $"room for {logits.Rows} losses, one per row, found {losses.Length}");
        foreach (int target in targets)
        {
            Shapes.Check(target < logits.Columns && ~target < (sets?.Count ?? 0), $"targets below {logits.Columns} or of {sets?.Count ?? 0} sets, found {target}");
        }

        bool isOpen = sets is { Count: > 0 }; // else nothing is allocated
        int[] members = isOpen ? [.. sets!.SelectMany(set => set)] : [], ends = isOpen ? new int[sets!.Count] : [];
        for (int set = 0, end = 0; set < ends.Length; set++)
        {
            ends[set] = end += sets![set].Length;
        }

        fixed (int* target = targets, member = members, setEnd = ends)
        fixed (double* loss = losses)
        {
            Rows.For(workers, logits.Rows, logits.Columns * 4, new Row(logits, target, scale, loss, member, setEnd));
        }
    }

    /// <summary>Each row becomes its softmax.</summary>
    /// <param name="logits">[N, C] in; probabilities out.</param>
    public static void Softmax(Matrix logits)
    {
        for (int row = 0; row < logits.Rows; row++)
        {
            Lanes.Invoke(new SoftmaxRow(logits), row);
        }
    }

    private readonly struct SoftmaxRow(Matrix logits) : ILaneOperation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes> => Kernels.Softmax.Row<TLanes>(logits.RowPointer(row), logits.Columns, scale: 1, out _, out _);
    }

    private readonly struct Row(Matrix logits, int* targets, float scale, double* losses, int* members, int* ends) : ILaneOperation
    {
        public void Invoke<TLanes>(int row)
            where TLanes : struct, ILanes<TLanes>
        {
            float* z = logits.RowPointer(row);
            int target = targets[row];
            ReadOnlySpan<int> set = target < 0 ? SetOf(target) : [];
            Span<float> within = set.Length <= MostOnStack ? stackalloc float[MostOnStack] : new float[set.Length];
            float targetLogit = target < 0 ? SoftmaxWithin(z, set, within) : z[target];
            Kernels.Softmax.Row<TLanes>(z, logits.Columns, scale: 1, out float max, out float sum);
            losses[row] = Math.Log(sum) + max - targetLogit;
            if (target < 0)
            {
                for (int index = 0; index < set.Length; index++)
                {
                    z[set[index]] -= within[index];
                }
            }
            else
            {
                z[target] -= 1;
            }

            TLanes factor = TLanes.Create(scale);
            for (int column = 0; column < logits.Columns; column += Lanes.Count)
            {
                int left = logits.Columns - column;
                Lanes.Store(Lanes.Load<TLanes>(z + column, left) * factor, z + column, left);
            }
        }

        private ReadOnlySpan<int> SetOf(int target)
        {
            int begin = target == -1 ? 0 : ends[~target - 1];
            return new(members + begin, ends[~target] - begin);
        }

        /// <summary>p_c/Σ_{a∈A} p_a from the logits themselves: the p may all be too small for a float. Returns log Σ_{a∈A} e^z[a].</summary>
        private static float SoftmaxWithin(float* z, ReadOnlySpan<int> set, Span<float> within)
        {
            float greatest = float.NegativeInfinity, sum = 0;
            foreach (int column in set)
            {
                greatest = MathF.Max(greatest, z[column]);
            }

            for (int index = 0; index < set.Length; index++)
            {
                within[index] = MathF.Exp(z[set[index]] - greatest);
                sum += within[index];
            }

            for (int index = 0; index < set.Length; index++)
            {
                within[index] /= sum;
            }

            return MathF.Log(sum) + greatest;
        }
    }
}
