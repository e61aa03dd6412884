using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>
/// One transformer layer with normalisation in front of each block (Warner et al. 2024; Hugging Face <c>ModernBertEncoderLayer</c>):
/// a = x + dropout(attention(LN(x))), y = a + feedForward(LN(a)). The first layer's attention takes x as it is.
/// <para>A block's sum is computed together with the normalisation that follows it, so a layer hands on the two summands.</para>
/// </summary>
internal sealed class PreNormLayer
{
    private readonly int _layer;
    private readonly float _epsilon;
    private readonly RotaryAttention _attention;
    private readonly GatedFeedForward _feedForward;
    private readonly (Parameter Gamma, Parameter? Beta)? _attentionNormParameters;
    private readonly (Parameter Gamma, Parameter? Beta) _feedForwardNormParameters;
    private Normalization _attentionNorm;
    private Normalization _feedForwardNorm;
    private Normalization.Cache _attentionCache;
    private Normalization.Cache _feedForwardCache;

    /// <param name="config">The architecture.</param>
    /// <param name="settings">What is particular to this build.</param>
    /// <param name="layer">The layer's number.</param>
    /// <param name="table">The rotations; the caller keeps owning them.</param>
    /// <param name="scope">Takes the parameters' names.</param>
    public PreNormLayer(EncoderConfig config, PreNormSettings settings, int layer, RotaryTable table, ParameterList scope)
    {
        (_layer, _epsilon) = (layer, config.LayerNormEps);
        _attentionNormParameters = layer == 0 ? null : Norm(scope.Scope("attn_norm"), config, settings);
        _attention = new RotaryAttention(config, settings.AttentionBias, layer, settings.WindowOf(layer), table, scope.Scope("attn"));
        _feedForwardNormParameters = Norm(scope.Scope("mlp_norm"), config, settings);
        _feedForward = new GatedFeedForward(config, settings.FeedForwardBias, layer, scope.Scope("mlp"));
    }

    /// <summary>The parameters of a normalisation.</summary>
    public static (Parameter Gamma, Parameter? Beta) Norm(ParameterList scope, EncoderConfig config, PreNormSettings settings) =>
        (scope.Vector("weight", config.HiddenSize), settings.NormBias ? scope.Vector("bias", config.HiddenSize) : null);

    public void Bind(ParameterArena arena, FrozenWeights? frozen = null)
    {
        _attention.Bind(arena, frozen);
        _feedForward.Bind(arena, frozen);
        if (_attentionNormParameters is { } parameters)
        {
            _attentionNorm = new Normalization(arena, parameters.Gamma, parameters.Beta, _epsilon);
        }

        _feedForwardNorm = new Normalization(arena, _feedForwardNormParameters.Gamma, _feedForwardNormParameters.Beta, _epsilon);
    }

    /// <summary>y = LN(stream + dropout(x)). When training the sum is in the memory of x, and the stream it was goes on existing; else it takes the stream's place.</summary>
    /// <param name="context">Threads, memory, dropout.</param>
    /// <param name="norm">The normalisation.</param>
    /// <param name="stream">[R, H]; becomes the sum.</param>
    /// <param name="x">[R, H].</param>
    /// <param name="dropout">Of x.</param>
    /// <param name="into">Where y goes; null for memory of its own.</param>
    /// <param name="cache">For the backward pass.</param>
    public static Matrix AddAndNormalize(
        LayerContext context, Normalization norm, ref Matrix stream, Matrix x, Dropout dropout, Matrix? into, out Normalization.Cache cache)
    {
        if (!context.Pass.IsTraining)
        {
            return norm.Forward(context, stream, residual: x, Dropout.None, out cache, into);
        }

        Matrix y = norm.Forward(context, x, residual: stream, dropout, out cache, into);
        stream = x;
        return y;
    }

    /// <summary>The feed-forward block's result [R, H], which is to be added to the stream.</summary>
    /// <param name="context">Threads, memory, dropout.</param>
    /// <param name="stream">x [N, H] without what is to be added; becomes a [R, H].</param>
    /// <param name="added">[N, H], what is to be added to x; null in the first layer.</param>
    /// <param name="normal">[N, H] for what is only needed in this layer, where nothing is trained; null for memory of its own.</param>
    /// <param name="into">[N, H] for the result; null for memory of its own.</param>
    /// <param name="queries">The sentences, and which rows are queries.</param>
    /// <param name="isLast">Whether only some rows are queries.</param>
    /// <param name="hidden">Takes x.</param>
    public Matrix Forward(LayerContext context, ref Matrix stream, Matrix? added, Matrix? normal, Matrix? into, QueryRows queries, bool isLast, List<Matrix> hidden)
    {
        Matrix x = added is { } given ? AddAndNormalize(context, _attentionNorm, ref stream, given, Dropout.None, normal, out _attentionCache) : stream;
        hidden.Add(stream);
        bool all = !isLast || queries.Rows.IsEmpty;
        Matrix queryX = x;
        if (!all)
        {
            queryX = Gather(context, x, queries);
            stream = Gather(context, stream, queries);
            (normal, into) = (null, null);
        }

        Matrix attended = _attention.Forward(context, x, queryX, queries, all);
        Matrix y = AddAndNormalize(context, _feedForwardNorm, ref stream, attended, context.AttentionOutputDropout(_layer), normal, out _feedForwardCache);
        return _feedForward.Forward(context, y, into);
    }

    // forward: s₁ = x + drop(A(LN₁(x))), y = s₁ + F(LN₂(s₁))   so: ds₁ = dy + LN₂′(F′(dy)),  dx = ds₁ + LN₁′(A′(drop(ds₁)))

    /// <summary>dx [N, H] from dy [R, H], whose memory is overwritten: where all rows are queries dx is in it.</summary>
    public Matrix Backward(LayerContext context, Matrix dy, QueryRows queries, bool isLast)
    {
        _feedForwardNorm.Backward(context, _feedForwardCache, _feedForward.Backward(context, dy), dSum: dy, addToSum: true);
        bool all = !isLast || queries.Rows.IsEmpty, isFirst = _attentionNormParameters is null;
        Matrix dx = _attention.Backward(
            context, context.BackThrough(context.AttentionOutputDropout(_layer), dy), queries, addTo: all && isFirst ? dy : null);
        if (!isFirst)
        {
            _attentionNorm.Backward(context, _attentionCache, dx, dSum: all ? dy : dx, addToSum: all);
        }

        if (all)
        {
            return dy;
        }

        RowGather.Backward(context.Workers, dy, queries.Rows, dx);
        return dx;
    }

    private static Matrix Gather(LayerContext context, Matrix x, QueryRows queries)
    {
        Matrix rows = context.Workspace.Rent(queries.Rows.Length, x.Columns);
        RowGather.Forward(context.Workers, x, queries.Rows, rows);
        return rows;
    }
}
