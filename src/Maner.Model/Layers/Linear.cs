using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>y = x·Wᵀ + b.</summary>
internal readonly struct Linear
{
    private readonly ParameterArena _arena;
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly PackedWeight? _packed;

    private Linear(ParameterArena arena, Parameter weight, Parameter bias, PackedWeight? packed) =>
        (_arena, _weight, _bias, _packed) = (arena, weight, bias, packed);

    /// <summary>A layer whose parameters live in an arena: W [O, I], b [O].</summary>
    public Linear(ParameterArena arena, Parameter weight, Parameter bias)
        : this(arena, weight, bias, packed: null)
    {
    }

    /// <summary>The same for prediction, with W packed.</summary>
    public Linear WithPacked(PackedWeight weight) => new(_arena, _weight, _bias, weight);

    /// <summary>Layers with the same input as one: their outputs are side by side.</summary>
    /// <param name="arena">Where the parameters live.</param>
    /// <param name="frozen">For prediction: packs the weights, which then do not live in the arena. Null for training.</param>
    /// <param name="weights">W [O, I] each, one after another in the arena.</param>
    /// <param name="biases">b [O] each.</param>
    public static Linear Bind(ParameterArena arena, FrozenWeights? frozen, ReadOnlySpan<Parameter> weights, ReadOnlySpan<Parameter> biases)
    {
        Parameter bias = ParameterArena.Join("bias", biases);
        return frozen is null
            ? new Linear(arena, ParameterArena.Join("weight", weights), bias)
            : new Linear(arena, weights[0], bias, frozen.Pack(weights));
    }

    /// <summary>y [N, O] from x [N, I].</summary>
    public Matrix Forward(LayerContext context, Matrix x) => Forward(context, x, activated: null);

    /// <summary>x·Wᵀ + b, and its activation: in memory of its own when training, where the backward pass needs both, else in place.</summary>
    public (Matrix Before, Matrix Activated) ForwardActivated(LayerContext context, Matrix x, Activation activation)
    {
        if (activation != Activation.Gelu)
        {
            Matrix before = Forward(context, x), after = context.Pass.IsTraining ? context.Workspace.Rent(x.Rows, _bias.Columns) : before;
            activation.Forward(context.Workers, before, after);
            return (before, after);
        }

        Matrix activated = context.Workspace.Rent(x.Rows, _bias.Columns);
        return context.Pass.IsTraining ? (Forward(context, x, activated), activated) : (activated, ForwardInto(context, x, activated, activated));
    }

    // forward: y[n,o] = Σ_i x[n,i]·W[o,i] + b[o]   so: dW += dyᵀ·x,  db += Σ_n dy,  dx (+)= dy·W

    /// <summary>Adds to dW and db; dx [N, I] is returned, or added to <paramref name="addTo"/> where a residual's gradient waits.</summary>
    public Matrix Backward(LayerContext context, Matrix x, Matrix dy, Matrix? addTo = null)
    {
        Matrix dx = addTo ?? context.Workspace.Rent(x.Rows, x.Columns);
        Matrix dWeight = _arena.GradientToWrite(_weight, out bool isZero);
        LinearBackward.Run(
            context.Workers, x, _arena.Value(_weight), dy, dWeight, addToDW: !isZero, _arena.Gradient(_bias), dx, addToDx: addTo is not null);
        return dx;
    }

    private Matrix Forward(LayerContext context, Matrix x, Matrix? activated) =>
        ForwardInto(context, x, context.Workspace.Rent(x.Rows, _bias.Columns), activated);

    private Matrix ForwardInto(LayerContext context, Matrix x, Matrix y, Matrix? activated)
    {
        if (_packed is null)
        {
            Gemm.NT(context.Workers, x, _arena.Value(_weight), y, bias: _arena.Value(_bias), activated: activated);
        }
        else
        {
            Gemm.NT(context.Workers, x, _packed, y, _arena.Value(_bias), activated);
        }

        return y;
    }
}
