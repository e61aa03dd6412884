using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>
/// One transformer layer with normalisation behind each block (Vaswani et al. 2017; Hugging Face <c>BertLayer</c>, <c>XLMRobertaLayer</c>):
/// a = LN(x + dropout(attention(x))), y = LN(a + dropout(feedForward(a))).
/// </summary>
internal sealed class EncoderLayer
{
    private readonly int _layer;
    private readonly EncoderConfig _config;
    private readonly SelfAttention _attention;
    private readonly FeedForward _feedForward;
    private readonly (Parameter Gamma, Parameter Beta) _attentionNormParameters;
    private readonly (Parameter Gamma, Parameter Beta) _outputNormParameters;
    private Normalization _attentionNorm;
    private Normalization _outputNorm;
    private Normalization.Cache _attentionCache;
    private Normalization.Cache _outputCache;

    public EncoderLayer(EncoderConfig config, int layer, ParameterList scope)
    {
        _config = config;
        _layer = layer;
        ParameterList attention = scope.Scope("attention");
        _attention = new SelfAttention(config, layer, attention);
        _attentionNormParameters = Norm(attention.Scope("output"));
        _feedForward = new FeedForward(config, scope);
        _outputNormParameters = Norm(scope.Scope("output"));
    }

    public void Bind(ParameterArena arena, FrozenWeights? frozen = null)
    {
        _attention.Bind(arena, frozen);
        _feedForward.Bind(arena, frozen);
        _attentionNorm = new Normalization(arena, _attentionNormParameters.Gamma, _attentionNormParameters.Beta, _config.LayerNormEps);
        _outputNorm = new Normalization(arena, _outputNormParameters.Gamma, _outputNormParameters.Beta, _config.LayerNormEps);
    }

    /// <summary>The layer's result for the query rows.</summary>
    /// <param name="context">Threads, memory, dropout.</param>
    /// <param name="x">[N, H].</param>
    /// <param name="rows">The R query rows, or empty for all: then R = N.</param>
    /// <param name="spans">The sentences.</param>
    /// <returns>[R, H]. Where all rows are queries and nothing is trained, x is needed no more, and the result is in its place.</returns>
    public Matrix Forward(LayerContext context, Matrix x, ReadOnlySpan<int> rows, ReadOnlySpan<AttentionSpan> spans)
    {
        Matrix queries = x;
        if (!rows.IsEmpty)
        {
            queries = context.Workspace.Rent(rows.Length, x.Columns);
            RowGather.Forward(context.Workers, x, rows, queries);
        }

        Matrix attended = _attention.Forward(context, x, queries, all: rows.IsEmpty, spans);
        Matrix a = _attentionNorm.Forward(
            context, attended, queries, context.HiddenDropout(_layer, DropoutSite.AttentionOutput), out _attentionCache);
        Matrix transformed = _feedForward.Forward(context, a);
        Matrix? into = rows.IsEmpty && !context.Pass.IsTraining ? x : null;
        return _outputNorm.Forward(context, transformed, a, context.HiddenDropout(_layer, DropoutSite.FeedForward), out _outputCache, into);
    }

    /// <summary>dx [N, H] from dy [R, H], whose memory is overwritten.</summary>
    public Matrix Backward(LayerContext context, Matrix dy, ReadOnlySpan<int> rows, ReadOnlySpan<AttentionSpan> spans)
    {
        // Each block first consumes its output's gradient and then adds its input's to the residual's, so the two may share memory.
        Matrix dA = _outputNorm.Backward(context, _outputCache, dy);
        _feedForward.Backward(context, context.BackThrough(context.HiddenDropout(_layer, DropoutSite.FeedForward), dA), dx: dA);

        Matrix dQueries = _attentionNorm.Backward(context, _attentionCache, dA);
        Matrix dAttended = context.BackThrough(context.HiddenDropout(_layer, DropoutSite.AttentionOutput), dQueries);
        Matrix dx = _attention.Backward(context, dAttended, dQueries, spans);
        if (!rows.IsEmpty)
        {
            RowGather.Backward(context.Workers, dQueries, rows, dx);
        }

        return dx;
    }

    private (Parameter Gamma, Parameter Beta) Norm(ParameterList scope) =>
        (scope.Vector("LayerNorm.weight", _config.HiddenSize), scope.Vector("LayerNorm.bias", _config.HiddenSize));
}
