using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>y = LayerNorm(residual + dropout(x)), with β or without: the closing of a post-norm block, the opening of a pre-norm one.</summary>
internal readonly struct Normalization(ParameterArena arena, Parameter gamma, Parameter? beta, float epsilon)
{
    /// <summary>What the backward pass needs: the sum before normalising, and each row's μ and 1/σ.</summary>
    public readonly record struct Cache(Matrix Sum, Matrix Statistics);

    /// <summary>y [N, H]; <paramref name="x"/> becomes the sum and is kept in the cache.</summary>
    /// <param name="context">Threads and memory.</param>
    /// <param name="x">[N, H].</param>
    /// <param name="residual">[N, H]; null for none.</param>
    /// <param name="dropout">Of x.</param>
    /// <param name="cache">For the backward pass.</param>
    /// <param name="into">Where y goes; null for memory of its own.</param>
    public Matrix Forward(LayerContext context, Matrix x, Matrix? residual, Dropout dropout, out Cache cache, Matrix? into = null)
    {
        Matrix y = into ?? context.Workspace.Rent(x.Rows, x.Columns);
        cache = new Cache(x, context.Workspace.Rent(x.Rows, 2));
        LayerNorm.Forward(context.Workers, x, residual, dropout, arena.Value(gamma), beta is null ? null : arena.Value(beta), epsilon, y, cache.Statistics);
        return y;
    }

    /// <summary>The sum's gradient, in the memory of <paramref name="dy"/>: it is the residual's, and before dropout x's.</summary>
    public Matrix Backward(LayerContext context, Cache cache, Matrix dy)
    {
        Backward(context, cache, dy, dSum: dy, addToSum: false);
        return dy;
    }

    /// <summary>The sum's gradient in memory that is given: added to what came to the sum past the normalisation, or written.</summary>
    public void Backward(LayerContext context, Cache cache, Matrix dy, Matrix dSum, bool addToSum) =>
        LayerNorm.Backward(
            context.Workers, cache.Sum, cache.Statistics, arena.Value(gamma), dy, dSum, arena.Gradient(gamma), beta is null ? null : arena.Gradient(beta), addToSum);
}
