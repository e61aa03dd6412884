using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>
/// y = Wo·dropout(f(a)∘g) with [a, g] = Wi·x: a gated linear unit (Shazeer 2020), GeGLU where f is GELU. Both halves of Wi are products of their own, so that
/// activation and gate are made while the tiles are in the cache. Parity: Hugging Face <c>ModernBertMLP</c>.
/// </summary>
internal sealed class GatedFeedForward
{
    private readonly int _layer;
    private readonly int _width;
    private readonly Activation _activation;
    private readonly Parameter _innerWeight;
    private readonly Parameter? _innerBias;
    private readonly Parameter _outerWeight;
    private readonly Parameter? _outerBias;
    private Linear _both;
    private Linear _input;
    private Linear _gate;
    private Linear _outer;

    private Matrix _x;
    private Matrix _inputs;
    private Matrix _gates;
    private Matrix _product;

    public GatedFeedForward(EncoderConfig config, bool hasBias, int layer, ParameterList scope)
    {
        _layer = layer;
        _width = config.IntermediateSize;
        _activation = config.Activation;
        _innerWeight = scope.Weight("Wi.weight", 2 * _width, config.HiddenSize);
        _innerBias = hasBias ? scope.Vector("Wi.bias", 2 * _width) : null;
        _outerWeight = scope.Weight("Wo.weight", config.HiddenSize, _width);
        _outerBias = hasBias ? scope.Vector("Wo.bias", config.HiddenSize) : null;
    }

    public void Bind(ParameterArena arena, FrozenWeights? frozen = null)
    {
        _input = Linear.BindPart(arena, frozen, _innerWeight, _innerBias, 0, _width);
        _gate = Linear.BindPart(arena, frozen, _innerWeight, _innerBias, _width, _width);
        _both = new Linear(arena, _innerWeight, _innerBias);
        _outer = Linear.BindPart(arena, frozen, _outerWeight, _outerBias, 0, _outerWeight.Rows);
    }

    /// <summary>[R, H] → [R, H].</summary>
    /// <param name="context">Threads, memory, dropout.</param>
    /// <param name="x">[R, H].</param>
    /// <param name="into">Where the result goes; null for memory of its own.</param>
    public Matrix Forward(LayerContext context, Matrix x, Matrix? into = null)
    {
        _x = x;
        _product = context.Workspace.Rent(x.Rows, _width);
        if (context.Pass.IsTraining)
        {
            Matrix inner = context.Workspace.Rent(x.Rows, 2 * _width);
            (_inputs, _gates) = (inner.ColumnRange(0, _width), inner.ColumnRange(_width, _width));
        }
        else
        {
            (_inputs, _gates) = (_product, context.Workspace.Rent(x.Rows, _width));
        }

        _input.Forward(context, x, _inputs, GemmEpilogue.Activate(_activation, _product));
        _gate.Forward(context, x, _gates, GemmEpilogue.Gate(_product));
        Dropout dropout = Dropping(context);
        if (dropout.IsOn)
        {
            dropout.Apply(context.Workers, _product, _product);
        }

        Matrix y = into ?? context.Workspace.Rent(x.Rows, x.Columns);
        _outer.Forward(context, _product, y, epilogue: null);
        return y;
    }

    /// <summary>dx [R, H].</summary>
    public Matrix Backward(LayerContext context, Matrix dy)
    {
        Matrix dProduct = _outer.Backward(context, _product, dy);
        Dropout dropout = Dropping(context);
        if (dropout.IsOn)
        {
            dropout.Apply(context.Workers, dProduct, dProduct);
        }

        Matrix dInner = context.Workspace.Rent(_x.Rows, 2 * _width);
        Activations.GatedBackward(
            context.Workers, _activation, _inputs, _gates, dProduct, dInner.ColumnRange(0, _width), dInner.ColumnRange(_width, _width));
        return _both.Backward(context, _x, dInner);
    }

    private Dropout Dropping(LayerContext context) => context.HiddenDropout(_layer, DropoutSite.FeedForward);
}
