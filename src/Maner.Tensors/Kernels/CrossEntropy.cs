using System.Buffers;
using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>Softmax with cross-entropy: loss = −log p[target], p = softmax(logits), averaged over rows.</summary>
internal static unsafe class CrossEntropy
{
    /// <summary>
    /// The mean loss; the logits become their own gradient.
    /// forward: loss = mean_rows(log Σ_c e^z[c] − z[target])   so: dz = (softmax(z) − onehot(target))/rows
    /// </summary>
    /// <param name="workers">The threads that share the rows.</param>
    /// <param name="logits">[N, C] in; the gradient of the mean loss out.</param>
    /// <param name="targets">N classes.</param>
    /// <returns>The loss in nats, averaged over the rows; 0 for no rows.</returns>
    public static double ForwardBackward(Workers workers, Matrix logits, ReadOnlySpan<int> targets)
    {
        double[] losses = ArrayPool<double>.Shared.Rent(logits.Rows);
        ForwardBackward(workers, logits, targets, 1f / logits.Rows, losses.AsSpan(0, logits.Rows));
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
    public static void ForwardBackward(Workers workers, Matrix logits, ReadOnlySpan<int> targets, float scale, Span<double> losses)
    {
        Shapes.Check(targets.Length == logits.Rows, $"{logits.Rows} targets, one a row, found {targets.Length}");
        Shapes.Check(losses.Length == logits.Rows, $"room for {logits.Rows} losses, one a row, found {losses.Length}");
        foreach (int target in targets)
        {
            Shapes.Check((uint)target < (uint)logits.Columns, $"targets below {logits.Columns}, found {target}");
        }

        fixed (int* target = targets)
        fixed (double* loss = losses)
        {
            Rows.For(workers, logits.Rows, logits.Columns * 4, new Row(logits, target, scale, loss));
        }
    }

    /// <summary>Each row becomes its softmax.</summary>
    /// <param name="logits">[N, C] in; probabilities out.</param>
    public static void Softmax(Matrix logits)
    {
        for (int row = 0; row < logits.Rows; row++)
        {
            Kernels.Softmax.Row(logits.RowPointer(row), logits.Columns, scale: 1, out _, out _);
        }
    }

    private readonly struct Row(Matrix logits, int* targets, float scale, double* losses) : IRowOperation
    {
        public void Invoke(int row)
        {
            float* z = logits.RowPointer(row);
            int target = targets[row];
            float targetLogit = z[target];
            Kernels.Softmax.Row(z, logits.Columns, scale: 1, out float max, out float sum);
            losses[row] = Math.Log(sum) + max - targetLogit;

            Vector512<float> factor = Vector512.Create(scale);
            z[target] -= 1;
            for (int column = 0; column < logits.Columns; column += Lanes.Count)
            {
                int left = logits.Columns - column;
                Lanes.Store(Lanes.Load(z + column, left) * factor, z + column, left);
            }
        }
    }
}
