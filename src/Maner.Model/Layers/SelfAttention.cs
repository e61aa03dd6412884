using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>
/// Multi-head self-attention with its output layer. Keys and values come from all N rows; queries, and so the result, from all of them or
/// (last layer) only from the R rows that are read.
/// </summary>
internal sealed class SelfAttention
{
    private readonly int _layer;
    private readonly int _lastLayer;
    private readonly int _heads;
    private readonly int _width;
    private readonly Parameter[] _weights;
    private readonly Parameter[] _biases;
    private readonly Parameter _outputWeight;
    private readonly Parameter _outputBias;
    private bool _isApart; // the last layer in prediction, where only some rows are queries
    private Linear _queryKeyValue;
    private Linear _query;
    private Linear _keyValue;
    private Linear _output;

    private Matrix _x;
    private Matrix _queryX;
    private bool _all;
    private Matrix _q;
    private Matrix _k;
    private Matrix _v;
    private Matrix _mixed;

    public SelfAttention(EncoderConfig config, int layer, ParameterList scope)
    {
        _layer = layer;
        _lastLayer = config.Layers - 1;
        _heads = config.Heads;
        _width = config.HiddenSize;
        ParameterList self = scope.Scope("self");
        string[] names = ["query", "key", "value"];
        _weights = [.. names.Select(name => self.Weight(name + ".weight", _width, _width))];
        _biases = [.. names.Select(name => self.Vector(name + ".bias", _width))];
        _outputWeight = scope.Weight("output.dense.weight", _width, _width);
        _outputBias = scope.Vector("output.dense.bias", _width);
    }

    /// <summary>Connects to the parameters; for prediction packs the weights, each once.</summary>
    public void Bind(ParameterArena arena, FrozenWeights? frozen = null)
    {
        _isApart = frozen is not null && _layer == _lastLayer;
        if (!_isApart)
        {
            _queryKeyValue = Linear.Bind(arena, frozen, _weights, _biases);
        }

        if (frozen is null || _isApart)
        {
            _keyValue = Linear.Bind(arena, frozen, _weights.AsSpan(1), _biases.AsSpan(1));
            _query = Linear.Bind(arena, frozen, _weights.AsSpan(0, 1), _biases.AsSpan(0, 1));
        }

        _output = Linear.Bind(arena, frozen, [_outputWeight], [_outputBias]);
    }

    /// <summary>The output layer's result [R, H], before dropout, residual and normalisation.</summary>
    /// <param name="context">Threads and memory.</param>
    /// <param name="x">[N, H].</param>
    /// <param name="queryX">The query rows of x [R, H]; x itself when all are.</param>
    /// <param name="all">Whether all rows are queries.</param>
    /// <param name="spans">The sentences.</param>
    public Matrix Forward(LayerContext context, Matrix x, Matrix queryX, bool all, ReadOnlySpan<AttentionSpan> spans)
    {
        (_x, _queryX, _all) = (x, queryX, all);
        if (all && !_isApart)
        {
            Matrix qkv = _queryKeyValue.Forward(context, x);
            _q = qkv.ColumnRange(0, _width);
            _k = qkv.ColumnRange(_width, _width);
            _v = qkv.ColumnRange(2 * _width, _width);
        }
        else
        {
            Matrix kv = _keyValue.Forward(context, x);
            _k = kv.ColumnRange(0, _width);
            _v = kv.ColumnRange(_width, _width);
            _q = _query.Forward(context, queryX);
        }

        _mixed = context.Workspace.Rent(queryX.Rows, _width);
        Attention.Forward(context.Workers, spans, _heads, _q, _k, _v, context.AttentionDropout(_layer), _mixed);
        return _output.Forward(context, _mixed);
    }

    /// <summary>Adds dx to <paramref name="dQueryX"/>, or, when only some rows are queries, returns dx of all rows by way of keys and values.</summary>
    /// <param name="context">Threads and memory.</param>
    /// <param name="dy">The output layer's gradient [R, H].</param>
    /// <param name="dQueryX">The residual's gradient [R, H]; the queries' part is added.</param>
    /// <param name="spans">The sentences.</param>
    /// <returns>When all rows are queries: <paramref name="dQueryX"/>. Else [N, H]: the keys' and values' part.</returns>
    public Matrix Backward(LayerContext context, Matrix dy, Matrix dQueryX, ReadOnlySpan<AttentionSpan> spans)
    {
        Matrix dMixed = _output.Backward(context, _mixed, dy);
        if (_all)
        {
            Matrix dQkv = context.Workspace.Rent(_x.Rows, 3 * _width);
            Attention.Backward(
                context.Workers, spans, _heads, _q, _k, _v, context.AttentionDropout(_layer), dMixed,
                dQkv.ColumnRange(0, _width), dQkv.ColumnRange(_width, _width), dQkv.ColumnRange(2 * _width, _width));
            return _queryKeyValue.Backward(context, _x, dQkv, addTo: dQueryX);
        }

        Matrix dQ = context.Workspace.Rent(_queryX.Rows, _width);
        Matrix dKv = context.Workspace.Rent(_x.Rows, 2 * _width);
        Attention.Backward(
            context.Workers, spans, _heads, _q, _k, _v, context.AttentionDropout(_layer), dMixed,
            dQ, dKv.ColumnRange(0, _width), dKv.ColumnRange(_width, _width));
        _query.Backward(context, _queryX, dQ, addTo: dQueryX);
        return _keyValue.Backward(context, _x, dKv);
    }
}
