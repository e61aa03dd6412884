using Maner.Model.Parameters;
using Maner.Tensors.Kernels;

namespace Maner.Training;

/// <summary>AdamW over all arenas of a model, with the global gradient norm clipped first (<c>torch.nn.utils.clip_grad_norm_</c>).</summary>
/// <param name="arenas">All parameters that are trained.</param>
/// <param name="weightDecay">Decoupled decay of matrices and embeddings; vectors have none.</param>
/// <param name="maxNorm">The norm that gradients are scaled down to; infinity for no clipping.</param>
/// <param name="beta2">Decay of the second moment.</param>
/// <param name="epsilon">Added to the square root of the second moment.</param>
internal sealed class Optimizer(
    IReadOnlyList<IParameterArena> arenas, float weightDecay, float maxNorm, float beta2 = 0.999f, float epsilon = 1e-8f)
{
    // As PyTorch has it: keeps the division defined.
    private const double NormEpsilon = 1e-6;

    /// <summary>Steps taken.</summary>
    public int StepCount { get; set; }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        foreach (IParameterArena arena in arenas)
        {
            arena.ClearGradients();
        }
    }

    /// <summary>One update.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <returns>The gradients' global norm before clipping.</returns>
    public double Step(float learningRate)
    {
        double squares = 0;
        foreach (IParameterArena arena in arenas)
        {
            squares += arena.SumOfSquaredGradients();
        }

        double norm = Math.Sqrt(squares);
        StepCount++;
        var step = new AdamWStep(learningRate, StepCount, (float)Math.Min(1, maxNorm / (norm + NormEpsilon)), weightDecay, Beta2: beta2, Epsilon: epsilon);
        foreach (IParameterArena arena in arenas)
        {
            arena.Step(step);
        }

        return norm;
    }
}
