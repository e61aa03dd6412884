using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>y = x·Wᵀ + b, or without b.</summary>
internal readonly struct Linear
{
    private readonly ParameterArena _arena;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly PackedWeight? _packed;
    private readonly int _first;
    private readonly int _outputs;

    private Linear(ParameterArena arena, Parameter weight, Parameter? bias, PackedWeight? packed, int first, int outputs) =>
        (_arena, _weight, _bias, _packed, _first, _outputs) = (arena, weight, bias, packed, first, outputs);

    /// <summary>A layer whose parameters live in an arena: W [O, I], b [O].</summary>
    public Linear(ParameterArena arena, Parameter weight, Parameter? bias)
        : this(arena, weight, bias, packed: null, first: 0, weight.Rows)
    {
    }

    /// <summary>The same for prediction, with W packed.</summary>
    public Linear WithPacked(PackedWeight weight) => new(_arena, _weight, _bias, weight, _first, _outputs);

    /// <summary>Layers with the same input as one: their outputs are side by side.</summary>
    /// <param name="arena">Where the parameters live.</param>
    /// <param name="frozen">For prediction: packs the weights, which then do not live in the arena. Null for training.</param>
    /// <param name="weights">W [O, I] each, one after another in the arena.</param>
    /// <param name="biases">b [O] each; none for layers without.</param>
    public static Linear Bind(ParameterArena arena, FrozenWeights? frozen, ReadOnlySpan<Parameter> weights, ReadOnlySpan<Parameter> biases)
    {
        Parameter? bias = biases.IsEmpty ? null : ParameterArena.Join("bias", biases);
        if (frozen is null)
        {
            return new Linear(arena, ParameterArena.Join("weight", weights), bias);
        }

        PackedWeight packed = frozen.Pack(weights);
        return new Linear(arena, weights[0], bias, packed, first: 0, packed.Outputs);
    }

    /// <summary>Some outputs of a layer.</summary>
    /// <param name="arena">Where the parameters live.</param>
    /// <param name="frozen">For prediction: packs that part of the weight. Null for training.</param>
    /// <param name="weight">W of all outputs.</param>
    /// <param name="bias">b of all outputs, or null.</param>
    /// <param name="first">The first of these.</param>
    /// <param name="outputs">Their number.</param>
    public static Linear BindPart(ParameterArena arena, FrozenWeights? frozen, Parameter weight, Parameter? bias, int first, int outputs) =>
        new(arena, weight, bias, frozen?.Pack(weight, first, outputs), first, outputs);

    /// <summary>y [N, O] from x [N, I].</summary>
    public Matrix Forward(LayerContext context, Matrix x)
    {
        Matrix y = context.Workspace.Rent(x.Rows, _outputs);
        Forward(context, x, y, epilogue: null);
        return y;
    }

    /// <summary>The same into memory that is given, and what is made of it.</summary>
    public void Forward(LayerContext context, Matrix x, Matrix y, GemmEpilogue? epilogue)
    {
        if (_packed is null)
        {
            Gemm.NT(context.Workers, x, Weight, y, bias: Bias, epilogue: epilogue);
        }
        else
        {
            Gemm.NT(context.Workers, x, _packed, y, Bias, epilogue);
        }
    }

    /// <summary>x·Wᵀ + b, and its activation: in memory of its own when training, where the backward pass needs both, else in place.</summary>
    public (Matrix Before, Matrix Activated) ForwardActivated(LayerContext context, Matrix x, Activation activation)
    {
        Matrix activated = context.Workspace.Rent(x.Rows, _outputs), before = context.Pass.IsTraining ? context.Workspace.Rent(x.Rows, _outputs) : activated;
        Forward(context, x, before, GemmEpilogue.Activate(activation, activated));
        return (before, activated);
    }

    // forward: y[n,o] = Σ_i x[n,i]·W[o,i] + b[o]   so: dW += dyᵀ·x,  db += Σ_n dy,  dx (+)= dy·W

    /// <summary>Adds to dW and db; dx [N, I] is returned, or added to <paramref name="addTo"/> where a residual's gradient waits.</summary>
    public Matrix Backward(LayerContext context, Matrix x, Matrix dy, Matrix? addTo = null)
    {
        Matrix dx = addTo ?? context.Workspace.Rent(x.Rows, x.Columns), dWeight;
        bool isZero = false;
        if (_outputs == _weight.Rows)
        {
            dWeight = _arena.GradientToWrite(_weight, out isZero);
        }
        else
        {
            dWeight = _arena.Gradient(_weight).RowRange(_first, _outputs); // the other outputs' are not to be left undefined
        }

        Matrix? dBias = _bias is null ? null : _arena.Gradient(_bias).ColumnRange(_first, _outputs);
        LinearBackward.Run(context.Workers, x, Weight, dy, dWeight, addToDW: !isZero, dBias, dx, addToDx: addTo is not null);
        return dx;
    }

    private Matrix Weight => _arena.Value(_weight).RowRange(_first, _outputs);

    private Matrix? Bias => _bias is null ? null : _arena.Value(_bias).ColumnRange(_first, _outputs);
}
