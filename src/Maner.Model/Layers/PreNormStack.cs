using Maner.Model.Configuration;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Layers;

/// <summary>
/// ModernBERT's build (Warner et al. 2024): word embeddings that are normalised, layers with normalisation in front of each block, rotary positions, gated
/// feed-forward blocks, attention to a window in most layers, and a last normalisation. Parity: Hugging Face <c>ModernBertModel</c>.
/// </summary>
internal sealed class PreNormStack : LayerStack
{
    private const int EmbeddingLayer = -1;
    private readonly EncoderConfig _config;
    private readonly PreNormLayer[] _layers;
    private readonly Dictionary<float, RotaryTable> _tables = [];
    private readonly (Parameter Gamma, Parameter? Beta) _embeddingNormParameters;
    private readonly (Parameter Gamma, Parameter? Beta) _finalNormParameters;
    private ITokenEmbeddings _words = null!;
    private Normalization _embeddingNorm;
    private Normalization _finalNorm;
    private Normalization.Cache _embeddingCache;
    private Normalization.Cache _finalCache;

    /// <param name="config">The architecture.</param>
    /// <param name="settings">What is particular to this build.</param>
    /// <param name="scope">Takes the parameters' names.</param>
    public PreNormStack(EncoderConfig config, PreNormSettings settings, ParameterList scope)
    {
        _config = config;
        _embeddingNormParameters = PreNormLayer.Norm(scope.Scope("embeddings.norm"), config, settings);
        _layers = [.. Enumerable.Range(0, config.Layers).Select(layer => new PreNormLayer(config, settings, layer, Table(settings.ThetaOf(layer)), scope.Scope($"layers.{layer}")))];
        _finalNormParameters = PreNormLayer.Norm(scope.Scope("final_norm"), config, settings);
    }

    /// <inheritdoc/>
    public override void Bind(ParameterArena arena, ITokenEmbeddings words, FrozenWeights? frozen)
    {
        _words = words;
        _embeddingNorm = new Normalization(arena, _embeddingNormParameters.Gamma, _embeddingNormParameters.Beta, _config.LayerNormEps);
        foreach (PreNormLayer layer in _layers)
        {
            layer.Bind(arena, frozen); // reads frozen weights
        }

        _finalNorm = new Normalization(arena, _finalNormParameters.Gamma, _finalNormParameters.Beta, _config.LayerNormEps);
    }

    /// <inheritdoc/>
    public override Matrix Forward(LayerContext context, PackedBatch batch, QueryRows queries, List<Matrix> hidden)
    {
        Matrix words = context.Workspace.Rent(batch.TokenCount, _config.HiddenSize);
        _words.Forward(batch.Ids, words);
        Matrix stream = _embeddingNorm.Forward(context, words, residual: null, Dropout.None, out _embeddingCache);
        Dropout dropout = context.HiddenDropout(EmbeddingLayer, DropoutSite.Embeddings);
        if (dropout.IsOn)
        {
            dropout.Apply(context.Workers, stream, stream);
        }

        // Where nothing is trained, the stream stays where it is, and what a layer reads and what it adds have one place each.
        bool isTraining = context.Pass.IsTraining;
        Matrix? normal = isTraining ? null : words, sum = isTraining ? null : context.Workspace.Rent(words.Rows, words.Columns), added = null;
        (int Block, nint Used) mark = context.Workspace.Mark;
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            bool isLast = layer == _layers.Length - 1;
            added = _layers[layer].Forward(context, ref stream, added, normal, sum, queries, isLast, hidden);
            if (!isTraining && !isLast)
            {
                context.Workspace.ReleaseTo(mark);
            }
        }

        Matrix y = PreNormLayer.AddAndNormalize(context, _finalNorm, ref stream, added!.Value, Dropout.None, into: null, out _finalCache);
        hidden.Add(y);
        return y;
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context, PackedBatch batch, QueryRows queries, Matrix dHidden)
    {
        Matrix dx = _finalNorm.Backward(context, _finalCache, dHidden);
        for (int layer = _layers.Length - 1; layer >= 0; layer--)
        {
            (int Block, nint Used) mark = context.Workspace.Mark;
            Matrix below = _layers[layer].Backward(context, dx, queries, isLast: layer == _layers.Length - 1);
            if (below == dx)
            {
                context.Workspace.ReleaseTo(mark); // the gradient is where its upstream was: all else was for this layer only
            }

            dx = below;
        }

        Dropout dropout = context.HiddenDropout(EmbeddingLayer, DropoutSite.Embeddings);
        if (dropout.IsOn)
        {
            dropout.Apply(context.Workers, dx, dx);
        }

        ((EmbeddingTable)_words).Backward(batch.Ids, _embeddingNorm.Backward(context, _embeddingCache, dx));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (RotaryTable table in _tables.Values)
        {
            table.Dispose();
        }

        base.Dispose();
    }

    /// <summary>Layers with the same θ share a table.</summary>
    private RotaryTable Table(float theta)
    {
        if (!_tables.TryGetValue(theta, out RotaryTable? table))
        {
            _tables[theta] = table = new RotaryTable(_config.HeadSize, theta);
        }

        return table;
    }
}
