using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model;

/// <summary>y = x·Wᵀ + b.</summary>
/// <param name="arena">Where the parameters live.</param>
/// <param name="weight">W [O, I].</param>
/// <param name="bias">b [O].</param>
internal readonly struct Linear(ParameterArena arena, Parameter weight, Parameter bias)
{
    /// <summary>y [N, O] from x [N, I].</summary>
    public Matrix Forward(LayerContext context, Matrix x)
    {
        Matrix y = context.Workspace.Rent(x.Rows, weight.Rows);
        Gemm.NT(context.Workers, x, arena.Value(weight), y, bias: arena.Value(bias));
        return y;
    }

    // forward: y[n,o] = Σ_i x[n,i]·W[o,i] + b[o]   so: dW += dyᵀ·x,  db += Σ_n dy,  dx (+)= dy·W

    /// <summary>Adds to dW and db; dx [N, I] is returned, or added to <paramref name="addTo"/> where a residual's gradient waits.</summary>
    public Matrix Backward(LayerContext context, Matrix x, Matrix dy, Matrix? addTo = null)
    {
        Gemm.TN(context.Workers, dy, x, arena.Gradient(weight), accumulate: true);
        Reduce.AddColumnSums(context.Workers, dy, arena.Gradient(bias));
        Matrix dx = addTo ?? context.Workspace.Rent(x.Rows, x.Columns);
        Gemm.NN(context.Workers, dy, arena.Value(weight), dx, accumulate: addTo is not null);
        return dx;
    }
}
