using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>y = W₂·GELU(W₁·x + b₁) + b₂, with the GELU of the configuration.</summary>
internal sealed class FeedForward
{
    private readonly Activation _activation;
    private readonly Parameter _innerWeight;
    private readonly Parameter _innerBias;
    private readonly Parameter _outerWeight;
    private readonly Parameter _outerBias;
    private Linear _inner;
    private Linear _outer;

    private Matrix _x;
    private Matrix _before;
    private Matrix _activated;

    public FeedForward(EncoderConfig config, ParameterList scope)
    {
        _activation = config.Activation;
        _innerWeight = scope.Weight("intermediate.dense.weight", config.IntermediateSize, config.HiddenSize);
        _innerBias = scope.Vector("intermediate.dense.bias", config.IntermediateSize);
        _outerWeight = scope.Weight("output.dense.weight", config.HiddenSize, config.IntermediateSize);
        _outerBias = scope.Vector("output.dense.bias", config.HiddenSize);
    }

    public void Bind(ParameterArena arena, FrozenWeights? frozen = null)
    {
        _inner = Linear.Bind(arena, frozen, [_innerWeight], [_innerBias]);
        _outer = Linear.Bind(arena, frozen, [_outerWeight], [_outerBias]);
    }

    /// <summary>[R, H] → [R, H].</summary>
    public Matrix Forward(LayerContext context, Matrix x)
    {
        _x = x;
        (_before, _activated) = _inner.ForwardActivated(context, x, _activation);
        return _outer.Forward(context, _activated);
    }

    /// <summary>Adds dx to <paramref name="dx"/>.</summary>
    public void Backward(LayerContext context, Matrix dy, Matrix dx)
    {
        Matrix dActivated = _outer.Backward(context, _activated, dy);
        Activations.Backward(context.Workers, _activation, _before, dActivated, dActivated);
        _inner.Backward(context, _x, dActivated, addTo: dx);
    }
}
