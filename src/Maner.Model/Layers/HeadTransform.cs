using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>
/// What is between hidden states and the last product of a head: dense layer, activation, layer norm. Of all families the masked-LM head has it (Hugging Face
/// <c>XLMRobertaLMHead</c>, <c>BertPredictionHeadTransform</c>); of ModernBERT the tagger's head too, with the same parameters (<c>ModernBertPredictionHead</c>).
/// </summary>
internal sealed class HeadTransform
{
    private readonly Activation _activation;
    private readonly float _epsilon;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly Parameter _gamma;
    private readonly Parameter? _beta;
    private ParameterArena _arena = null!;
    private Linear _dense;
    private Linear _forward;
    private Normalization _norm;
    private PackedWeight? _packed;
    private Normalization.Cache _cache;
    private Matrix _x;
    private Matrix _before;

    public HeadTransform(EncoderConfig config)
    {
        HeadNames names = config.Family.Head;
        int width = config.HiddenSize;
        _activation = config.PreNorm?.HeadActivation ?? (config.Family.HeadIsExact ? Activation.Gelu : config.Activation);
        _epsilon = config.LayerNormEps;
        _weight = Parameter.Weight(names.Dense + ".weight", width, width);
        _bias = config.PreNorm is { HeadBias: false } ? null : Parameter.Vector(names.Dense + ".bias", width);
        _gamma = Parameter.Vector(names.Norm + ".weight", width);
        _beta = config.PreNorm is { NormBias: false } ? null : Parameter.Vector(names.Norm + ".bias", width);
    }

    /// <summary>The parameters, for the head's arena.</summary>
    public IEnumerable<Parameter> Parameters => ((Parameter?[])[_weight, _bias, _gamma, _beta]).OfType<Parameter>();

    /// <summary>Connects to the parameters.</summary>
    public void Bind(ParameterArena arena)
    {
        _arena = arena;
        _dense = _forward = new Linear(arena, _weight, _bias);
        _norm = new Normalization(arena, _gamma, _beta, _epsilon);
    }

    /// <summary>Packs the weight for predictions, which do not see what becomes of it afterwards.</summary>
    public void PackForPrediction(Workers workers)
    {
        _packed?.Dispose();
        _packed = PackedWeight.Pack(workers, _arena.Value(_weight));
        _forward = _dense.WithPacked(_packed);
    }

    /// <summary>Frees what was packed.</summary>
    public void Free() => _packed?.Dispose();

    /// <summary>Features [R, H] of hidden rows [R, H].</summary>
    public Matrix Forward(LayerContext context, Matrix hidden)
    {
        _x = hidden;
        (_before, Matrix activated) = (context.Pass.IsTraining ? _dense : _forward).ForwardActivated(context, hidden, _activation);
        return _norm.Forward(context, activated, residual: null, Dropout.None, out _cache);
    }

    /// <summary>dHidden [R, H] from the features' gradient, which is overwritten.</summary>
    public Matrix Backward(LayerContext context, Matrix dFeatures)
    {
        Matrix dActivated = _norm.Backward(context, _cache, dFeatures);
        Activations.Backward(context.Workers, _activation, _before, dActivated, dActivated);
        return _dense.Backward(context, _x, dActivated);
    }
}
