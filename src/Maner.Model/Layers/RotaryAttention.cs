using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>
/// Multi-head self-attention with rotary positions, over the whole sentence or a window, and one weight for queries, keys and values. Keys and values come from
/// all N rows; queries, and so the result, from all of them or (last layer) only from the R rows that are read. Parity: Hugging Face <c>ModernBertAttention</c>.
/// </summary>
internal sealed class RotaryAttention
{
    private readonly int _layer;
    private readonly int _lastLayer;
    private readonly int _heads;
    private readonly int _width;
    private readonly int? _window;
    private readonly RotaryTable _table;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly Parameter _outputWeight;
    private readonly Parameter? _outputBias;
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

    /// <param name="config">The architecture.</param>
    /// <param name="hasBias">Whether both linear layers have biases.</param>
    /// <param name="layer">The layer's number.</param>
    /// <param name="window">Tokens that are seen on either side; null for the whole sentence.</param>
    /// <param name="table">The rotations; the caller keeps owning them.</param>
    /// <param name="scope">Takes the parameters' names.</param>
    public RotaryAttention(EncoderConfig config, bool hasBias, int layer, int? window, RotaryTable table, ParameterList scope)
    {
        (_layer, _lastLayer, _window, _table) = (layer, config.Layers - 1, window, table);
        (_heads, _width) = (config.Heads, config.HiddenSize);
        _weight = scope.Weight("Wqkv.weight", 3 * _width, _width);
        _bias = hasBias ? scope.Vector("Wqkv.bias", 3 * _width) : null;
        _outputWeight = scope.Weight("Wo.weight", _width, _width);
        _outputBias = hasBias ? scope.Vector("Wo.bias", _width) : null;
    }

    /// <summary>Connects to the parameters; for prediction packs the weights, each once.</summary>
    public void Bind(ParameterArena arena, FrozenWeights? frozen = null)
    {
        _isApart = frozen is not null && _layer == _lastLayer;
        if (!_isApart)
        {
            _queryKeyValue = Linear.BindPart(arena, frozen, _weight, _bias, 0, 3 * _width);
        }

        if (frozen is null || _isApart)
        {
            _keyValue = Linear.BindPart(arena, frozen, _weight, _bias, _width, 2 * _width);
            _query = Linear.BindPart(arena, frozen, _weight, _bias, 0, _width);
        }

        _output = Linear.BindPart(arena, frozen, _outputWeight, _outputBias, 0, _width);
    }

    /// <summary>The output layer's result [R, H], before dropout and residual.</summary>
    /// <param name="context">Threads and memory.</param>
    /// <param name="x">[N, H].</param>
    /// <param name="queryX">The query rows of x [R, H]; x itself when all are.</param>
    /// <param name="queries">The sentences, and which rows are queries.</param>
    /// <param name="all">Whether all rows are queries.</param>
    public Matrix Forward(LayerContext context, Matrix x, Matrix queryX, QueryRows queries, bool all)
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
        Attention.Forward(
            context.Workers, queries.Spans(!all), _heads, _q, _k, _v, context.AttentionDropout(_layer), _mixed, Pattern(queries), Places(queries, all));
        return _output.Forward(context, _mixed);
    }

    /// <summary>dx [N, H] from dy [R, H].</summary>
    /// <param name="context">Threads and memory.</param>
    /// <param name="dy">The output layer's gradient [R, H].</param>
    /// <param name="queries">The forward pass's.</param>
    /// <param name="addTo">What dx is added to, where all rows are queries; may be dy. Null for memory of its own.</param>
    public Matrix Backward(LayerContext context, Matrix dy, QueryRows queries, Matrix? addTo = null)
    {
        Matrix dMixed = _output.Backward(context, _mixed, dy);
        if (_all)
        {
            Matrix dQkv = context.Workspace.Rent(_x.Rows, 3 * _width);
            Differentiate(context, queries, dMixed, dQkv.ColumnRange(0, _width), dQkv.ColumnRange(_width, _width), dQkv.ColumnRange(2 * _width, _width));
            return _queryKeyValue.Backward(context, _x, dQkv, addTo);
        }

        Matrix dQ = context.Workspace.Rent(_queryX.Rows, _width);
        Matrix dKv = context.Workspace.Rent(_x.Rows, 2 * _width);
        Differentiate(context, queries, dMixed, dQ, dKv.ColumnRange(0, _width), dKv.ColumnRange(_width, _width));
        Matrix dx = _keyValue.Backward(context, _x, dKv);
        RowGather.Backward(context.Workers, _query.Backward(context, _queryX, dQ), queries.Rows, dx);
        return dx;
    }

    private void Differentiate(LayerContext context, QueryRows queries, Matrix dMixed, Matrix dQ, Matrix dK, Matrix dV) =>
        Attention.Backward(
            context.Workers, queries.Spans(!_all), _heads, _q, _k, _v, context.AttentionDropout(_layer), dMixed, dQ, dK, dV, Pattern(queries), Places(queries, _all));

    private AttentionPattern Pattern(QueryRows queries) => new(_window, _table.For(queries.Longest));

    private static ReadOnlySpan<int> Places(QueryRows queries, bool all) => all ? [] : queries.Places;
}
