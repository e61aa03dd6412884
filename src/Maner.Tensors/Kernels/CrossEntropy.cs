using System.Runtime.Intrinsics;

namespace Maner.Tensors.Kernels;

/// <summary>Softmax with cross-entropy: loss = −log p[target], p = softmax(logits), averaged over rows.</summary>
public static unsafe class CrossEntropy
{
    /// <summary>
    /// The mean loss; the logits become their own gradient.
    /// forward: loss = mean_rows(log Σ_c e^z[c] − z[target])   so: dz = (softmax(z) − onehot(target))/rows
    /// </summary>
    /// <param name="workers">The team that shares the rows.</param>
    /// <param name="logits">[N, C] in; the gradient of the mean loss out.</param>
    /// <param name="targets">N classes.</param>
    /// <returns>The loss in nats, averaged over the rows; 0 for no rows.</returns>
    public static double ForwardBackward(Workers workers, Matrix logits, ReadOnlySpan<int> targets)
    {
        Shapes.Check(targets.Length == logits.Rows, $"{logits.Rows} targets, one a row, found {targets.Length}");
        foreach (int target in targets)
        {
            Shapes.Check((uint)target < (uint)logits.Columns, $"targets below {logits.Columns}, found {target}");
        }

        double* losses = (double*)Scratch.Rent(ScratchUse.Partials, 2 * (nint)logits.Rows);
        fixed (int* target = targets)
        {
            Rows.For(workers, logits.Rows, logits.Columns * 4, new Row(logits, target, losses));
        }

        double sum = 0;
        for (int row = 0; row < logits.Rows; row++)
        {
            sum += losses[row];
        }

        return logits.Rows == 0 ? 0 : sum / logits.Rows;
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

    private readonly struct Row(Matrix logits, int* targets, double* losses) : IRowOperation
    {
        public void Invoke(int row)
        {
            float* z = logits.RowPointer(row);
            int target = targets[row];
            float targetLogit = z[target];
            Kernels.Softmax.Row(z, logits.Columns, scale: 1, out float max, out float sum);
            losses[row] = Math.Log(sum) + max - targetLogit;

            Vector512<float> scale = Vector512.Create(1f / logits.Rows);
            z[target] -= 1;
            for (int column = 0; column < logits.Columns; column += Lanes.Count)
            {
                int left = logits.Columns - column;
                Lanes.Store(Lanes.Load(z + column, left) * scale, z + column, left);
            }
        }
    }
}
